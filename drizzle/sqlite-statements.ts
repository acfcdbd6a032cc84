import type BetterSqlite from "better-sqlite3";
import { LRUCache } from "lru-cache";

/** Statements are prepared once: to prepare one costs more than to run it. */
const MAX_PREPARED = 500;

/** A statement whose rows are objects, and how long it holds the thread. */
export interface TimedStatement {
  readonly statement: BetterSqlite.Statement;
  /** Of its runs, the longer ones counting for more. */
  millis: number;
}

/** As much of a statement as Drizzle uses. */
type DrizzleStatement = Pick<BetterSqlite.Statement, "run" | "get" | "all" | "raw">;

/** The prepared statements of one connection. */
export interface Statements {
  of(text: string): TimedStatement;
  /** The connection as Drizzle sees it: it prepares what its builders make before each run. */
  readonly client: BetterSqlite.Database;
}

/** Prepared once for each text; and once more for those whose rows are arrays, which is a setting of the statement. */
const drizzleStatement = (connection: BetterSqlite.Database, text: string): DrizzleStatement => {
  let [plain, inArrays]: (BetterSqlite.Statement | undefined)[] = [];
  const asObjects = (): BetterSqlite.Statement => {
    plain ??= connection.prepare(text);
    return plain;
  };
  asObjects(); // what is wrong with it is said at once
  return {
    run: (...values) => asObjects().run(...values),
    get: (...values) => asObjects().get(...values),
    all: (...values) => asObjects().all(...values),
    raw: () => {
      inArrays ??= connection.prepare(text).raw();
      return inArrays;
    },
  };
};

export const createStatements = (connection: BetterSqlite.Database): Statements => {
  const timed = new LRUCache<string, TimedStatement>({ max: MAX_PREPARED });
  const ofDrizzle = new LRUCache<string, DrizzleStatement>({ max: MAX_PREPARED });
  const prepare = (text: string): DrizzleStatement => {
    const statement = ofDrizzle.get(text) ?? drizzleStatement(connection, text);
    ofDrizzle.set(text, statement);
    return statement;
  };
  return {
    of(text) {
      const statement = timed.get(text) ?? { statement: connection.prepare(text), millis: 0 };
      timed.set(text, statement);
      return statement;
    },
    client: Object.create(connection, { prepare: { value: prepare } }) as BetterSqlite.Database,
  };
};
