import type { Run, WrittenAnswer } from "../execution/engine.js";
import type { RequestScope } from "../execution/request-scope.js";
import { noteAnswer } from "../observability/answered.js";
import type { Snapshot } from "../supergraph/snapshot.js";
import type { Asked } from "./asked.js";
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

/** The media type of an answer; undefined where Apollo Server has to say. */
export const answerType = (accept: string | undefined): string | undefined => ANSWER_TYPES.get(accept);

type Variables = Readonly<Record<string, unknown>>;

/** A request that says no more than what is asked, with which variables. */
export interface PlainRequest extends Asked {
  readonly variables: Variables;
}

const NO_VARIABLES: Variables = {};

/** @returns `null` where there is anything about the body that Apollo Server should look at */
export const plainRequest = (body: unknown): PlainRequest | null => {
  if (typeof body !== "object" || body === null) return null;
  const {
    query,
    operationName = null,
    variables = null,
    extensions = null,
  } = body as Record<string, unknown>;
  if (typeof query !== "string" || extensions !== null) return null;
  if (operationName !== null && typeof operationName !== "string") return null;
  if (typeof variables !== "object" || Array.isArray(variables)) return null;
  return { query, operationName, variables: (variables as Variables | null) ?? NO_VARIABLES };
};

/** A request that needs nothing but to be run. */
export interface ReadyRequest {
  readonly run: Run;
  /** SHA-256 of the document, in hex. */
  readonly queryHash: string;
}

/**
 * Finds what answers a request for an operation that Apollo Server has let through before on the same snapshot. Nothing
 * of what it does for a request would have another outcome, and it does a lot.
 * @returns `null` where Apollo Server has to be asked
 */
export const readyFor = (
  { ready }: Snapshot,
  { query, operationName, variables }: PlainRequest,
): ReadyRequest | null => {
  const operation = ready.find(query, operationName);
  const run = operation?.runFor(variables);
  return operation === undefined || !run ? null : { run, queryHash: operation.queryHash };
};

/** An answer as it is sent. */
export interface AnswerText {
  readonly text: string;
  /** Whether it is ASCII to the last letter. */
  readonly isAscii: boolean;
  readonly hasErrors: boolean;
}

/** An answer as it is sent: to the byte what Apollo Server would send. */
export const answerText = (scope: RequestScope, { data, errors, isAscii }: WrittenAnswer): AnswerText => {
  const shown = noteAnswer(scope, {
    data: data === "null" ? null : data,
    shown: errors.length === 0 ? [] : shownErrors(errors),
    errors,
  });
  return shown.length === 0
    ? { text: `{"data":${data}}\n`, isAscii, hasErrors: false }
    : { text: `{"errors":${JSON.stringify(shown)},"data":${data}}\n`, isAscii: false, hasErrors: true };
};
