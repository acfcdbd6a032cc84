import { LRUCache } from "lru-cache";
import type { Clock } from "../../lib/clock.js";
import { keptWith } from "../../lib/kept-with.js";
import type { Call } from "../../schema/call.js";
import { CALL_TOKEN_LIFETIME_MILLIS } from "../../schema/call-token.js";
import type { AccessRequest, AuthorizationPort } from "../../schema/ports.js";
import type { Viewer } from "../../schema/viewer.js";
import { authorizationError, failClosed } from "./errors.js";
import { type Evaluation, Evaluations, viewerKey } from "./pdp/evaluations.js";
import type { Connections } from "./rules/connections.js";
import { decideOn, partyFinder, type ReasonedDecision, reasoned } from "./rules/decision.js";
import type { AuthorizationStore } from "./store.js";

export const MAX_DECISIONS = 1_000;

/** The port as this room has it: with the connections themselves, and decisions that can be put into words. */
export interface Authorization extends AuthorizationPort {
  /** Everyone whom the viewer may act for, and how. The same for all questions of one request. */
  connections(call: Call): Promise<Connections>;
  decide(call: Call, requests: readonly AccessRequest[]): Promise<readonly ReasonedDecision[]>;
  /** What this request found out is worked out anew: it has just changed something that it rests on. */
  forget(call: Call): void;
  /** What anybody may do, not only whoever asks: for those who may ask about others. */
  evaluate(viewer: Viewer, now: number): Promise<Evaluation>;
}

/** What one request found out, once. */
interface Asked {
  readonly at: number;
  readonly evaluation: Promise<Evaluation>;
}

/** The same for all calls of one request: each of its rows asks. */
const keyOf = keptWith(({ requestId, viewer }: Call): string =>
  JSON.stringify([requestId, viewerKey(viewer)]),
);

/** Requests under way at a time whose evaluation is shared; more are right too, only slower. */
const MAX_REQUESTS = 100;

/**
 * Answers who may see and do what. One evaluation serves all that one request asks; between requests it is kept only
 * where the counters of changes say that it is still true, so a right that is withdrawn is gone from the next one.
 */
export const createAuthorizationPort = (options: {
  readonly store: AuthorizationStore;
  readonly clock: Clock;
}): Authorization => {
  const { store, clock } = options;
  const evaluations = new Evaluations(store);
  const requests = new LRUCache<string, Asked>({ max: MAX_REQUESTS });

  const asked = (call: Call): Asked => {
    const key = keyOf(call);
    const now = clock();
    const known = requests.get(key);
    // A call's signature lasts as long; whoever uses its id for longer (a subscription) gets a fresh answer.
    if (known !== undefined && now - known.at < CALL_TOKEN_LIFETIME_MILLIS) return known;
    const fresh = { at: now, evaluation: failClosed(() => evaluations.of(call.viewer, now)) };
    requests.set(key, fresh);
    return fresh;
  };

  /** An evaluation that failed is not kept: the next question tries again. */
  const ask = <T>(call: Call, question: (known: Evaluation, now: number) => T | Promise<T>): Promise<T> =>
    failClosed(async () => {
      const known = asked(call);
      try {
        return await question(await known.evaluation, known.at);
      } catch (error) {
        if (requests.peek(keyOf(call)) === known) requests.delete(keyOf(call));
        throw error;
      }
    });

  return {
    forget: (call) => {
      requests.delete(keyOf(call));
    },
    evaluate: (viewer, now) => failClosed(() => evaluations.of(viewer, now)),
    connections: (call) => ask(call, ({ connections }) => connections),
    scope: (call) => ask(call, (known, now) => known.scope(now)),
    decide: async (call, questions) => {
      if (questions.length > MAX_DECISIONS) {
        throw authorizationError(
          "BATCH_TOO_LARGE",
          `Ask for at most ${MAX_DECISIONS} decisions at once; it was ${questions.length}.`,
        );
      }
      if (questions.length === 0) return [];
      return ask(call, async ({ connections, book, basis }, now) => {
        const found = await basis([...new Set(questions.map(({ service }) => service))], now);
        const partyIdOf = partyFinder(connections);
        return questions.map((question) =>
          reasoned(decideOn(question, found, partyIdOf), connections, book.names),
        );
      });
    },
  };
};
