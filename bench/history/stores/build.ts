import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { columnsOf } from "../../../drizzle/columns.js";
import type { Database, DatabaseOptions, Queries } from "../../../drizzle/database.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { openDatabase } from "../../../drizzle/open.js";
import { searchDocumentOf } from "../../../subgraphs/dialogs/rules/search-document.js";
import { postgresDialect } from "../../../subgraphs/dialogs/store/postgres.js";
import { notingWords, Vocabulary } from "../../../subgraphs/dialogs/store/search/vocabulary.js";
import { sqliteDialect } from "../../../subgraphs/dialogs/store/sqlite.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { dialogAt, SOURCES } from "./dialogs.js";
import { type Indexes, postgresIndexes, sqliteIndexes } from "./indexes.js";

/** A store to be built, or that is there already. */
export interface StoreOptions {
  readonly location: DatabaseOptions["location"];
  /** Where it is noted how far the store has come. */
  readonly directory: string;
  readonly dialogs: number;
  /** Whether its words are needed: they take longer than all else. */
  readonly withSearch: boolean;
  readonly say: (message: string) => void;
}

/** How far a store has come: building goes on from there. */
interface Progress {
  /** Rows in the table. */
  readonly written: number;
  /** Rows in the search index. */
  readonly searchable: number;
  readonly isIndexed: boolean;
}

const NOTHING: Progress = { written: 0, searchable: 0, isIndexed: false };

/** What the search index gathers before it writes: far more than it does in service. */
const WORDS_BYTES = 256 * 1_048_576;

/** Of one transaction. The search index is given more: each transaction is a part that is merged with others later. */
const ROWS = 20_000;
const DOCUMENTS = 100_000;

const progressOf = (file: string): Progress =>
  existsSync(file) ? { ...NOTHING, ...(JSON.parse(readFileSync(file, "utf8")) as Progress) } : NOTHING;

/** Runs `work` over the dialogs from one number to another, a transaction at a time. */
const through = async (
  { dialogs, say }: StoreOptions,
  database: Database,
  what: string,
  from: number,
  size: number,
  work: (tx: Queries, first: number, next: number) => Promise<void>,
  note: (done: number) => void,
): Promise<void> => {
  const began = performance.now();
  for (let first = from; first < dialogs; first += size) {
    const next = Math.min(first + size, dialogs);
    await database.transaction((tx) => work(tx, first, next));
    note(next);
    if (next % (ROWS * 10) === 0 || next === dialogs) {
      const rate = ((next - from) / (performance.now() - began)) * 1_000;
      say(`${what}: ${next} of ${dialogs}, ${rate.toFixed(0)} a second`);
    }
  }
};

const seedsOf = (first: number, next: number, of: number) =>
  Array.from({ length: next - first }, (_, index) => ({
    seq: first + index + 1,
    seed: dialogAt(first + index, of),
  }));

/**
 * Builds the store that `options` describe, or what is missing of it. Rows go through the room's own bulk insert and
 * its search index, but without the indexes of the table, which are made afterwards; there are no bodies and no logs,
 * which no list reads.
 */
export const buildStore = async (options: StoreOptions): Promise<void> => {
  const { location, directory, dialogs, withSearch, say } = options;
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `progress-${dialogs}-${location.dialect}.json`);
  let progress = progressOf(file);
  const note = (change: Partial<Progress>): void => {
    progress = { ...progress, ...change };
    writeFileSync(file, JSON.stringify(progress));
  };
  const isSearchable = !withSearch || progress.searchable === dialogs;
  if (progress.written === dialogs && isSearchable && progress.isIndexed) return;

  const database = await openDatabase({ room: "dialogs", location });
  const indexes: Indexes =
    location.dialect === "sqlite" ? sqliteIndexes(location) : postgresIndexes(database);
  const dialect = location.dialect === "sqlite" ? sqliteDialect : postgresDialect;
  const { dialogs: table } = dialogsTables(columnsOf(location.dialect));
  await new DialogStore(database).upsertSources(SOURCES);

  if (progress.written < dialogs) {
    await indexes.drop();
    const write = async (tx: Queries, first: number, next: number): Promise<void> => {
      const rows = seedsOf(first, next, dialogs).map(({ seq, seed }) => ({ seq, ...seed.dialog }));
      await tx.insertAll({ table, rows, end: sql`` });
    };
    await through(options, database, "rows", progress.written, ROWS, write, (written) => note({ written }));
  }
  if (!isSearchable) {
    const vocabulary = new Vocabulary(database);
    const search = notingWords(dialect.search, vocabulary);
    const write = async (tx: Queries, first: number, next: number): Promise<void> => {
      const entries = seedsOf(first, next, dialogs).map(({ seq, seed }) => ({
        seq,
        party: seed.dialog.party,
        org: seed.dialog.org,
        serviceResource: seed.dialog.serviceResource,
        contentUpdatedAt: seed.dialog.contentUpdatedAt,
        document: searchDocumentOf(seed),
      }));
      await search.add(tx, entries);
    };
    await indexes.gatherWords(WORDS_BYTES);
    await through(options, database, "search", progress.searchable, DOCUMENTS, write, (searchable) =>
      note({ searchable }),
    );
    await vocabulary.close();
    await indexes.gatherWords(null);
  }
  if (!progress.isIndexed) {
    await indexes.create(say);
    note({ isIndexed: true });
  }
  await database.close();
};
