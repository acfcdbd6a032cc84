import { type SQL, sql } from "drizzle-orm";
import { integer as pgInteger, pgTable, text as pgText } from "drizzle-orm/pg-core";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Database } from "../../../../drizzle/database.js";
import { backwards, stemsOf } from "../../../../lib/stems.js";
import { FIELD_END, type SearchDocument } from "../../rules/search-document.js";
import type { SearchIndex } from "./search-index.js";

const MAX_LETTERS = 32;
const MAX_WITH_DIGITS = 4;
/** Known words are remembered up to here; what is more counts as new each time. */
const MAX_KNOWN = 300_000;
/** Words are counted together, for so many documents at a time: it is good enough, as counts only guide. */
const DOCUMENTS_A_COUNT = 1_000;

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

const END: SQL = sql`ON CONFLICT (word) DO UPDATE SET n = search_word.n + excluded.n`;

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
 * other there. A word is written right after the documents that bring it; until then, and where the process is killed
 * before, it is found as it is written, but not by another form of it. Words of documents that came to nothing, or are
 * gone, do no harm.
 */
export class Vocabulary {
  readonly #database: Database;
  readonly #known = new Set<string>();
  #pending = new Map<string, Noted>();
  #documents = 0;
  #isAnyNew = false;
  #writing: Promise<void> | null = null;
  readonly #stop: () => void;

  constructor(database: Database) {
    this.#database = database;
    this.#stop = database.onCommit(() => {
      if (this.#isAnyNew || this.#documents >= DOCUMENTS_A_COUNT) this.flush().catch(() => undefined);
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
    this.#isAnyNew ||= !this.#known.has(word);
  }

  /** Writes what was noted. @returns when it is there for everybody */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    if (this.#pending.size === 0) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** What a search waits for, so that it finds what this process has written by any of its forms. */
  async settle(): Promise<void> {
    if (this.#isAnyNew) await this.flush();
    else if (this.#writing !== null) await this.#writing;
  }

  /** Writes what is left, and stops listening. */
  async close(): Promise<void> {
    this.#stop();
    await this.flush();
  }

  async #write(): Promise<void> {
    const counts = this.#pending;
    this.#pending = new Map();
    this.#documents = 0;
    this.#isAnyNew = false;
    // In one order for all writers, so that none waits for another that waits for it.
    const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(rowOf);
    const table = this.#database.dialect === "sqlite" ? onSqlite : onPostgres;
    try {
      await this.#database.transaction((tx) => tx.insertAll({ table, rows, end: END }));
    } catch (error) {
      for (const [word, { n }] of counts) {
        const since = this.#pending.get(word);
        this.#pending.set(word, { n: n + (since?.n ?? 0), last: since?.last ?? 0 });
      }
      this.#isAnyNew = true;
      throw error;
    }
    for (const word of counts.keys()) if (this.#known.size < MAX_KNOWN) this.#known.add(word);
  }
}

/** The same index, whose documents' words are noted. */
export const notingWords = (index: SearchIndex, vocabulary: Vocabulary): SearchIndex => ({
  ...index,
  async add(tx, entries) {
    for (const { document } of entries) vocabulary.note(document);
    await index.add(tx, entries);
  },
});
