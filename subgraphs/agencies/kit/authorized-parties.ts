import type { Call } from "./call.js";
import { type AuthorizedParty, authorizedParties, type Tunet } from "./tunet.js";

/** A request of the gateway's is over by then; one that lasts is asked about anew. */
const SAME_REQUEST_MILLIS = 10_000;

/** Whom the caller of a request may act for. @throws TunetRefused: then nothing may be shown */
export type AskParties = (call: Call) => Promise<readonly AuthorizedParty[]>;

/**
 * Asks once for one request, into however many questions the gateway divides it.
 * @param services names without `urn:altinn:resource:`
 */
export const createPartiesAsker = (
  tunet: Tunet,
  services: readonly string[],
  now: () => number,
): AskParties => {
  const asked = new Map<
    string,
    { readonly at: number; readonly answer: Promise<readonly AuthorizedParty[]> }
  >();

  const forgetOld = (at: number): void => {
    for (const [key, one] of asked) {
      if (at - one.at < SAME_REQUEST_MILLIS) return;
      asked.delete(key);
    }
  };

  return ({ requestId, caller: { subject } }) => {
    const at = now();
    forgetOld(at);
    const key = JSON.stringify([requestId, subject.type, subject.value]);
    const known = asked.get(key);
    if (known !== undefined) return known.answer;
    const answer = authorizedParties(tunet, subject, services);
    asked.set(key, { at, answer });
    answer.catch(() => {
      if (asked.get(key)?.answer === answer) asked.delete(key);
    });
    return answer;
  };
};
