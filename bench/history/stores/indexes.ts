import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";

/** Of the table of dialogs, or of that of their words. */
type Of = "dialog" | "dialog_search";

/** The tables' indexes: a big store is built many times as fast when they are made at the end. */
export interface Indexes {
  drop(of: Of): Promise<void>;
  create(say: (message: string) => void): Promise<void>;
  /** How much of its words SQLite's search index gathers before it writes; `null`: as much as it does by itself. */
  gatherWords(bytes: number | null): Promise<void>;
}

const GATHERED_BY_ITSELF = 1_048_576;

/** What only service owners' writing and searching use: built stores go without. */
const NOT_NEEDED = ["dialog_by_owner", "dialog_by_idempotent_key"];

interface Index {
  readonly name: string;
  readonly text: string;
}

const isNeeded = ({ name }: Index): boolean => !NOT_NEEDED.includes(name);

/** On SQLite: by a connection of its own with much memory. What is to be made again is noted beside the database. */
export const sqliteIndexes = ({ directory }: { readonly directory: string }): Indexes => {
  const note = join(directory, "indexes.json");
  const noted = (): Index[] => (existsSync(note) ? (JSON.parse(readFileSync(note, "utf8")) as Index[]) : []);
  const within = (work: (connection: BetterSqlite.Database) => void): void => {
    const connection = new BetterSqlite(join(directory, "dialogs.db"), { timeout: 60_000 });
    connection.pragma("cache_size = -1000000");
    connection.pragma("synchronous = OFF");
    work(connection);
    connection.close();
  };
  return {
    async drop(of) {
      within((connection) => {
        const found = connection
          .prepare(
            "SELECT name, sql AS text FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
          )
          .all(of) as Index[];
        const known = new Map([...noted(), ...found].map((index) => [index.name, index]));
        writeFileSync(note, JSON.stringify([...known.values()]));
        for (const { name } of found) connection.exec(`DROP INDEX "${name}"`);
      });
    },
    async create(say) {
      within((connection) => {
        const there = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'index'").pluck().all();
        for (const index of noted().filter(isNeeded)) {
          if (there.includes(index.name)) continue;
          const began = performance.now();
          connection.exec(index.text);
          say(`index ${index.name}: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
        }
        connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      });
    },
    async gatherWords(bytes) {
      within((connection) => {
        connection
          .prepare("INSERT INTO dialog_search (dialog_search, rank) VALUES ('hashsize', ?)")
          .run(BigInt(bytes ?? GATHERED_BY_ITSELF)); // a plain number would be bound as a real one
      });
    },
  };
};

/** On PostgreSQL. What is to be made again is noted in the store's folder. */
export const postgresIndexes = (database: Database, directory: string): Indexes => {
  const note = join(directory, "indexes.json");
  const noted = (): Index[] => (existsSync(note) ? (JSON.parse(readFileSync(note, "utf8")) as Index[]) : []);
  const there = () =>
    database.read.rows<Index & { table: string }>(sql`
      SELECT i.tablename AS "table", i.indexname AS name, i.indexdef AS text FROM pg_indexes i
      WHERE i.schemaname = current_schema() AND i.tablename IN ('dialog', 'dialog_search')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`);
  return {
    async drop(of) {
      const found = (await there()).filter(({ table }) => table === of);
      const known = new Map([...noted(), ...found].map((index) => [index.name, index]));
      writeFileSync(note, JSON.stringify([...known.values()]));
      for (const { name } of found) await database.read.rows(sql`DROP INDEX ${sql.identifier(name)}`);
    },
    async create(say) {
      const names = new Set((await there()).map(({ name }) => name));
      for (const { name, text } of noted().filter(isNeeded)) {
        if (names.has(name)) continue;
        const began = performance.now();
        await database.transaction(async (tx) => {
          await tx.rows(sql`SET LOCAL maintenance_work_mem = '1GB'`);
          await tx.rows(sql.raw(text));
        });
        say(`index ${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
      }
      await database.read.rows(sql`VACUUM ANALYZE`);
      say("vacuumed and analyzed");
    },
    gatherWords: async () => undefined,
  };
};
