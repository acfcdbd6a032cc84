import * as pg from "drizzle-orm/pg-core";
import * as sqlite from "drizzle-orm/sqlite-core";

/**
 * The column helpers that every table is written against, once, for both databases
 * (docs/decisions/0002-one-table-definition-two-databases.md). A helper gives rows the same TypeScript type in both:
 *
 * | helper | in TypeScript | SQLite | PostgreSQL |
 * |---|---|---|---|
 * | serial | number, given by the database in order of insertion; the primary key | integer primary key | bigserial |
 * | id     | string (UUID, lower case) | text | uuid |
 * | text   | string | text | text |
 * | int    | number | integer | integer |
 * | moment | number, milliseconds since 1970 UTC | integer | bigint |
 * | bool   | boolean | integer 0/1 | boolean |
 * | real   | number | real | double precision |
 * | json   | T | text | jsonb |
 */
const sqliteColumns = {
  table: sqlite.sqliteTable,
  index: sqlite.index,
  uniqueIndex: sqlite.uniqueIndex,
  primaryKey: sqlite.primaryKey,
  serial: (name: string) => sqlite.integer(name).primaryKey({ autoIncrement: true }),
  id: (name: string) => sqlite.text(name),
  text: (name: string) => sqlite.text(name),
  int: (name: string) => sqlite.integer(name),
  moment: (name: string) => sqlite.integer(name),
  bool: (name: string) => sqlite.integer(name, { mode: "boolean" }),
  real: (name: string) => sqlite.real(name),
  json: <T>(name: string) => sqlite.text(name, { mode: "json" }).$type<T>(),
};

/** What a table definition may use. */
export type Columns = typeof sqliteColumns;

const postgresColumns = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  serial: (name: string) => pg.bigserial(name, { mode: "number" }).primaryKey(),
  id: (name: string) => pg.uuid(name),
  text: (name: string) => pg.text(name),
  int: (name: string) => pg.integer(name),
  moment: (name: string) => pg.bigint(name, { mode: "number" }),
  bool: (name: string) => pg.boolean(name),
  real: (name: string) => pg.doublePrecision(name),
  json: <T>(name: string) => pg.jsonb(name).$type<T>(),
};

/** Which database a room's store talks to. */
export type Dialect = "sqlite" | "postgres";

/**
 * The helpers of a dialect. PostgreSQL's are given SQLite's types: both build the same rows, and a store that is
 * written against one type runs on both. What the types can't promise, the store tests do: all of them run on both.
 */
export const columnsOf = (dialect: Dialect): Columns =>
  dialect === "sqlite" ? sqliteColumns : (postgresColumns as unknown as Columns);
