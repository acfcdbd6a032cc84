import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite from "better-sqlite3";
import type { SQL } from "drizzle-orm";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { LRUCache } from "lru-cache";
import type { Database, Queries, StatementListener } from "./database.js";
import { type Insert, insertColumns, insertHead, sqliteBinding } from "./insert.js";
import { createListeners } from "./listeners.js";

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

/** Statements are prepared once: to prepare one costs more than to run it. */
const MAX_PREPARED = 500;

const queriesOn = (connection: BetterSqlite.Database, onStatement?: StatementListener): Queries => {
  const logger = onStatement && { logQuery: onStatement };
  const db: BetterSQLite3Database = drizzle(connection, logger ? { logger } : {});
  const dialect = new SQLiteSyncDialect();
  const statements = new LRUCache<string, BetterSqlite.Statement>({ max: MAX_PREPARED });
  const prepared = (text: string): BetterSqlite.Statement => {
    const statement = statements.get(text) ?? connection.prepare(text);
    statements.set(text, statement);
    return statement;
  };

  const rows = async <Row extends object>(statement: SQL): Promise<Row[]> => {
    const { sql, params } = dialect.sqlToQuery(statement);
    onStatement?.(sql, params);
    return prepared(sql).all(...params) as Row[];
  };

  const insertAll = async <Row extends object>(insert: Insert): Promise<Row[]> => {
    if (insert.rows.length === 0) return [];
    const columns = insertColumns(insert);
    const places = columns.map(() => "?").join(", ");
    const text = `${insertHead(insert, columns)} VALUES (${places}) ${dialect.sqlToQuery(insert.end).sql}`;
    onStatement?.(text, []);
    const statement = prepared(text);
    const bindings = columns.map((column) => ({ key: column.key, bind: sqliteBinding(column) }));
    const returned: Row[] = [];
    const values: unknown[] = [];
    for (const row of insert.rows) {
      for (let place = 0; place < bindings.length; place++) {
        const binding = bindings[place];
        values[place] = binding === undefined ? null : binding.bind(row[binding.key]);
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
  return Object.assign(db as unknown as Queries, { rows, insertAll });
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

  const read = queriesOn(reading, options.onStatement);
  const write = queriesOn(writing, options.onStatement);
  const inTurn = createQueue();
  const commits = createListeners();
  const notices = new Map<string, ReturnType<typeof createListeners>>();

  return {
    dialect: "sqlite",
    read,
    transaction: (work) =>
      inTurn(async () => {
        writing.exec("BEGIN IMMEDIATE");
        try {
          const result = await work(write);
          writing.exec("COMMIT");
          commits.tell();
          return result;
        } catch (error) {
          if (writing.inTransaction) writing.exec("ROLLBACK");
          throw error;
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
