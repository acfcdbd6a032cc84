import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLError, GraphQLFormattedError } from "graphql";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { RequestScope } from "../execution/request-scope.js";
import type { ServedContext } from "../http/served-context.js";
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

/** Follows an operation through Apollo Server: log line, spans, the plan that is shown, request ids on masked errors. */
export const operationPlugin: ApolloServerPlugin<ServedContext> = {
  async requestDidStart({ contextValue: { scope, trace, plan } }) {
    const { summary } = scope;
    return {
      async didResolveSource({ queryHash }) {
        summary.hash = queryHash.slice(0, 16);
      },
      async parsingDidStart() {
        const span = trace?.begin("graphql.parse");
        return async (error) => span?.end(error === undefined ? [] : ["GRAPHQL_PARSE_FAILED"]);
      },
      async validationDidStart() {
        const span = trace?.begin("graphql.validate");
        return async (errors) => span?.end(errors === undefined ? [] : ["GRAPHQL_VALIDATION_FAILED"]);
      },
      async didResolveOperation({ source }) {
        if (source !== scope.admittedQuery) throw new Error("The document was not held against the limits.");
      },
      async willSendResponse({ response, errors = [] }) {
        if (response.body.kind !== "single") return;
        const result = response.body.singleResult;
        const hasData = result.data !== undefined && result.data !== null;
        summary.outcome = !hasData ? "failed" : result.errors === undefined ? "ok" : "partial";
        if (plan !== null) result.extensions = { ...result.extensions, plan: plan.toExtension() };
        if (result.errors === undefined) return;
        for (const [index, shown] of result.errors.entries()) {
          summary.errorCodes.add(String(shown.extensions?.["code"]));
          const original = errors[index];
          if (original !== undefined) logUnexpected(scope, shown, original);
        }
        summary.isDocumentRefused ||=
          result.data === undefined &&
          result.errors.every(({ extensions }) => DOCUMENT_CODES.has(extensions?.["code"]));
        result.errors = result.errors.map((shown) => withRequestId(scope, shown));
      },
    };
  },
};
