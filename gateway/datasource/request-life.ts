import type { RequestEnd } from "./request-end.js";

/** What is told when a request has ended. */
export interface EndsWithRequest {
  requestEnded(): void;
}

/**
 * How long a request goes on, for all who work for it. It does what an AbortSignal would: that is an event target, which
 * costs a small request more than anything else that is made for it.
 */
export class RequestLife {
  #end: RequestEnd | null = null;
  #working: Set<EndsWithRequest> | null = null;

  /** Why it has ended; `null` while it goes on. */
  get end(): RequestEnd | null {
    return this.#end;
  }

  /** Ends it, and tells those who work for it. Whatever ends it after that changes nothing. */
  finish(end: RequestEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    const working = this.#working;
    this.#working = null;
    if (working !== null) for (const work of working) work.requestEnded();
  }

  /** Has something told when the request has ended. */
  endWith(work: EndsWithRequest): void {
    this.#working ??= new Set();
    this.#working.add(work);
  }

  /** It is over before its request. */
  endedBefore(work: EndsWithRequest): void {
    this.#working?.delete(work);
  }
}
