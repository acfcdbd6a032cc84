/** What is told when a request has ended. */
export interface EndsWithRequest {
  requestEnded(): void;
}

/** Who works for which request, so that one listener serves all fetches of a request. */
const working = new WeakMap<AbortSignal, Set<EndsWithRequest>>();

/** Has something told when a request has ended. */
export const endWith = (request: AbortSignal, work: EndsWithRequest): void => {
  const known = working.get(request);
  if (known !== undefined) {
    known.add(work);
    return;
  }
  const all = new Set([work]);
  working.set(request, all);
  request.addEventListener("abort", () => {
    for (const one of all) one.requestEnded();
  });
};

/** It is over before its request. */
export const endedBefore = (request: AbortSignal, work: EndsWithRequest): void => {
  working.get(request)?.delete(work);
};
