import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Database } from "../../drizzle/database.js";
import { connectionOf, onOneConnection } from "./one-connection.js";

const preparedOn = async ({ read }: Database): Promise<string[]> => {
  const rows = await read.rows<{ statement: string }>(
    sql`SELECT statement FROM pg_prepared_statements WHERE name <> '' ORDER BY prepare_time`,
  );
  return rows.map(({ statement }) => statement);
};

it("PostgreSQL keeps what is planned once, by its text, and nothing else", async () => {
  await onOneConnection(async (database) => {
    const sumOf = (a: number, b: number) => sql`SELECT ${a}::int + ${b}::int AS sum`;
    expect(await database.read.rows(sumOf(1, 2), "ONCE")).toEqual([{ sum: 3 }]);
    expect(await database.read.rows(sumOf(3, 4), "ONCE")).toEqual([{ sum: 7 }]);
    expect(await database.read.rows(sql`SELECT ${5}::int AS five`)).toEqual([{ five: 5 }]);
    expect(await database.transaction((tx) => tx.rows(sumOf(5, 6), "ONCE"))).toEqual([{ sum: 11 }]);
    expect(await preparedOn(database)).toEqual(["SELECT $1::int + $2::int AS sum"]);
  });
});

it("a connection that has many plans is given up for one that has none", async () => {
  await onOneConnection(async (database) => {
    const first = await connectionOf(database);
    const ask = (n: number) => database.read.rows(sql.raw(`SELECT ${n} AS n`), "ONCE");
    for (let n = 1; n < 64; n++) await ask(n);
    expect(await connectionOf(database)).toBe(first);
    expect(await ask(64)).toEqual([{ n: 64 }]);
    expect(await preparedOn(database)).toEqual([]);
    expect(await connectionOf(database)).not.toBe(first);
    await database.transaction(async (tx) => {
      for (let n = 0; n < 64; n++) await tx.rows(sql.raw(`SELECT ${n} AS n`), "ONCE");
    });
    expect(await preparedOn(database)).toEqual([]);
  });
});

it("a statement that fails is told of, and the next one works", async () => {
  await onOneConnection(async (database) => {
    const { read } = database;
    await expect(read.rows(sql`SELECT 1 / ${0}::int AS n`, "ONCE")).rejects.toThrow("division by zero");
    await expect(read.rows(sql`SELECT pg_terminate_backend(pg_backend_pid())`, "ONCE")).rejects.toThrow();
    expect(await read.rows(sql`SELECT 1 AS one`, "ONCE")).toEqual([{ one: 1 }]);
  });
});
