import { LRUCache } from "lru-cache";
import { DomainError } from "../lib/errors.js";
import { PORT_PATHS, readDecisions, readScope } from "./authorization-wire.js";
import { CALL_TOKEN_LIFETIME_MILLIS } from "./call-token.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";
import type { AccessDecision, AuthorizationPort } from "./ports.js";
import type { Scope } from "./scope.js";

/** Requests under way at a time whose scope is shared; more are right too, only slower. */
const MAX_SCOPES = 100;

export type HttpAuthorizationOptions = HttpPortOptions;

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "AUTHORIZATION_UNAVAILABLE",
    "It could not be found out what you may see just now; try again in a moment.",
  );
  failure.cause = cause;
  return failure;
};

/**
 * Authorization in another process. Whatever goes wrong on the way (nobody there, too late, too long, not what the
 * contract says) is `AUTHORIZATION_UNAVAILABLE`, never less access.
 */
export const createHttpAuthorizationPort = (
  options: HttpAuthorizationOptions,
): AuthorizationPort & { close(): Promise<void> } => {
  const client = createPortClient(options, unavailable);
  // By token: a token is of one request of one viewer, and its scope is the same for all that the request asks.
  const scopes = new LRUCache<string, Promise<Scope>>({ max: MAX_SCOPES, ttl: CALL_TOKEN_LIFETIME_MILLIS });

  return {
    scope(call) {
      const known = scopes.get(call.token);
      if (known !== undefined) return known;
      const asked = client.ask(PORT_PATHS.scope, call, {}, (answer) => {
        const scope = readScope(answer);
        // What a level hides would show at another: an answer about somebody else is none.
        if (scope.level === call.viewer.level) return scope;
        throw new Error(`The scope is of level ${scope.level}, and the viewer of ${call.viewer.level}.`);
      });
      scopes.set(call.token, asked);
      // A failure is not kept: the next question tries again.
      asked.catch(() => scopes.peek(call.token) === asked && scopes.delete(call.token));
      return asked;
    },
    async decide(call, requests): Promise<readonly AccessDecision[]> {
      if (requests.length === 0) return [];
      return client.ask(PORT_PATHS.decide, call, { requests }, (answer) => {
        const decisions = readDecisions(answer);
        if (decisions.length === requests.length) return decisions;
        throw new Error(`There are ${decisions.length} decisions on ${requests.length} requests.`);
      });
    },
    close: () => client.close(),
  };
};
