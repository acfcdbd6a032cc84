import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type Clock, HOUR_MILLIS, MINUTE_MILLIS } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import type {
  LiveItem,
  LivePage,
  LivePosition,
  LiveQuestion,
  LiveSource,
} from "../../../schema/history-source/source.js";
import type { LiveCopyStore } from "../store/live-copies.js";
import type { AskedPage } from "./asked-page.js";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Of one copy, before it is sealed; of what is larger the newest items are kept. */
const MAX_BYTES = 262_144;
/** Copies that are remembered not to need writing again so soon. */
const MAX_REMEMBERED = 10_000;

/** What is kept of a source for one viewer. */
interface Copy {
  readonly page: LivePage;
  readonly isCut: boolean;
}

export interface LiveCopiesOptions {
  readonly store: LiveCopyStore;
  /** What keys are made from, at least 32 bytes; the same for all replicas. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  newNonce(bytes: number): Uint8Array;
  /** Told of a copy that could not be kept or read. Nobody waits for it, and nothing is lost but the copy. */
  onFault(fault: unknown): void;
}

/** What is needed to keep copies at all. */
export type CopySettings = Pick<LiveCopiesOptions, "key" | "newNonce">;

/** Whether the answer is the newest that there is of some parties, whatever is looked for: only such is kept. */
const isPlain = ({ after, updatedAfter, updatedBefore, identifiers, search }: LiveQuestion): boolean =>
  after === null &&
  updatedAfter === null &&
  updatedBefore === null &&
  identifiers === null &&
  search === null;

const isAfter = (item: LiveItem, after: LivePosition | null): boolean =>
  after === null ||
  item.updatedAt < after.updatedAt ||
  (item.updatedAt === after.updatedAt && item.id < after.id);

const isWithin = (item: LiveItem, { updatedAfter, updatedBefore, identifiers }: LiveQuestion): boolean =>
  (updatedAfter === null || item.updatedAt >= updatedAfter) &&
  (updatedBefore === null || item.updatedAt <= updatedBefore) &&
  (identifiers === null || [item.id, ...item.sameAs].some((name) => identifiers.includes(name)));

const positionOf = ({ updatedAt, id }: LiveItem): LivePosition => ({ updatedAt, id });

/** As much of a copy's newest as may be kept. */
const fitting = ({ page, isCut }: Copy): string => {
  for (let { items } = page; ; items = items.slice(0, items.length >> 1)) {
    const isAll = items.length === page.items.length;
    const last = items.at(-1);
    const rest = isAll ? {} : { hasMore: true, end: last === undefined ? null : positionOf(last) };
    const text = JSON.stringify({ page: { ...page, items, ...rest }, isCut });
    if (text.length <= MAX_BYTES || items.length === 0) return text;
  }
};

/** What a copy answers to a question; `null` where what is asked for lies beyond it, or is not to be told from it. */
const answerFrom = ({ page, isCut }: Copy, question: LiveQuestion): AskedPage | null => {
  if (question.search !== null) return null;
  const after = page.items.filter((item) => isAfter(item, question.after));
  const within = after.filter((item) => isWithin(item, question));
  const items = within.slice(0, question.first);
  if (items.length === 0 && page.hasMore) return null;
  const isUsedUp = items.length === within.length;
  const last = items.at(-1);
  const lastEnd = last === undefined ? null : positionOf(last);
  const end = isUsedUp ? (page.end ?? lastEnd) : lastEnd;
  return {
    page: { ...page, items, hasMore: !isUsedUp || page.hasMore, totalCount: null, end },
    isCut,
    isCopy: true,
  };
};

/**
 * Keeps the last good answers of sources that allow it, and shows them while a source is away. Each is sealed with a key
 * that is its viewer's, login and all: without who asked, and the installation's secret, it can't even be found.
 */
export class LiveCopies {
  readonly #options: LiveCopiesOptions;
  readonly #takenAt = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  readonly #keeping = new Set<Promise<void>>();
  #forgottenAt = Number.NEGATIVE_INFINITY;

  constructor(options: LiveCopiesOptions) {
    if (options.key.length < KEY_BYTES) throw new RangeError(`The key has fewer than ${KEY_BYTES} bytes.`);
    this.#options = options;
  }

  /** Keeps an answer, where its source allows it and it is the newest of somebody. Nobody waits for it. */
  note(viewer: Call["viewer"], source: LiveSource, question: LiveQuestion, { page, isCut }: Copy): void {
    const { clock, store, onFault } = this.#options;
    if (source.lastGoodMillis === 0 || !isPlain(question)) return;
    const name = this.#nameOf(viewer, source, question);
    const now = clock();
    const rest = Math.min(MINUTE_MILLIS, source.lastGoodMillis / 4);
    if (now - (this.#takenAt.get(name) ?? Number.NEGATIVE_INFINITY) < rest) return;
    this.#takenAt.set(name, now);
    const copy = {
      name,
      sealed: this.#seal(viewer, name, fitting({ page, isCut })),
      takenAt: now,
      expiresAt: now + source.lastGoodMillis,
    };
    const kept = store.keep(copy).then(() => this.#forget(now), onFault);
    this.#keeping.add(kept);
    void kept.finally(() => this.#keeping.delete(kept));
  }

  /** Resolves when all is kept that was to be. */
  async close(): Promise<void> {
    await Promise.all(this.#keeping);
  }

  /** What a copy answers while a source is away; `null`: there is none that can. Its `asOf` says how old it is. */
  async find(viewer: Call["viewer"], source: LiveSource, question: LiveQuestion): Promise<AskedPage | null> {
    const { clock, store, onFault } = this.#options;
    if (source.lastGoodMillis === 0) return null;
    try {
      const name = this.#nameOf(viewer, source, question);
      const now = clock();
      const kept = await store.find(name, now);
      // The source may allow less by now than when the copy was taken.
      if (kept === null || now - kept.takenAt >= source.lastGoodMillis) return null;
      return answerFrom(JSON.parse(this.#open(viewer, name, kept.sealed)) as Copy, question);
    } catch (fault) {
      onFault(fault);
      return null;
    }
  }

  async #forget(now: number): Promise<void> {
    if (now - this.#forgottenAt < HOUR_MILLIS) return;
    this.#forgottenAt = now;
    await this.#options.store.forget(now).catch(this.#options.onFault);
  }

  #nameOf(viewer: Call["viewer"], { id }: LiveSource, { parties }: LiveQuestion): string {
    const what = JSON.stringify([viewer, id, [...parties].sort()]);
    return createHmac("sha256", this.#options.key).update("name\0").update(what).digest("base64url");
  }

  #keyOf(viewer: Call["viewer"]): Buffer {
    const whose = createHash("sha256").update(JSON.stringify(viewer)).digest();
    return Buffer.from(hkdfSync("sha256", this.#options.key, "live copies", whose, KEY_BYTES));
  }

  #seal(viewer: Call["viewer"], name: string, text: string): string {
    const nonce = this.#options.newNonce(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#keyOf(viewer), nonce).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return sealed.toString("base64");
  }

  /** @throws Error where it was altered, or is another's */
  #open(viewer: Call["viewer"], name: string, sealed: string): string {
    const bytes = Buffer.from(sealed, "base64");
    const tagAt = bytes.length - TAG_BYTES;
    const decipher = createDecipheriv("aes-256-gcm", this.#keyOf(viewer), bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(tagAt));
    return decipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, "utf8") + decipher.final("utf8");
  }
}
