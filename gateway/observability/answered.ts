import type { GraphQLError, GraphQLFormattedError } from "graphql";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { RequestScope } from "../execution/request-scope.js";
import { isMasked } from "../http/shown-error.js";

/** Codes that say that the document, not the request around it, was refused. */
const DOCUMENT_CODES: ReadonlySet<unknown> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
]);

/** A masked error carries the request's id; the log has the rest under it. */
const withRequestId = (scope: RequestScope, shown: GraphQLFormattedError): GraphQLFormattedError =>
  isMasked(shown) ? { ...shown, extensions: { ...shown.extensions, requestId: scope.requestId } } : shown;

/** Errors of subgraphs were logged where they happened. */
const logUnexpected = (scope: RequestScope, shown: GraphQLFormattedError, error: GraphQLError): void => {
  if (!isMasked(shown) || error.originalError instanceof SubgraphError) return;
  scope.log.error({ err: error.originalError ?? error }, "The gateway failed.");
};

/** What an operation came to. */
export interface Answered {
  /** `undefined`: it was refused before it began. `null`: nothing is left of its data. */
  readonly data: unknown;
  /** As clients see them, but for request ids. */
  readonly shown: readonly GraphQLFormattedError[];
  /** The same errors, in the same order. */
  readonly errors: readonly GraphQLError[];
}

/** Notes what an operation came to, for the log and for metrics. @returns its errors, as clients see them */
export const noteAnswer = (
  scope: RequestScope,
  { data, shown, errors }: Answered,
): GraphQLFormattedError[] => {
  const { summary } = scope;
  const hasData = data !== undefined && data !== null;
  summary.outcome = !hasData ? "failed" : shown.length === 0 ? "ok" : "partial";
  for (const [index, one] of shown.entries()) {
    summary.errorCodes.add(String(one.extensions?.["code"]));
    const original = errors[index];
    if (original !== undefined) logUnexpected(scope, one, original);
  }
  summary.isDocumentRefused ||=
    data === undefined &&
    shown.length > 0 &&
    shown.every(({ extensions }) => DOCUMENT_CODES.has(extensions?.["code"]));
  return shown.map((one) => withRequestId(scope, one));
};
