/** Why a request ended before it was answered. */
export interface RequestEnd {
  readonly code: "REQUEST_TIMEOUT" | "CLIENT_GONE";
  /** For the client, as far as there is one. */
  readonly words: string;
}

/** Nobody waits for the answer any more. */
export const clientGone: RequestEnd = {
  code: "CLIENT_GONE",
  words: "The client closed its connection before the answer was there.",
};

/** @param millis how long the request was given */
export const outOfTime = (millis: number): RequestEnd => ({
  code: "REQUEST_TIMEOUT",
  words: `The request took longer than ${millis} ms. Ask for less in one request, or try again.`,
});
