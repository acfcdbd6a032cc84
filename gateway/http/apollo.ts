import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { Logger } from "pino";
import type { GatewayContext } from "../execution/request-scope.js";
import { operationPlugin } from "../observability/operation-plugin.js";
import { quiet } from "../observability/quiet-logger.js";
import type { Limits } from "../protection/limits.js";
import { variablesPlugin } from "../protection/variables-plugin.js";
import { servedBy } from "../supergraph/apollo-interface.js";
import type { Snapshot } from "../supergraph/snapshot.js";
import { shownError } from "./shown-error.js";

/** Apollo Server over a snapshot, started. Reports to nobody, and serves no page of its own. */
export const startApollo = async (
  snapshot: Snapshot,
  limits: Limits,
  logger: Logger,
): Promise<ApolloServer<GatewayContext>> => {
  const apollo = new ApolloServer<GatewayContext>({
    gateway: servedBy(snapshot),
    nodeEnv: "production",
    introspection: true, // who may ask is decided before, see identity/access.ts
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    formatError: shownError,
    logger: quiet(logger),
    plugins: [
      operationPlugin,
      variablesPlugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
};
