import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Database } from "../../drizzle/database.js";
import { connectionOf, onOneConnection } from "./one-connection.js";

const LONG = 600_000;

/** What a connection carries from one statement to the next. */
const settingsOf = async ({ read }: Database) =>
  (
    await read.rows(sql`SELECT current_setting('statement_timeout') AS timeout,
      current_setting('transaction_read_only') AS readonly, pg_current_xact_id_if_assigned() AS writes`)
  )[0];

const UNTOUCHED = { timeout: "0", readonly: "off", writes: null };

it("PostgreSQL ends a statement when its time is over, and the connection goes on as it was", async () => {
  await onOneConnection(async (database) => {
    const connection = await connectionOf(database);
    expect(await database.rowsWithin(1, sql`SELECT pg_sleep(${60}::int)`)).toBeNull();
    expect(await settingsOf(database)).toEqual(UNTOUCHED);
    expect(await connectionOf(database)).toBe(connection);
  });
});

it("a statement that has the time gives its rows, in a transaction that can only read", async () => {
  const statements: string[] = [];
  await onOneConnection(async (database) => {
    statements.length = 0;
    const asked = sql`SELECT ${7}::int AS seven, current_setting('transaction_read_only') AS readonly`;
    const rows = [{ seven: 7, readonly: "on" }];
    expect(await database.rowsWithin(LONG, asked)).toEqual(rows);
    expect(await database.rowsWithin(Number.POSITIVE_INFINITY, sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    const begin = `begin read only; set local statement_timeout = ${LONG}`;
    const text = "SELECT $1::int AS seven, current_setting('transaction_read_only') AS readonly";
    expect(statements).toEqual([begin, text, "commit", "SELECT 1 AS one"]);
    expect(await settingsOf(database)).toEqual(UNTOUCHED);
  }, statements);
});

it("a statement that fails within its time is told of, and the next one works", async () => {
  await onOneConnection(async (database) => {
    const within = (statement: ReturnType<typeof sql>) => database.rowsWithin(LONG, statement);
    await expect(within(sql`SELECT 1 / ${0}::int AS n`)).rejects.toThrow("division by zero");
    await expect(within(sql`CREATE TABLE written (id int)`)).rejects.toThrow("read-only transaction");
    await expect(within(sql`SELECT pg_terminate_backend(pg_backend_pid())`)).rejects.toThrow();
    expect(await within(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    expect(await settingsOf(database)).toEqual(UNTOUCHED);
  });
});
