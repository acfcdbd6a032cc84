import type BetterSqlite from "better-sqlite3";
import { LRUCache } from "lru-cache";
import type { RowKeeper } from "./kept-rows.js";

/** Statements are prepared once: to prepare one costs more than to run it. */
const MAX_PREPARED = 500;

/** A statement that is read, and how long it holds the thread. */
export interface TimedStatement {
  /** Rows by column name. */
  read(values: readonly unknown[]): Record<string, unknown>[];
  /** Of its runs, the longer ones counting for more. */
  millis: number;
}

/** As much of a statement as Drizzle uses. */
type DrizzleStatement = Pick<BetterSqlite.Statement, "run" | "get" | "all"> & {
  raw(): Pick<BetterSqlite.Statement, "get" | "all">;
};

/** The prepared statements of one connection. */
export interface Statements {
  of(text: string): BetterSqlite.Statement;
  timed(text: string): TimedStatement;
  /** The connection as Drizzle sees it: it prepares what its builders make before each run. */
  readonly client: BetterSqlite.Database;
}

/**
 * Prepared once for each text; and once more for those whose rows are arrays, which is a setting of the statement. Values
 * are bound first: rows that are kept may need a table that the statement names.
 */
const drizzleStatement = (
  connection: BetterSqlite.Database,
  keeper: RowKeeper,
  text: string,
): DrizzleStatement => {
  let [plain, inArrays]: (BetterSqlite.Statement | undefined)[] = [];
  const asObjects = (): BetterSqlite.Statement => {
    plain ??= connection.prepare(text);
    return plain;
  };
  const asArrays = (): BetterSqlite.Statement => {
    inArrays ??= connection.prepare(text).raw();
    return inArrays;
  };
  const bound = <T>(values: readonly unknown[], run: (values: readonly unknown[]) => T): T =>
    run(keeper.bind(values));
  return {
    run: (...values) => bound(values, (given) => asObjects().run(...given)),
    get: (...values) => bound(values, (given) => asObjects().get(...given)),
    all: (...values) => bound(values, (given) => asObjects().all(...given)),
    raw: () => ({
      get: (...values) => bound(values, (given) => asArrays().get(...given)),
      all: (...values) => bound(values, (given) => asArrays().all(...given)),
    }),
  };
};

/** Rows come as arrays, and are named here: the driver takes twice as long to make objects of them. */
const timedStatement = (statement: BetterSqlite.Statement): TimedStatement => {
  const names = statement.columns().map(({ name }) => name);
  statement.raw();
  const named = (row: readonly unknown[]): Record<string, unknown> => {
    const values: Record<string, unknown> = {};
    for (let place = 0; place < names.length; place++) values[names[place] ?? ""] = row[place];
    return values;
  };
  return { millis: 0, read: (values) => (statement.all(...values) as unknown[][]).map(named) };
};

export const createStatements = (connection: BetterSqlite.Database, keeper: RowKeeper): Statements => {
  const plain = new LRUCache<string, BetterSqlite.Statement>({ max: MAX_PREPARED });
  const timed = new LRUCache<string, TimedStatement>({ max: MAX_PREPARED });
  const ofDrizzle = new LRUCache<string, DrizzleStatement>({ max: MAX_PREPARED });
  const prepare = (text: string): DrizzleStatement => {
    const statement = ofDrizzle.get(text) ?? drizzleStatement(connection, keeper, text);
    ofDrizzle.set(text, statement);
    return statement;
  };
  return {
    of(text) {
      const statement = plain.get(text) ?? connection.prepare(text);
      plain.set(text, statement);
      return statement;
    },
    timed(text) {
      const statement = timed.get(text) ?? timedStatement(connection.prepare(text));
      timed.set(text, statement);
      return statement;
    },
    client: Object.create(connection, { prepare: { value: prepare } }) as BetterSqlite.Database,
  };
};
