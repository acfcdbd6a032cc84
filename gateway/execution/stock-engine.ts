import { ApolloGateway, type GraphQLDataSource } from "@apollo/gateway";
import type { GraphQLError, GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { SubgraphEntry, SubgraphSource } from "../datasource/subgraph-source.js";
import { GatewayError } from "../errors.js";
import { quiet } from "../observability/quiet-logger.js";
import type { Engine, ExecutionAnswer } from "./engine.js";
import type { GatewayContext } from "./request-scope.js";
import { createStockPlans, stockPlanPicture } from "./stock-plans.js";
import { stockSource } from "./stock-source.js";

/** More would be a flood: one bad list of variables can make hundreds of thousands. */
const MAX_ERRORS = 500;

interface StockEngineOptions {
  readonly supergraphSdl: string;
  /** Asked once for each subgraph of the supergraph. */
  sourceFor(subgraph: SubgraphEntry): SubgraphSource;
  readonly logger: Logger;
}

/** Null where a value should be is an error; stock mentions it in `extensions.valueCompletion` only. */
const withCompletionErrors = (answer: ExecutionAnswer): ExecutionAnswer => {
  const completion: unknown = answer.extensions?.["valueCompletion"];
  if (!Array.isArray(completion)) return answer;
  const errors = (completion as GraphQLError[]).map(
    ({ message, path }) => new GatewayError("VALUE_MISSING", message, { path }),
  );
  return { data: answer.data ?? null, errors };
};

/**
 * Stock gives up on the whole answer where a value can't be shaped, and leaves `data` out, as if the operation had
 * never begun. It has.
 */
const withData = (answer: ExecutionAnswer): ExecutionAnswer => {
  if (answer.data !== undefined || answer.errors === undefined) return answer;
  const isRefusal = answer.errors.every(({ originalError }) => !(originalError instanceof Error));
  return isRefusal ? answer : { ...answer, data: null };
};

const withFewErrors = (answer: ExecutionAnswer): ExecutionAnswer => {
  const { errors } = answer;
  if (errors === undefined || errors.length <= MAX_ERRORS) return answer;
  const hidden = errors.length - MAX_ERRORS;
  const last = new GatewayError("TOO_MANY_ERRORS", `${hidden} more errors are not shown. Mend these first.`);
  return { ...answer, errors: [...errors.slice(0, MAX_ERRORS), last] };
};

/** Apollo's query planner and Apollo's execution of its plans, over our sources. */
export const openStockEngine = async (options: StockEngineOptions): Promise<Engine> => {
  const { supergraphSdl, sourceFor, logger } = options;
  const plans = createStockPlans();
  /** When requests were handed over, for how long their plans took. */
  const begun = new WeakMap<object, number>();
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }): GraphQLDataSource =>
      stockSource(sourceFor({ name, routingUrl: url || null })) as GraphQLDataSource,
    logger: quiet(logger),
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
    queryPlannerConfig: { cache: plans.cache },
    experimental_didResolveQueryPlan({ queryPlan, requestContext }) {
      const { observer } = (requestContext.context as unknown as GatewayContext).scope;
      const isCached = plans.wasCached(queryPlan);
      const millis = isCached ? 0 : performance.now() - (begun.get(requestContext) ?? 0);
      observer.planned(isCached, millis, () => stockPlanPicture(queryPlan));
    },
  });
  let apiSchema: GraphQLSchema | null = null;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    apiSchema = loaded.apiSchema;
  });
  const { executor, schema } = await gateway.load();

  return {
    apiSchema: apiSchema ?? schema,
    async execute(request) {
      begun.set(request, performance.now());
      return withFewErrors(withData(withCompletionErrors(await executor(request))));
    },
    async prepare(operation) {
      plans.prepare(gateway, operation);
    },
    close: () => gateway.stop(),
  };
};
