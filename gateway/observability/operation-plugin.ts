import type { ApolloServerPlugin } from "@apollo/server";
import type { ServedContext } from "../http/served-context.js";
import { noteAnswer } from "./answered.js";

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
        const shown = noteAnswer(scope, { data: result.data, shown: result.errors ?? [], errors });
        if (plan !== null) result.extensions = { ...result.extensions, plan: plan.toExtension() };
        if (result.errors !== undefined) result.errors = shown;
      },
    };
  },
};
