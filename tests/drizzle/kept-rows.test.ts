import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { KeptRows, type KeptTable } from "../../drizzle/kept-rows.js";
import { openTestDatabase } from "../kit/databases.js";

const WORDS: KeptTable = {
  name: "kept_words",
  columns: "word TEXT, place INTEGER",
  key: "word",
  select: "SELECT value, key FROM json_each(?)",
};

const wordsOf = (text: string): SQL =>
  sql`SELECT word, place FROM temp.kept_words WHERE kept = ${new KeptRows(WORDS, text)}`;

/** How many rows are kept, whosever they are. @param text is asked for at the same time */
const countWith = (text: string): SQL =>
  sql`SELECT (SELECT count(*) FROM temp.kept_words) AS n FROM (${wordsOf(text)}) LIMIT 1`;

describe("rows that are kept on a connection to SQLite", () => {
  it("are those of the text that is bound, each word once, whoever binds others meanwhile", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    expect(await database.read.rows(wordsOf(`["b","a","b"]`))).toEqual([
      { word: "a", place: 1 },
      { word: "b", place: 0 },
    ]);
    expect(await database.read.rows(wordsOf(`["c"]`))).toEqual([{ word: "c", place: 0 }]);
    expect(await database.read.rows(wordsOf(`["b","a","b"]`))).toHaveLength(2);
    expect(await database.read.rows(countWith(`["c"]`))).toEqual([{ n: 3 }]);
  });

  it("leave the connection that reads unable to write anything else", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    await database.read.rows(wordsOf(`["a"]`));
    await expect(database.read.rows(sql`DELETE FROM service_owner RETURNING code`)).rejects.toThrow(
      "readonly database",
    );
  });

  it("go when there are too many letters of them, those that were asked for longest ago first", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    const long = (letter: string, length: number): string => JSON.stringify([letter.repeat(length)]);
    const [a, b, c] = [long("a", 4_000_000), long("b", 4_000_000), long("c", 600_000)];
    await database.read.rows(countWith(a));
    expect(await database.read.rows(countWith(b))).toEqual([{ n: 2 }]);
    await database.read.rows(countWith(a));
    expect(await database.read.rows(countWith(c))).toEqual([{ n: 2 }]); // "b" has gone
    expect(await database.read.rows(countWith(a))).toEqual([{ n: 2 }]); // and "a" was there still
    expect(await database.read.rows(countWith(b))).toEqual([{ n: 2 }]);
    const alone = long("d", 10_000_000);
    expect(await database.read.rows(countWith(alone))).toEqual([{ n: 1 }]);
  });

  it("are made anew after a transaction that failed", async () => {
    const { database } = await openTestDatabase("sqlite", "catalogue");
    const failing = database.transaction(async (tx) => {
      expect(await tx.rows(wordsOf(`["a"]`))).toHaveLength(1);
      throw new Error("stop here");
    });
    await expect(failing).rejects.toThrow("stop here");
    await database.transaction(async (tx) => {
      expect(await tx.rows(wordsOf(`["a"]`))).toEqual([{ word: "a", place: 0 }]);
    });
  });
});
