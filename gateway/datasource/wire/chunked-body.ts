import { HttpProblem } from "./response-head.js";

/** More than a size and its extensions, or a trailer, ever need. */
const MAX_LINE_BYTES = 4_096;
const MAX_TRAILERS = 100;

const CR = 13;
const LF = 10;

/** Takes pieces of a body. */
export type TakeBody = (buffer: Buffer, start: number, end: number) => void;

/**
 * Reads a body that comes in chunks: https://www.rfc-editor.org/rfc/rfc9112#section-7.1. Extensions and trailers are
 * read over.
 */
export class ChunkedBody {
  #state: "size" | "data" | "dataEnd" | "trailers" | "done" = "size";
  #line = "";
  #left = 0;
  #trailers = 0;

  get isDone(): boolean {
    return this.#state === "done";
  }

  /** Reads what has come. @returns where it stopped: before `end` only when the body is done @throws HttpProblem */
  read(buffer: Buffer, start: number, end: number, take: TakeBody): number {
    let at = start;
    while (at < end && this.#state !== "done") {
      if (this.#state === "data") at = this.#readData(buffer, at, end, take);
      else at = this.#readLine(buffer, at, end);
    }
    return at;
  }

  #readData(buffer: Buffer, start: number, end: number, take: TakeBody): number {
    const stop = Math.min(end, start + this.#left);
    take(buffer, start, stop);
    this.#left -= stop - start;
    if (this.#left === 0) this.#state = "dataEnd";
    return stop;
  }

  #readLine(buffer: Buffer, start: number, end: number): number {
    const feed = buffer.indexOf(LF, start);
    const stop = feed === -1 || feed >= end ? end : feed + 1;
    this.#line += buffer.toString("latin1", start, stop);
    if (this.#line.length > MAX_LINE_BYTES)
      throw new HttpProblem("A chunk of the response has too long a line.");
    if (this.#line.charCodeAt(this.#line.length - 1) !== LF) return stop;
    if (this.#line.charCodeAt(this.#line.length - 2) !== CR) {
      throw new HttpProblem("A line of the response's chunks ends in the wrong way.");
    }
    const line = this.#line.slice(0, -2);
    this.#line = "";
    this.#endLine(line);
    return stop;
  }

  #endLine(line: string): void {
    if (this.#state === "dataEnd") {
      if (line !== "") throw new HttpProblem("A chunk of the response is longer than it said.");
      this.#state = "size";
    } else if (this.#state === "size") {
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;|$)/i.exec(line)?.[1];
      if (size === undefined) throw new HttpProblem("A chunk of the response has a malformed size.");
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? "trailers" : "data";
    } else if (line === "") {
      this.#state = "done";
    } else {
      this.#trailers += 1;
      if (this.#trailers > MAX_TRAILERS) throw new HttpProblem("The response has too many trailers.");
    }
  }
}
