import { and, eq, isNull, lte, type SQL, sql } from "drizzle-orm";
import { alias, SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { catalogueTables } from "../../drizzle/catalogue/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import { createStatementText } from "../../drizzle/statement-text.js";

const { serviceOwners: owners } = catalogueTables(columnsOf("sqlite"));
const dialect = new SQLiteSyncDialect();
const textOf = createStatementText(dialect);
const other = alias(owners, "other");
const named = sql`${owners.code} = ${"skd"}`;

describe("The text of a statement on SQLite", () => {
  it.each<[string, SQL]>([
    ["values of every kind", sql`SELECT ${1}, ${"it's ?"}, ${null}, ${true}, ${10n}, ${new Date(0)}`],
    ["lists", sql`SELECT 1 WHERE 1 IN ${[1, 2, 3]} OR ${[]} OR ${["a", named]}`],
    ["names", sql`SELECT ${sql.identifier("a name")} FROM ${sql.identifier("t")}`],
    ["tables and columns", sql`SELECT ${owners.code}, ${other.name} FROM ${owners}, ${owners} AS ${other}`],
    ["joined pieces", sql`${sql.join([named, named, sql`x.y < ${2}`], sql` AND `)} LIMIT ${3}`],
    [
      "conditions of Drizzle's",
      sql`WHERE ${and(eq(owners.name, { nb: "A" }), isNull(other.code), lte(owners.code, "b"))}`,
    ],
    ["what is not there", sql`SELECT 1 ${undefined} ${sql.empty()} ${sql.raw("-- raw ?")}`],
    ["named expressions and parameters", sql`SELECT ${named.as("is_it")}, ${sql.param("A")}`],
    ["values that are objects", sql`SELECT ${Buffer.from("x")}, ${sql.placeholder("later")}`],
  ])("is as Drizzle has it: %s", (_, statement) => {
    const { sql: text, params } = dialect.sqlToQuery(statement);
    expect(textOf(statement)).toEqual({ sql: text, params });
  });
});
