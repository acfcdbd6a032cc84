import type { FastifyReply, FastifyRequest } from "fastify";
import type { WrittenAnswer } from "../execution/engine.js";
import type { RequestScope } from "../execution/request-scope.js";
import { noteAnswer } from "../observability/answered.js";
import type { OperationRegister } from "../supergraph/operation-register.js";
import type { Snapshot } from "../supergraph/snapshot.js";
import { shownErrors } from "./shown-error.js";

const JSON_TYPE = "application/json; charset=utf-8";
const GRAPHQL_TYPE = "application/graphql-response+json; charset=utf-8";

/**
 * What clients that are in use accept, and what Apollo Server would answer them with. Whoever accepts anything else is
 * left to Apollo Server, which reads the header to the letter.
 */
const ANSWER_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ["*/*", JSON_TYPE],
  ["application/json", JSON_TYPE],
  ["application/json, */*", JSON_TYPE],
  ["application/json, text/plain, */*", JSON_TYPE],
  ["application/json; charset=utf-8", JSON_TYPE],
  ["application/graphql-response+json", GRAPHQL_TYPE],
  ["application/graphql-response+json, application/json;q=0.9", GRAPHQL_TYPE],
]);

type Variables = Readonly<Record<string, unknown>>;

/** A request that may be answered without Apollo Server. */
interface PlainRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Variables;
  readonly type: string;
}

const NO_VARIABLES: Variables = {};

/** @returns `null` where there is anything about the request that Apollo Server should look at */
const plainRequest = ({ method, headers, body }: FastifyRequest): PlainRequest | null => {
  const type = ANSWER_TYPES.get(headers.accept);
  if (method !== "POST" || type === undefined || typeof body !== "object" || body === null) return null;
  const { query, operationName = null, variables, extensions } = body as Record<string, unknown>;
  if (typeof query !== "string" || (extensions !== undefined && extensions !== null)) return null;
  if (operationName !== null && typeof operationName !== "string") return null;
  if (typeof variables !== "object" && variables !== undefined) return null;
  if (Array.isArray(variables)) return null;
  return {
    query,
    operationName,
    variables: (variables as Variables | null | undefined) ?? NO_VARIABLES,
    type,
  };
};

const textOf = (scope: RequestScope, { data, errors }: WrittenAnswer): string => {
  const shown = noteAnswer(scope, {
    data: data === "null" ? null : data,
    shown: errors.length === 0 ? [] : shownErrors(errors),
    errors,
  });
  return shown.length === 0 ? `{"data":${data}}\n` : `{"errors":${JSON.stringify(shown)},"data":${data}}\n`;
};

/**
 * Answers requests for operations that Apollo Server has let through before: nothing of what it does for a request would
 * have another outcome, and it does a lot. Its answers and these are the same to the byte.
 * @returns a function that gives `null` where Apollo Server is to be asked
 */
export const createReadyAnswers =
  (register: OperationRegister) =>
  (
    snapshot: Snapshot,
    scope: RequestScope,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> | null => {
    const plain = plainRequest(request);
    if (plain === null) return null;
    const { query, operationName, variables, type } = plain;
    const ready = snapshot.ready.find(query, operationName);
    if (ready === undefined) return null;
    scope.summary.hash = ready.queryHash.slice(0, 16);
    const answer = ready.answer(variables, scope);
    if (answer === null) return null;
    register.record({ queryHash: ready.queryHash, query, operationName }, scope.summary.client);
    return answer.then((written) => {
      reply.type(type);
      return textOf(scope, written);
    });
  };
