import { ChunkedBody } from "./chunked-body.js";
import { HttpProblem, type ResponseHead, readHead } from "./response-head.js";

const MAX_HEAD_BYTES = 65_536;
const HEAD_END = "\r\n\r\n";

/** What is told of a response. */
export interface ResponseListener {
  /** @returns how many bytes of body are taken in at most; `null`: the body is not wanted, and is read over */
  onHead(head: ResponseHead): number | null;
  /** The body has more bytes than are taken. Nothing comes after this. */
  onTooLarge(): void;
  /** The whole body. The bytes are only there during the call. */
  onBody(buffer: Buffer, start: number, end: number): void;
}

/** Where reading stands after what has come. */
export type Reading =
  | { readonly isDone: false }
  /** @param isClean whether nothing came after the response */
  | { readonly isDone: true; readonly isClean: boolean };

const MORE: Reading = { isDone: false };

/** A place to put a body together that comes in pieces; kept for the next one unless it has grown large. */
class BodyStore {
  static readonly #KEPT_BYTES = 1_048_576;
  #buffer: Buffer | null = null;
  length = 0;

  append(source: Buffer, start: number, end: number, expected: number): void {
    const needed = this.length + end - start;
    if (this.#buffer === null || this.#buffer.length < needed) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, expected, (this.#buffer?.length ?? 8_192) * 2));
      this.#buffer?.copy(grown, 0, 0, this.length);
      this.#buffer = grown;
    }
    source.copy(this.#buffer, this.length, start, end);
    this.length = needed;
  }

  hand(listener: ResponseListener): void {
    const buffer = this.#buffer ?? Buffer.alloc(0);
    const { length } = this;
    this.length = 0;
    if (buffer.length > BodyStore.#KEPT_BYTES) this.#buffer = null;
    listener.onBody(buffer, 0, length);
  }

  clear(): void {
    this.length = 0;
  }
}

/** Reads the responses of one connection, one after the other, as their bytes come. */
export class ResponseReader {
  readonly #store = new BodyStore();
  #listener: ResponseListener | null = null;
  #headText = "";
  #head: ResponseHead | null = null;
  #chunks: ChunkedBody | null = null;
  #left = 0;
  /** `null`: the body is not wanted. */
  #maxBytes: number | null = null;
  #skipped = 0;

  /** The head of the response that is read; `null` before it is there. */
  get head(): ResponseHead | null {
    return this.#head;
  }

  /** Bytes of an unwanted body that were read over. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The next response is for this listener. */
  begin(listener: ResponseListener): void {
    this.#listener = listener;
    this.#headText = "";
    this.#head = null;
    this.#chunks = null;
    this.#maxBytes = null;
    this.#skipped = 0;
    this.#store.clear();
  }

  /** Reads bytes of the response. @throws HttpProblem */
  read(buffer: Buffer, length: number): Reading {
    let at = 0;
    while (this.#head === null) {
      at = this.#readHead(buffer, at, length);
      if (at === -1) return MORE;
    }
    return this.#readBody(buffer, at, length);
  }

  /** The connection has ended. @returns whether that was the end of the response */
  end(): boolean {
    if (this.#head?.framing.kind !== "close" || this.#listener === null) return false;
    if (this.#maxBytes !== null) this.#store.hand(this.#listener);
    return true;
  }

  /** @returns where the body begins, or the next head; -1 where this one has not ended yet */
  #readHead(buffer: Buffer, start: number, length: number): number {
    const bodyStart = this.#takeHeadText(buffer, start, length);
    if (bodyStart === -1) return -1;
    const head = readHead(this.#headText.slice(0, -HEAD_END.length));
    this.#headText = "";
    if (head.statusCode < 200) return bodyStart === length ? -1 : bodyStart; // more will follow it
    this.#begun(head);
    return bodyStart;
  }

  /** Nearly every head comes in one piece: of the bytes after it none is made a string. */
  #takeHeadText(buffer: Buffer, start: number, length: number): number {
    if (this.#headText === "") {
      const end = buffer.indexOf(HEAD_END, start, "latin1");
      if (end !== -1 && end + HEAD_END.length <= length) {
        this.#headText = buffer.toString("latin1", start, end + HEAD_END.length);
        return end + HEAD_END.length;
      }
    }
    const before = this.#headText.length;
    const text = this.#headText + buffer.toString("latin1", start, length);
    const end = text.indexOf(HEAD_END, Math.max(0, before - HEAD_END.length));
    if (end === -1 && text.length > MAX_HEAD_BYTES) {
      throw new HttpProblem("The response has too long a head.");
    }
    this.#headText = end === -1 ? text : text.slice(0, end + HEAD_END.length);
    return end === -1 ? -1 : start + end + HEAD_END.length - before;
  }

  #begun(head: ResponseHead): void {
    this.#head = head;
    this.#maxBytes = this.#listener?.onHead(head) ?? null;
    if (head.framing.kind === "chunked") this.#chunks = new ChunkedBody();
    this.#left = head.framing.kind === "length" ? head.framing.bytes : Number.POSITIVE_INFINITY;
    if (this.#maxBytes !== null && head.framing.kind === "length" && this.#left > this.#maxBytes)
      this.#tooLarge();
  }

  #readBody(buffer: Buffer, start: number, length: number): Reading {
    if (this.#chunks !== null) {
      const stop = this.#chunks.read(buffer, start, length, (piece, from, to) => this.#take(piece, from, to));
      return this.#chunks.isDone ? this.#done(stop === length) : MORE;
    }
    const stop = Math.min(length, start + this.#left);
    const isWhole = stop - start === this.#left && this.#store.length === 0;
    this.#left -= stop - start;
    if (isWhole && this.#maxBytes !== null) {
      const listener = this.#listener;
      this.#listener = null; // what was answered must not live as long as the connection
      listener?.onBody(buffer, start, stop); // all of it came at once: nothing has to be put together
      return { isDone: true, isClean: stop === length };
    }
    this.#take(buffer, start, stop);
    return this.#left === 0 ? this.#done(stop === length) : MORE;
  }

  #take(buffer: Buffer, start: number, end: number): void {
    if (this.#maxBytes === null) {
      this.#skipped += end - start;
      return;
    }
    if (this.#store.length + end - start > this.#maxBytes) {
      this.#tooLarge();
      return;
    }
    const expected = Number.isFinite(this.#left) ? this.#store.length + end - start + this.#left : 0;
    this.#store.append(buffer, start, end, expected);
  }

  #tooLarge(): void {
    this.#maxBytes = null;
    this.#store.clear();
    this.#listener?.onTooLarge();
  }

  #done(isClean: boolean): Reading {
    const listener = this.#listener;
    this.#listener = null;
    if (this.#maxBytes !== null && listener !== null) this.#store.hand(listener);
    return { isDone: true, isClean };
  }
}
