import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { Logger } from "pino";
import { operationPlugin } from "../observability/operation-plugin.js";
import { quiet } from "../observability/quiet-logger.js";
import type { CostCheck } from "../protection/cost-check.js";
import { costPlugin } from "../protection/cost-plugin.js";
import type { Limits } from "../protection/limits.js";
import { variablesPlugin } from "../protection/variables-plugin.js";
import type { ApolloBridge } from "../supergraph/apollo-interface.js";
import type { DocumentStore } from "../supergraph/document-store.js";
import type { ServedContext } from "./served-context.js";
import { shownError } from "./shown-error.js";

interface ApolloParts {
  readonly gateway: ApolloBridge["gateway"];
  readonly documents: DocumentStore;
  readonly limits: Limits;
  readonly checkCost: CostCheck;
  readonly logger: Logger;
}

/** Apollo Server over the snapshots, started. Reports to nobody, and serves no page of its own. */
export const startApollo = async ({
  gateway,
  documents,
  limits,
  checkCost,
  logger,
}: ApolloParts): Promise<ApolloServer<ServedContext>> => {
  const apollo = new ApolloServer<ServedContext>({
    gateway,
    documentStore: documents,
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
    // Operations that are ready are answered without Apollo Server: see ../supergraph/ready-operations.ts. What a plugin
    // refuses by a request's variables has to be refused there as well.
    plugins: [
      operationPlugin,
      variablesPlugin,
      costPlugin(checkCost),
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
