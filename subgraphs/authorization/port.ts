import { LRUCache } from "lru-cache";
import type { Clock } from "../../lib/clock.js";
import type { Call } from "../../schema/call.js";
import { CALL_TOKEN_LIFETIME_MILLIS } from "../../schema/call-token.js";
import type { AccessRequest, AuthorizationPort } from "../../schema/ports.js";
import type { Scope } from "../../schema/scope.js";
import { authorizationError, failClosed } from "./errors.js";
import { type Connections, connectionsOf, noConnections } from "./rules/connections.js";
import { decideOn, namesNeeded, partyFinder, type ReasonedDecision, reasoned } from "./rules/decision.js";
import { policyNeeds, scopeOf } from "./rules/scope.js";
import type { AuthorizationStore } from "./store.js";

export const MAX_DECISIONS = 1_000;

/** The port as this room has it: with the connections themselves, and decisions that can be put into words. */
export interface Authorization extends AuthorizationPort {
  /** Everyone whom the viewer may act for, and how. The same for all questions of one request. */
  connections(call: Call): Promise<Connections>;
  decide(call: Call, requests: readonly AccessRequest[]): Promise<readonly ReasonedDecision[]>;
}

/** What is worked out once per request. */
interface Evaluation {
  readonly at: number;
  readonly connections: Promise<Connections>;
  /** Worked out when it is first asked for. */
  scope(): Promise<Scope>;
}

/** Requests under way at a time whose evaluation is shared; more are right too, only slower. */
const MAX_EVALUATIONS = 100;

/** Everything about the viewer is part of the key: two viewers never share, even under one request id. */
const memoKey = ({ requestId, viewer }: Call): string =>
  JSON.stringify([
    requestId,
    viewer.kind,
    viewer.party,
    viewer.organization,
    viewer.supplier,
    viewer.level,
    viewer.scopes,
    viewer.clientId,
  ]);

const evaluate = (store: AuthorizationStore, { viewer }: Call, now: number): Evaluation => {
  const connections = failClosed(async () => {
    const party = await store.partyByUrn(viewer.party);
    return party === null
      ? noConnections
      : connectionsOf(await store.connectionRows(party), viewer.kind, now);
  });
  let scope: Promise<Scope> | null = null;
  return {
    at: now,
    connections,
    scope: () => {
      scope ??= failClosed(async () => {
        const found = await connections;
        return scopeOf(found, await store.readRules(policyNeeds(found)), viewer.level);
      });
      return scope;
    },
  };
};

/**
 * Answers who may see and do what. One evaluation serves all that one request asks; nothing is kept between requests,
 * so a right that is withdrawn is gone from the next one.
 */
export const createAuthorizationPort = (options: {
  readonly store: AuthorizationStore;
  readonly clock: Clock;
}): Authorization => {
  const { store, clock } = options;
  const evaluations = new LRUCache<string, Evaluation>({ max: MAX_EVALUATIONS });

  const evaluation = (call: Call): Evaluation => {
    const key = memoKey(call);
    const now = clock();
    const known = evaluations.get(key);
    // A call's signature lasts as long; whoever uses its id for longer (a subscription) gets a fresh answer.
    if (known !== undefined && now - known.at < CALL_TOKEN_LIFETIME_MILLIS) return known;
    const fresh = evaluate(store, call, now);
    evaluations.set(key, fresh);
    return fresh;
  };

  /** An evaluation that failed is not kept: the next question tries again. */
  const ask = async <T>(call: Call, question: (known: Evaluation) => Promise<T>): Promise<T> => {
    const asked = evaluation(call);
    try {
      return await question(asked);
    } catch (error) {
      if (evaluations.peek(memoKey(call)) === asked) evaluations.delete(memoKey(call));
      throw error;
    }
  };

  const decide = async (call: Call, requests: readonly AccessRequest[]): Promise<ReasonedDecision[]> => {
    const connections = await ask(call, (known) => known.connections);
    const policies = await store.policies(
      [...new Set(requests.map(({ service }) => service))],
      [...new Set(requests.map(({ action }) => action))],
    );
    const partyIdOf = partyFinder(connections);
    const findings = requests.map((request) => decideOn(request, connections, policies, partyIdOf));
    const { roleUrns, packageUrns } = namesNeeded(findings);
    const names = await store.names(roleUrns, packageUrns);
    return findings.map((finding) => reasoned(finding, connections, names));
  };

  return {
    connections: (call) => ask(call, (known) => known.connections),
    scope: (call) => ask(call, (known) => known.scope()),
    decide: async (call, requests) => {
      if (requests.length > MAX_DECISIONS) {
        throw authorizationError(
          "BATCH_TOO_LARGE",
          `Ask for at most ${MAX_DECISIONS} decisions at once; it was ${requests.length}.`,
        );
      }
      return requests.length === 0 ? [] : failClosed(() => decide(call, requests));
    },
  };
};
