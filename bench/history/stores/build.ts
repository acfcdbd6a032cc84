import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columnsOf } from "../../../drizzle/columns.js";
import type { DatabaseOptions } from "../../../drizzle/database.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { openDatabase } from "../../../drizzle/open.js";
import { postgresDialect } from "../../../subgraphs/dialogs/store/postgres.js";
import { sqliteDialect } from "../../../subgraphs/dialogs/store/sqlite.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { dialogAt, SOURCES } from "./dialogs.js";
import { type Indexes, postgresIndexes, sqliteIndexes } from "./indexes.js";
import { writeWords } from "./words.js";

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
const WORDS_BYTES = 1_024 * 1_048_576;

/** Of one transaction. The search index of SQLite is given more: each transaction is a part that is merged with others later. */
const ROWS = 20_000;
const DOCUMENTS = 500_000;

const progressOf = (file: string): Progress =>
  existsSync(file) ? { ...NOTHING, ...(JSON.parse(readFileSync(file, "utf8")) as Progress) } : NOTHING;

/** Says how fast something goes, at most each ten seconds. */
const rateOf = ({ dialogs, say }: StoreOptions, what: string, from: number): ((done: number) => void) => {
  const began = performance.now();
  let told = began;
  return (done) => {
    const now = performance.now();
    if (done < dialogs && now - told < 10_000) return;
    told = now;
    say(`${what}: ${done} of ${dialogs}, ${(((done - from) / (now - began)) * 1_000).toFixed(0)} a second`);
  };
};

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
    location.dialect === "sqlite" ? sqliteIndexes(location) : postgresIndexes(database, directory);
  const dialect = location.dialect === "sqlite" ? sqliteDialect : postgresDialect;
  const { dialogs: table } = dialogsTables(columnsOf(location.dialect));
  await new DialogStore(database).upsertSources(SOURCES);

  if (progress.written < dialogs) {
    await indexes.drop("dialog");
    const tell = rateOf(options, "rows", progress.written);
    for (let first = progress.written; first < dialogs; first += ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, dialogs - first) }, (_, index) => ({
        seq: first + index + 1,
        ...dialogAt(first + index, dialogs).dialog,
      }));
      await database.transaction((tx) => tx.insertAll({ table, rows }));
      note({ written: first + rows.length });
      tell(progress.written);
    }
  }
  if (!isSearchable) {
    note({ isIndexed: false });
    await indexes.drop("dialog_search");
    await indexes.gatherWords(WORDS_BYTES);
    const tell = rateOf(options, "words", progress.searchable);
    await writeWords({
      database,
      dialect,
      dialogs,
      from: progress.searchable,
      size: location.dialect === "sqlite" ? DOCUMENTS : ROWS,
      note: (searchable) => {
        note({ searchable });
        tell(searchable);
      },
    });
    await indexes.gatherWords(null);
  }
  if (!progress.isIndexed) {
    await indexes.create(say);
    note({ isIndexed: true });
  }
  await database.close();
};
