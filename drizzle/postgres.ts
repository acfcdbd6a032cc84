import { is, type Query, SQL } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Database, Queries, StatementListener, Transaction } from "./database.js";
import { createInsertTexts, type Insert, postgresValue } from "./insert.js";
import { createListeners } from "./listeners.js";
import { gather } from "./postgres-client.js";
import { createPostgresNotices } from "./postgres-notices.js";
import { isFull, onPool, type Prepared, prepare } from "./postgres-prepared.js";
import { runWithin } from "./postgres-within.js";
import { inChunks } from "./statements.js";

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

/** Rows of one statement that is an insert. */
const ROWS_PER_INSERT = 1_000;

/** The rows travel as one bound value: binding forty values a row costs several times as much as inserting them. */
const insertTextOf = createInsertTexts(
  (columns) =>
    `SELECT ${columns.map(postgresValue).join(", ")} FROM jsonb_array_elements($1::jsonb) AS e(value)`,
  ({ key }) => key,
);

const dialect = new PgDialect();

/** The statements of an insert. */
const insertsOf = (insert: Insert): Pick<Query, "sql" | "params">[] => {
  if (insert.rows.length === 0) return [];
  const { text, bindings: keys } = insertTextOf(insert);
  return Array.from(inChunks(insert.rows, ROWS_PER_INSERT), (chunk) => ({
    sql: text,
    params: [JSON.stringify(chunk.map((row) => keys.map((key) => row[key as keyof typeof row])))],
  }));
};

const queriesOn = (db: NodePgDatabase, run: Prepared, onStatement?: StatementListener): Queries => {
  const rows: Queries["rows"] = async <Row extends object>(statement: SQL, planned = "EACH_TIME") => {
    if (planned === "EACH_TIME") return (await db.execute(statement)).rows as unknown as Row[];
    const { sql: text, params } = dialect.sqlToQuery(statement);
    onStatement?.(text, params);
    return (await run<Row>(text, params)).rows;
  };

  const insertAll = async <Row extends object>(insert: Insert): Promise<Row[]> => {
    const returned: Row[] = [];
    for (const { sql: text, params } of insertsOf(insert)) {
      onStatement?.(text, params);
      returned.push(...(await run<Row>(text, params)).rows);
    }
    return returned;
  };
  return Object.assign(db as unknown as Queries, { rows, insertAll, heldMillis: () => null });
};

/** What transactions on one connection are made of; one at a time. */
interface Session {
  readonly queries: Transaction;
  /** What the transaction that is under way ends with. */
  readonly last: (Insert | SQL)[];
  /** Sends what it ends with, and the commit. */
  end(): readonly Promise<unknown>[];
  run(statement: string): Promise<void>;
}

const openSession = (client: pg.PoolClient, onStatement: StatementListener | undefined): Session => {
  const db = drizzle(client, onStatement ? { logger: { logQuery: onStatement } } : {});
  const prepared = prepare(client);
  const last: (Insert | SQL)[] = [];
  const run = async (statement: string): Promise<void> => {
    onStatement?.(statement, []);
    const { command } = await client.query(statement);
    // So PostgreSQL answers a commit where a statement had failed and `work` went on as if it had not.
    if (statement === "commit" && command !== "COMMIT")
      throw new Error("The transaction was taken back: one of its statements had failed.");
  };
  return {
    queries: Object.assign(queriesOn(db as unknown as NodePgDatabase, prepared, onStatement), {
      atEnd: (...statements: readonly (Insert | SQL)[]) => void last.push(...statements),
    }),
    last,
    run,
    end() {
      // All of them are made before the first is sent: what can't be made must not leave a commit behind.
      const statements = last.flatMap((entry) =>
        is(entry, SQL) ? [dialect.sqlToQuery(entry)] : insertsOf(entry),
      );
      gather(client);
      const sent = statements.map(({ sql: text, params }) => {
        onStatement?.(text, params);
        return prepared(text, params);
      });
      return [...sent, run("commit")];
    },
  };
};

const sessions = new WeakMap<pg.PoolClient, Session>();

/**
 * A connection from the pool, alone for one transaction. What needs no answer is not waited for: the first statement goes
 * out with the begin, the last ones with the commit. Where one fails PostgreSQL does none of those behind it.
 */
const inTransaction = async <T>(
  pool: pg.Pool,
  onStatement: StatementListener | undefined,
  work: (queries: Transaction) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  // A connection that breaks between two statements is told of by the next one; without a listener it ends the process.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  const session = sessions.get(client) ?? openSession(client, onStatement);
  sessions.set(client, session);
  let broken: Error | undefined;
  try {
    gather(client);
    const begun = session.run("begin");
    // What follows it would be no transaction. The fault itself is thrown below.
    begun.catch(() => client.connection.stream.destroy());
    const result = await work(session.queries);
    const sent = [begun, ...session.end()];
    await Promise.allSettled(sent); // whichever fails: nothing is under way afterwards
    await Promise.all(sent);
    return result;
  } catch (error) {
    await session.run("rollback").catch((fault: Error) => {
      broken = fault; // nobody is to be handed a connection that is in the middle of something
    });
    throw error;
  } finally {
    session.last.length = 0;
    client.off("error", ignore);
    client.release(broken ?? isFull(client));
  }
};

/** A pool of connections to one schema. */
export const openPostgres = async (options: PostgresOptions): Promise<Database> => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    pipeline: true, // statements that are sent at once don't wait for each other's answers
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

  const read = queriesOn(db, onPool(pool), options.onStatement);

  return {
    dialect: "postgres",
    read,
    rowsWithin: <Row extends object>(millis: number, statement: SQL) =>
      millis === Number.POSITIVE_INFINITY
        ? read.rows<Row>(statement)
        : runWithin<Row>(pool, dialect.sqlToQuery(statement), millis, options.onStatement),
    transaction: async (work) => {
      const result = await inTransaction(pool, options.onStatement, work);
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
