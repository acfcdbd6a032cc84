import { integer as pgInteger, pgTable, text as pgText } from "drizzle-orm/pg-core";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Database } from "../../../../drizzle/database.js";
import { backwards, stemsOf } from "../../../../lib/stems.js";
import { FIELD_END, type SearchDocument } from "../../rules/search-document.js";
import type { SearchEntry, SearchIndex } from "./search-index.js";

const MAX_LETTERS = 32;
const MAX_WITH_DIGITS = 4;
/** Known words are remembered up to here; what is more counts as new each time. */
const MAX_KNOWN = 300_000;
/** Words are counted together, for so many documents at a time: it is good enough, as counts only guide. */
const DOCUMENTS_A_COUNT = 5_000;
/** New words are gathered for so long: a transaction for each document's would take as long as the document's own. */
const GATHERED_MILLIS = 50;

const onSqlite = sqliteTable("search_word", {
  word: text("word"),
  stem: text("stem"),
  english: text("english"),
  tail: text("tail"),
  n: integer("n"),
});

const onPostgres = pgTable("search_word", {
  word: pgText("word"),
  stem: pgText("stem"),
  english: pgText("english"),
  tail: pgText("tail"),
  n: pgInteger("n"),
});

const END = "ON CONFLICT (word) DO UPDATE SET n = search_word.n + excluded.n";

/** Whether a word is kept: long numbers are one document's, or a few documents', and there is no end to them. */
export const isKept = (word: string): boolean =>
  word !== FIELD_END && word.length <= (/\d/.test(word) ? MAX_WITH_DIGITS : MAX_LETTERS);

/** A word that waits to be written. */
interface Noted {
  /** Of how many documents. */
  n: number;
  /** The last of them, by its number since words were last written. */
  last: number;
}

const rowOf = ([word, { n }]: readonly [string, Noted]) => {
  const { norwegian, english } = stemsOf(word);
  return { word, stem: norwegian, english, tail: backwards(norwegian), n };
};

/**
 * Writes the words of documents to search_word, beside the documents' own transactions: writers would wait for each
 * other there. A word is written soon after the documents that bring it, and before this process searches; until then,
 * and where the process is killed before, it is found as it is written, but not by another form of it. Words of
 * documents that came to nothing, or are gone, do no harm.
 */
export class Vocabulary {
  readonly #database: Database;
  readonly #known = new Set<string>();
  #pending = new Map<string, Noted>();
  /** Those that wait and are not known: they are written before the others. */
  #fresh = new Set<string>();
  #documents = 0;
  #writing: Promise<void> | null = null;
  #gathering: NodeJS.Timeout | null = null;
  readonly #stop: () => void;

  constructor(database: Database) {
    this.#database = database;
    this.#stop = database.onCommit(() => {
      if (this.#fresh.size === 0 && this.#documents < DOCUMENTS_A_COUNT) return;
      this.#gathering ??= setTimeout(() => {
        this.#gathering = null;
        const what = this.#documents < DOCUMENTS_A_COUNT ? "FRESH" : "ALL";
        this.#writeNext(what).catch(() => undefined); // the next document has it tried again
      }, GATHERED_MILLIS).unref();
    });
  }

  /** Notes the words of a document that is being written. */
  note({ open, closed }: SearchDocument): void {
    this.#documents += 1;
    for (const word of open) this.#noteWord(word);
    for (const word of closed) this.#noteWord(word);
  }

  #noteWord(word: string): void {
    const noted = this.#pending.get(word);
    if (noted !== undefined) {
      if (noted.last === this.#documents) return;
      noted.n += 1;
      noted.last = this.#documents;
      return;
    }
    if (!isKept(word)) return;
    this.#pending.set(word, { n: 1, last: this.#documents });
    if (!this.#known.has(word)) this.#fresh.add(word);
  }

  /** Writes what was noted. @returns when it is there for everybody */
  flush(): Promise<void> {
    return this.#writeNext("ALL");
  }

  /** What a search waits for, so that it finds what this process has written by any of its forms. */
  settle(): Promise<void> {
    return this.#writeNext("FRESH");
  }

  /** Writes what is left, and stops listening. */
  async close(): Promise<void> {
    this.#stop();
    await this.flush();
  }

  /** Writes after what is being written. */
  async #writeNext(what: "FRESH" | "ALL"): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    if ((what === "FRESH" ? this.#fresh : this.#pending).size === 0) return;
    this.#writing = this.#write(what).finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** What is to be written now; it no longer waits. */
  #take(what: "FRESH" | "ALL"): Map<string, Noted> {
    const [pending, fresh] = [this.#pending, this.#fresh];
    this.#fresh = new Set();
    if (what === "ALL") {
      this.#pending = new Map();
      this.#documents = 0;
      return pending;
    }
    const taken = new Map<string, Noted>();
    for (const word of fresh) {
      const noted = pending.get(word);
      if (noted !== undefined) taken.set(word, noted);
      pending.delete(word);
    }
    return taken;
  }

  async #write(what: "FRESH" | "ALL"): Promise<void> {
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#gathering = null;
    const counts = this.#take(what);
    // In one order for all writers, so that none waits for another that waits for it.
    const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(rowOf);
    const table = this.#database.dialect === "sqlite" ? onSqlite : onPostgres;
    try {
      await this.#database.transaction((tx) => tx.insertAll({ table, rows, end: END }));
    } catch (error) {
      for (const [word, { n }] of counts) {
        const since = this.#pending.get(word);
        this.#pending.set(word, { n: n + (since?.n ?? 0), last: since?.last ?? 0 });
        if (!this.#known.has(word)) this.#fresh.add(word);
      }
      throw error;
    }
    for (const word of counts.keys()) if (this.#known.size < MAX_KNOWN) this.#known.add(word);
  }
}

/** The same index, whose documents' words are noted. */
export const notingWords = (index: SearchIndex, vocabulary: Vocabulary): SearchIndex => ({
  ...index,
  async add(tx, entries) {
    const noting = (entry: SearchEntry): SearchEntry => ({
      seq: entry.seq,
      party: entry.party,
      org: entry.org,
      serviceResource: entry.serviceResource,
      contentUpdatedAt: entry.contentUpdatedAt,
      document: () => {
        const document = entry.document();
        vocabulary.note(document);
        return document;
      },
    });
    await index.add(tx, entries.map(noting));
  },
});
