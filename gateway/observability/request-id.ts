import type { Clock } from "../../lib/clock.js";
import type { NewId } from "../../lib/ids.js";

export const REQUEST_ID_HEADER = "x-request-id";

/** Letters, digits and `-_.:`, as ids are; anything else could forge a log line. */
const SANE = /^[\w.:-]{8,128}$/;

/** The id of a request: the one that it came with, where that looks like one, or a new one. */
export const createRequestId =
  (newId: NewId, clock: Clock) =>
  (headers: Readonly<Record<string, string | string[] | undefined>>): string => {
    const given = headers[REQUEST_ID_HEADER];
    return typeof given === "string" && SANE.test(given) ? given : newId(clock());
  };
