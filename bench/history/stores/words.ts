import { Worker } from "node:worker_threads";
import type { Database, Transaction } from "../../../drizzle/database.js";
import type { SearchDocument } from "../../../subgraphs/dialogs/rules/search-document.js";
import type { DialogsDialect } from "../../../subgraphs/dialogs/store/dialect.js";
import { placeOf } from "../../../subgraphs/dialogs/store/search/place.js";
import type { SearchEntry } from "../../../subgraphs/dialogs/store/search/search-index.js";
import { notingWords, Vocabulary } from "../../../subgraphs/dialogs/store/search/vocabulary.js";
import { changedAt } from "./dialogs.js";

/** What a worker is asked for: documents of dialogs, by their numbers. */
export interface WordsAsked {
  readonly indexes: Uint32Array;
  /** How many dialogs the store has. */
  readonly of: number;
}

/** What the worker has made of a dialog. */
export interface MadeWords extends Omit<SearchEntry, "document"> {
  readonly document: SearchDocument;
}

/** Documents that are handed to the search index at once. */
const BATCH = 2_000;
/** Batches that are made ahead. */
const AHEAD = 4;

/** The dialogs' numbers in the order of their places in the search index: the newest first. */
const inOrderOfPlaces = (of: number): Uint32Array => {
  const places = Float64Array.from({ length: of }, (_, index) => placeOf(changedAt(index, of), index + 1));
  return Uint32Array.from({ length: of }, (_, index) => index).sort(
    (a, b) => (places[a] ?? 0) - (places[b] ?? 0),
  );
};

/** Makes documents in a thread of its own, some batches ahead, while this one writes those before. */
async function* documentsOf(order: Uint32Array, from: number): AsyncGenerator<readonly SearchEntry[]> {
  const worker = new Worker(new URL("./words-worker.js", import.meta.url));
  const made: (readonly SearchEntry[])[] = [];
  let wake: () => void = () => undefined;
  let failed: unknown = null;
  worker.on("message", (entries: readonly MadeWords[]) => {
    made.push(entries.map((entry) => ({ ...entry, document: () => entry.document })));
    wake();
  });
  worker.on("error", (error) => {
    failed = error;
    wake();
  });
  let asked = from;
  const ask = (): void => {
    if (asked >= order.length) return;
    const indexes = order.slice(asked, asked + BATCH);
    worker.postMessage({ indexes, of: order.length } satisfies WordsAsked);
    asked += indexes.length;
  };
  try {
    for (let batch = 0; batch < AHEAD; batch++) ask();
    for (let given = from; given < order.length; ) {
      while (made.length === 0) {
        if (failed !== null) throw failed;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const entries = made.shift() ?? [];
      ask();
      given += entries.length;
      yield entries;
    }
  } finally {
    await worker.terminate();
  }
}

/** What is written to the search index of a built store. */
export interface WordsOptions {
  readonly database: Database;
  readonly dialect: DialogsDialect;
  readonly dialogs: number;
  /** How many are there already, in the order of their places. */
  readonly from: number;
  /** Documents of one transaction. */
  readonly size: number;
  readonly note: (done: number) => void;
}

/**
 * Writes the words of all dialogs through the room's search index, in the order of the places that they get: so FTS5
 * gathers what one transaction brings, and writes it as one part. In any other order each step back makes a part.
 */
export const writeWords = async (options: WordsOptions): Promise<void> => {
  const { database, dialect, dialogs, from, size, note } = options;
  const vocabulary = new Vocabulary(database);
  const search = notingWords(dialect.search, vocabulary);
  const documents = documentsOf(inOrderOfPlaces(dialogs), from);
  let done = from;
  const writeUpTo = async (tx: Transaction, end: number): Promise<void> => {
    while (done < end) {
      const { value } = await documents.next();
      if (value === undefined) return;
      await search.add(tx, value);
      done += value.length;
    }
  };
  while (done < dialogs) {
    const end = Math.min(done + size, dialogs);
    await database.transaction((tx) => writeUpTo(tx, end));
    note(done);
  }
  await vocabulary.close();
};
