import type { RequestEnd } from "./request-end.js";
import type { RequestLife } from "./request-life.js";
import { SubgraphError } from "./subgraph-error.js";

const tooLate = (service: string, millis: number): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_TIMEOUT",
    service,
    `The subgraph "${service}" did not answer within ${millis} ms. Try again for what is missing.`,
  );

/** Why a fetch was given up, or not begun, although its subgraph might have answered. */
export const requestHasEnded = (service: string, { code, words }: RequestEnd): SubgraphError =>
  new SubgraphError(code, service, words);

/** Tells the work of a fetch when it has ended; the signal is made when it is asked for, as few ask. */
export interface FetchAbort {
  readonly signal: AbortSignal;
}

/** What aborts with a fetch. A class because of its getter: see http/open-request.ts. */
class Abort implements FetchAbort {
  #controller: AbortController | null = null;
  #isAborted = false;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort();
  }
}

/**
 * Runs a fetch, but no longer than so many milliseconds, and no longer than its request goes on.
 * @param request that the fetch is for
 * @param work is given what aborts when the time is out; what it does after that is let go
 * @throws SubgraphError `SUBGRAPH_TIMEOUT`, or with the code of the request's end
 */
export const withDeadline = async <T>(
  service: string,
  millis: number,
  request: RequestLife | undefined,
  work: (abort: FetchAbort) => Promise<T>,
): Promise<T> => {
  if (request?.end) throw requestHasEnded(service, request.end);
  const abort = new Abort();
  let end: (error: SubgraphError) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error);
      abort.abort();
    };
  });
  const ending = {
    requestEnded(): void {
      if (request?.end) end(requestHasEnded(service, request.end));
    },
  };
  const timer = setTimeout(() => end(tooLate(service, millis)), millis);
  request?.endWith(ending);
  try {
    const working = work(abort);
    working.catch(() => undefined); // a failure after the end has nobody left to tell
    return await Promise.race([working, ended]);
  } finally {
    clearTimeout(timer);
    request?.endedBefore(ending);
  }
};
