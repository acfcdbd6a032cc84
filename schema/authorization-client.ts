import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { DomainError } from "../lib/errors.js";
import { PORT_PATHS, readDecisions, readScope } from "./authorization-wire.js";
import type { Call } from "./call.js";
import { CALL_TOKEN_LIFETIME_MILLIS } from "./call-token.js";
import type { AccessDecision, AuthorizationPort } from "./ports.js";
import type { Scope } from "./scope.js";

/** Open connections to the authorization room; questions beyond wait, and that counts against their time. */
const MAX_CONNECTIONS = 64;
/** Requests under way at a time whose scope is shared; more are right too, only slower. */
const MAX_SCOPES = 100;

export interface HttpAuthorizationOptions {
  /** Of the authorization room's process, without a path. */
  readonly url: string;
  /** Of one question, from the wait for a connection to the last byte. */
  readonly timeoutMillis: number;
  /** Of one answer. */
  readonly maxBytes: number;
}

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "AUTHORIZATION_UNAVAILABLE",
    "It could not be found out what you may see just now; try again in a moment.",
  );
  failure.cause = cause;
  return failure;
};

/** The one refusal that is about the question itself; whatever else authorization says, it did not answer. */
const refusalIn = (answer: unknown): DomainError | null => {
  const { error } = (answer ?? {}) as { error?: { code?: unknown; message?: unknown } };
  return error?.code === "BATCH_TOO_LARGE" && typeof error.message === "string"
    ? new DomainError("BATCH_TOO_LARGE", error.message)
    : null;
};

const readBody = async (body: AsyncIterable<Buffer>, maxBytes: number): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`The answer has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
};

/**
 * Authorization in another process. Whatever goes wrong on the way (nobody there, too late, too long, not what the
 * contract says) is `AUTHORIZATION_UNAVAILABLE`, never less access.
 */
export const createHttpAuthorizationPort = (
  options: HttpAuthorizationOptions,
): AuthorizationPort & { close(): Promise<void> } => {
  const { timeoutMillis, maxBytes } = options;
  const pool = new Pool(new URL(options.url).origin, { connections: MAX_CONNECTIONS, pipelining: 1 });
  // By token: a token is of one request of one viewer, and its scope is the same for all that the request asks.
  const scopes = new LRUCache<string, Promise<Scope>>({ max: MAX_SCOPES, ttl: CALL_TOKEN_LIFETIME_MILLIS });

  const ask = async <T>(path: string, call: Call, question: object, read: (answer: unknown) => T) => {
    try {
      const { statusCode, body } = await pool.request({
        method: "POST",
        path,
        headers: { "content-type": "application/json", "x-tunet-call": call.token },
        body: JSON.stringify(question),
        signal: AbortSignal.timeout(timeoutMillis),
      });
      const answer = await readBody(body, maxBytes);
      if (statusCode === 200) return read(answer);
      throw refusalIn(answer) ?? new Error(`Authorization answered with HTTP status ${statusCode}.`);
    } catch (error) {
      throw error instanceof DomainError ? error : unavailable(error);
    }
  };

  return {
    scope(call) {
      const known = scopes.get(call.token);
      if (known !== undefined) return known;
      const asked = ask(PORT_PATHS.scope, call, {}, readScope);
      scopes.set(call.token, asked);
      // A failure is not kept: the next question tries again.
      asked.catch(() => scopes.peek(call.token) === asked && scopes.delete(call.token));
      return asked;
    },
    async decide(call, requests): Promise<readonly AccessDecision[]> {
      if (requests.length === 0) return [];
      return ask(PORT_PATHS.decide, call, { requests }, (answer) => {
        const decisions = readDecisions(answer);
        if (decisions.length === requests.length) return decisions;
        throw new Error(`There are ${decisions.length} decisions on ${requests.length} requests.`);
      });
    },
    close: () => pool.destroy(),
  };
};
