import { SubgraphError } from "./subgraph-error.js";

/**
 * Runs a fetch, but no longer than so many milliseconds.
 * @param work is given a signal that aborts when the time is out; what it does after that is let go
 * @throws SubgraphError `SUBGRAPH_TIMEOUT`
 */
export const withDeadline = async <T>(
  service: string,
  millis: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new SubgraphError(
          "SUBGRAPH_TIMEOUT",
          service,
          `The subgraph "${service}" did not answer within ${millis} ms. Try again for what is missing.`,
        ),
      );
      abort.abort();
    }, millis);
  });
  try {
    const working = work(abort.signal);
    working.catch(() => undefined); // a failure after the deadline has nobody left to tell
    return await Promise.race([working, deadline]);
  } finally {
    clearTimeout(timer);
  }
};
