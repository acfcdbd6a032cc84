import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite from "better-sqlite3";
import { is, SQL } from "drizzle-orm";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { loopTurns, type Turns } from "../lib/turns.js";
import type { Database, Queries, StatementListener, Transaction } from "./database.js";
import { createInsertTexts, type Insert, sqliteBinding } from "./insert.js";
import { createRowKeeper, type RowKeeper } from "./kept-rows.js";
import { createListeners } from "./listeners.js";
import { createStatements } from "./sqlite-statements.js";
import { createStatementText } from "./statement-text.js";

interface SqliteOptions {
  readonly file: string;
  readonly migrationsFolder: string;
  readonly onStatement?: StatementListener | undefined;
}

const BUSY_TIMEOUT_MILLIS = 10_000;

const connect = (file: string): BetterSqlite.Database => {
  const connection = new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MILLIS });
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL"); // an acknowledged write outlives a power cut, not only a crash
  connection.pragma("foreign_keys = ON");
  connection.pragma("temp_store = MEMORY");
  connection.pragma("cache_size = -65536"); // KiB
  return connection;
};

/** Migrates with a lock file beside the database held, so that two processes that start at once don't both do it. */
const migrateUnderLock = (connection: BetterSqlite.Database, options: SqliteOptions): void => {
  const lock = new BetterSqlite(`${options.file}.migration-lock`, { timeout: 60_000 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    migrate(drizzle(connection), { migrationsFolder: options.migrationsFolder });
  } finally {
    lock.close();
  }
};

/** A row each. */
const insertTextOf = createInsertTexts(
  (columns) => `VALUES (${columns.map(() => "?").join(", ")})`,
  (column) => ({ key: column.key, bind: sqliteBinding(column) }),
);

/** A statement that holds the thread for longer waits for its turn. */
const SHORT_MILLIS = 1;
/** How much of what was known of a statement's time is kept when it is quicker than it was. */
const REMEMBERED = 0.8;

/** What one connection is asked. */
interface Connected extends Queries {
  /** Runs a statement that gives no rows. */
  run(statement: SQL): void;
}

/** @param turns for statements that take long; `null`: nobody waits, since a transaction is held open meanwhile */
const queriesOn = (
  connection: BetterSqlite.Database,
  keeper: RowKeeper,
  turns: Turns | null,
  onStatement?: StatementListener,
): Connected => {
  const logger = onStatement && { logQuery: onStatement };
  const statements = createStatements(connection, keeper);
  const db: BetterSQLite3Database = drizzle(statements.client, logger ? { logger } : {});
  const textOf = createStatementText(new SQLiteSyncDialect());
  const held = new WeakMap<readonly object[], number>();

  const rows = async <Row extends object>(query: SQL): Promise<Row[]> => {
    const { sql, params } = textOf(query);
    let values = keeper.bind(params); // first: what it keeps may need a table that the statement names
    const timed = statements.timed(sql);
    if (turns !== null && timed.millis > SHORT_MILLIS) {
      await turns.take(timed.millis);
      values = keeper.bind(params); // others may have needed the room meanwhile
    }
    onStatement?.(sql, params);
    const began = performance.now();
    const found = timed.read(values) as Row[];
    const took = performance.now() - began;
    held.set(found, took);
    timed.millis = Math.max(took, REMEMBERED * timed.millis + (1 - REMEMBERED) * took);
    return found;
  };

  const insertAll = async <Row extends object>(insert: Insert): Promise<Row[]> => {
    if (insert.rows.length === 0) return [];
    const { text, bindings } = insertTextOf(insert);
    onStatement?.(text, []);
    const statement = statements.of(text);
    const returned: Row[] = [];
    const values: unknown[] = [];
    for (const row of insert.rows) {
      for (let place = 0; place < bindings.length; place++) {
        const binding = bindings[place];
        values[place] = binding?.bind((row as Readonly<Record<string, unknown>>)[binding.key]);
      }
      if (!statement.reader) {
        statement.run(values);
        continue;
      }
      const answer = statement.get(values); // of one row, so there is one answer at most
      if (answer !== undefined) returned.push(answer as Row);
    }
    return returned;
  };

  const run = (query: SQL): void => {
    const { sql, params } = textOf(query);
    onStatement?.(sql, params);
    statements.of(sql).run(...keeper.bind(params));
  };
  // Drizzle's own `run` is one dialect's own; nobody here uses it.
  return Object.assign(db as unknown as Queries, {
    rows,
    insertAll,
    run,
    heldMillis: (found: readonly object[]) => held.get(found) ?? null,
  });
};

/** Runs one at a time, in the order of the calls. */
const createQueue = () => {
  let tail: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };
};

/**
 * One file in WAL mode with two connections: one reads what is committed, one writes, a transaction at a time. The
 * driver is synchronous, but a transaction may await between its statements: it holds the writing connection alone.
 */
export const openSqlite = async (options: SqliteOptions): Promise<Database> => {
  mkdirSync(dirname(options.file), { recursive: true });
  const writing = connect(options.file);
  try {
    migrateUnderLock(writing, options);
  } catch (error) {
    writing.close();
    throw error;
  }
  const reading = connect(options.file);
  reading.pragma("query_only = ON");

  const read = queriesOn(reading, createRowKeeper(reading), loopTurns, options.onStatement);
  const keeper = createRowKeeper(writing);
  const queries = queriesOn(writing, keeper, null, options.onStatement);
  const last: (Insert | SQL)[] = []; // of the transaction that is under way
  const atEnd: Transaction["atEnd"] = (...statements) => void last.push(...statements);
  const write = Object.assign(queries, { atEnd });
  const inTurn = createQueue();
  const commits = createListeners();
  const notices = new Map<string, ReturnType<typeof createListeners>>();

  return {
    dialect: "sqlite",
    read,
    rowsWithin: <Row extends object>(_millis: number, statement: SQL) => read.rows<Row>(statement),
    transaction: (work) =>
      inTurn(async () => {
        writing.exec("BEGIN IMMEDIATE");
        try {
          const result = await work(write);
          for (const statement of last) {
            if (is(statement, SQL)) write.run(statement);
            else await write.insertAll(statement);
          }
          writing.exec("COMMIT");
          commits.tell();
          return result;
        } catch (error) {
          if (writing.inTransaction) writing.exec("ROLLBACK");
          keeper.forget();
          throw error;
        } finally {
          last.length = 0;
        }
      }),
    onCommit: commits.add,
    notify: async (channel) => notices.get(channel)?.tell(),
    listen: async (channel, listener) => {
      const listeners = notices.get(channel) ?? createListeners();
      notices.set(channel, listeners);
      const end = listeners.add(listener);
      return async () => end();
    },
    ping: async () => {
      reading.prepare("SELECT 1").get();
    },
    close: () =>
      inTurn(async () => {
        reading.close();
        writing.close();
      }),
  };
};
