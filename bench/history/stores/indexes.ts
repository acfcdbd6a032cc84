import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";

/** The indexes of the table of dialogs: a big store is built many times as fast when they are made at the end. */
export interface Indexes {
  drop(): Promise<void>;
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
    async drop() {
      within((connection) => {
        const found = connection
          .prepare(
            "SELECT name, sql AS text FROM sqlite_master WHERE type = 'index' AND tbl_name = 'dialog' AND sql IS NOT NULL",
          )
          .all() as Index[];
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

/** On PostgreSQL: the indexes stay but for those that nothing here uses, and statistics are taken at the end. */
export const postgresIndexes = (database: Database): Indexes => ({
  async drop() {
    for (const name of NOT_NEEDED)
      await database.read.rows(sql`DROP INDEX IF EXISTS ${sql.identifier(name)}`);
  },
  async create(say) {
    await database.read.rows(sql`VACUUM ANALYZE`);
    say("vacuumed and analyzed");
  },
  gatherWords: async () => undefined,
});
