import type { SQL } from "drizzle-orm";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Dialect } from "./columns.js";
import type { Insert } from "./insert.js";

/**
 * Queries as a store writes them: Drizzle's builders, awaited. Written against SQLite's types; PostgreSQL's builders
 * have the same shape. Not `.all()`, `.get()`, `.run()` or `.execute()` on builders: those are one dialect's own.
 */
export type QueryBuilder = Pick<
  BaseSQLiteDatabase<"async", unknown>,
  "select" | "selectDistinct" | "insert" | "update" | "delete" | "with" | "$with" | "$count"
>;

/** A connection's view of one room's database. */
export interface Queries extends QueryBuilder {
  /**
   * Rows of a hand-written statement, keyed by column name. Booleans come back as the database has them.
   * @param planned `ONCE`: its best plan does not depend on what is bound, so that PostgreSQL may keep it for the same
   *   text on the same connection. A long text takes longer to be planned than many a page to be found.
   */
  rows<Row extends object>(statement: SQL, planned?: "ONCE" | "EACH_TIME"): Promise<Row[]>;
  /**
   * How long the statement that gave such rows held this thread, in milliseconds, without the wait for its turn; `null`
   * where it held nobody up.
   * @param rows as `rows` gave them
   */
  heldMillis(rows: readonly object[]): number | null;
  /**
   * Inserts many rows in the way that the database is quickest with. One statement for the listener, on PostgreSQL one
   * for each thousand rows.
   * @returns what `end` returns; on a conflict that does nothing, less than there are rows
   */
  insertAll<Row extends object>(insert: Insert): Promise<Row[]>;
}

/** Queries of a transaction that is under way. */
export interface Transaction extends Queries {
  /**
   * What the transaction ends with: statements whose answers nobody waits for. They run in this order when `work` has
   * resolved, on PostgreSQL without a pause between them and the commit. One that fails fails the transaction.
   */
  atEnd(...statements: readonly (Insert | SQL)[]): void;
}

/** One room's database. */
export interface Database {
  readonly dialect: Dialect;
  /** Sees what is committed, never a transaction that is under way. */
  readonly read: Queries;
  /**
   * Rows of a hand-written statement as `read.rows` gives them, looked for no longer than that: PostgreSQL then ends the
   * statement. SQLite can't be stopped, as it holds the thread: there it takes as long as it takes.
   * @param millis `Infinity`: as long as it takes
   * @returns `null` where the time was over: whether there are any is not known
   */
  rowsWithin<Row extends object>(millis: number, statement: SQL): Promise<Row[] | null>;
  /**
   * Runs `work` in one transaction; commits when it resolves, rolls back when it rejects. On SQLite transactions run
   * one after the other (a queue, then BEGIN IMMEDIATE); on PostgreSQL side by side at READ COMMITTED. `work` must use
   * the queries it is given, and must not begin another transaction.
   */
  transaction<T>(work: (queries: Transaction) => Promise<T>): Promise<T>;
  /** Told after each transaction that this process has committed. @returns ends it */
  onCommit(listener: () => void): () => void;
  /**
   * Tells every process that listens on a channel of this room's database; on SQLite this process only. A notice may
   * get lost: it is a reason to look sooner, never the only one.
   */
  notify(channel: string): Promise<void>;
  /** @param listener also told when the connection was lost and is back. @returns ends it */
  listen(channel: string, listener: () => void): Promise<() => Promise<void>>;
  /** Rejects where the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Told of each statement that is sent, for logs and for tests that count. */
export type StatementListener = (statement: string, parameters: readonly unknown[]) => void;

/** Where a room's database is, and which migrations it needs. */
export interface DatabaseOptions {
  /** The room's name: file name on SQLite, schema name on PostgreSQL, folder of its migrations under drizzle/. */
  readonly room: string;
  readonly location:
    | { readonly dialect: "sqlite"; readonly directory: string }
    | { readonly dialect: "postgres"; readonly url: string; readonly maxConnections?: number };
  readonly onStatement?: StatementListener;
}
