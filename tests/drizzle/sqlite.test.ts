import { setImmediate } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { catalogueTables } from "../../drizzle/catalogue/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import { createStatements } from "../../drizzle/sqlite-statements.js";
import { openTestDatabase } from "../kit/databases.js";

const { serviceOwners } = catalogueTables(columnsOf("sqlite"));

describe("SQLite", () => {
  it("lets a short read go between long ones, which wait for each other", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    const long = sql`WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 200000)
      SELECT count(*) AS n FROM step`;
    const done: string[] = [];
    const read = async (name: string, statement = long) => {
      const rows = await database.read.rows<{ n: number }>(statement);
      done.push(name);
      return rows;
    };
    // Nobody knows of a statement how long it takes before it was run.
    expect(database.read.heldMillis(await read("first"))).toBeGreaterThan(1);
    const longs = Promise.all([read("second"), read("third"), read("fourth")]);
    await setImmediate();
    expect(await read("short", sql`SELECT 1 AS n`)).toEqual([{ n: 1 }]);
    await longs;
    expect(done).toEqual(["first", "second", "short", "third", "fourth"]);
  });

  it("lets nobody wait in a transaction, which others wait for", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    const done: string[] = [];
    await database.transaction(async (tx) => {
      const long = sql`WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 200000)
        SELECT count(*) AS n FROM step`;
      await tx.rows(long);
      const turn = setImmediate().then(() => done.push("the next turn"));
      await Promise.all([tx.rows(long), tx.rows(long)]).then(() => done.push("in the transaction"));
      await turn;
    });
    expect(done).toEqual(["in the transaction", "the next turn"]);
  });

  it("prepares what is built once for each text, whether rows are wanted as arrays or as objects", async () => {
    const prepared: string[] = [];
    const statement = (text: string) => ({ raw: () => ({ all: () => [[text]] }), all: () => [{ text }] });
    const connection = {
      prepare: (text: string) => {
        prepared.push(text);
        return statement(text);
      },
    };
    const keeper = { bind: (values: readonly unknown[]) => [...values], forget: () => undefined };
    const { client } = createStatements(
      connection as unknown as Parameters<typeof createStatements>[0],
      keeper,
    );
    const rows = [1, 2].map(() => [client.prepare("A").raw().all(), client.prepare("A").all()]);
    expect(rows).toEqual([1, 2].map(() => [[["A"]], [{ text: "A" }]]));
    expect(prepared).toEqual(["A", "A"]); // as arrays, and as objects
  });

  it("reads what was written meanwhile by a statement that was prepared before", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    const owners = () => database.read.select().from(serviceOwners).where(eq(serviceOwners.code, "tst"));
    const none = { homepage: null, logo: null, contact: null, environments: [] };
    const owner = { code: "tst", organizationNumber: "313000018", name: { nb: "Testetaten" }, ...none };
    expect(await owners()).toEqual([]);
    await database.transaction(async (tx) => {
      await tx.insert(serviceOwners).values(owner);
    });
    expect(await owners()).toEqual([owner]);
  });
});
