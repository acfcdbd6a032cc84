import type { SQL } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { Database, Queries, StatementListener } from "./database.js";
import { createListeners } from "./listeners.js";
import { createPostgresNotices } from "./postgres-notices.js";

interface PostgresOptions {
  readonly url: string;
  /** One PostgreSQL schema a room, first and alone on the connection's search path. */
  readonly schema: string;
  readonly maxConnections?: number | undefined;
  readonly migrationsFolder: string;
  readonly onStatement?: StatementListener | undefined;
}

const BIGINT_OID = 20;

// Counts and moments fit a double; pg would hand them over as text. For the whole process: Drizzle's driver asks pg's
// global parsers for hand-written statements, whatever the pool was given.
pg.types.setTypeParser(BIGINT_OID, Number);

/** Migrates under an advisory lock, so that many processes may start at once. */
const migrateUnderLock = async (
  pool: pg.Pool,
  { schema, migrationsFolder }: PostgresOptions,
): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [`tunet migrations of ${schema}`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
    await migrate(drizzle(client), { migrationsFolder, migrationsSchema: schema });
  } finally {
    await client.query("SELECT pg_advisory_unlock_all()").finally(() => client.release());
  }
};

const queriesOn = (db: NodePgDatabase): Queries =>
  Object.assign(db as unknown as Queries, {
    rows: async <Row extends object>(statement: SQL): Promise<Row[]> =>
      (await db.execute(statement)).rows as unknown as Row[],
  });

/** A pool of connections to one schema. */
export const openPostgres = async (options: PostgresOptions): Promise<Database> => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    // Statements bring their relations along as bound values, whose size the planner guesses far too high: compiling
    // them would cost a hundred times what they take. Random reads cost about the same as others on today's disks.
    options: `-c search_path=${options.schema} -c jit=off -c random_page_cost=1.1`,
    application_name: `tunet-${options.schema}`,
  });
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => undefined);
  try {
    await migrateUnderLock(pool, options);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = drizzle(pool, options.onStatement ? { logger: { logQuery: options.onStatement } } : {});

  const commits = createListeners();
  const notices = createPostgresNotices(options);

  return {
    dialect: "postgres",
    read: queriesOn(db),
    transaction: async (work) => {
      const result = await db.transaction((tx) => work(queriesOn(tx as unknown as NodePgDatabase)));
      commits.tell();
      return result;
    },
    onCommit: commits.add,
    notify: async (channel) => {
      await pool.query("SELECT pg_notify($1, '')", [notices.nameOf(channel)]);
    },
    listen: notices.listen,
    ping: async () => {
      await pool.query("SELECT 1");
    },
    close: async () => {
      await notices.close();
      await pool.end();
    },
  };
};
