import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { SubgraphAnswer, SubgraphRequest, SubgraphSource } from "../datasource/subgraph-source.js";
import { MASKED_MESSAGE } from "../errors.js";
import { firstFieldOf } from "./first-field.js";
import type { GatewayContext, RequestScope } from "./request-scope.js";

/** Of one fetch. A thousand entities that fail alike are logged as these few, and their number. */
const MAX_LOGGED_ERRORS = 5;

/** Logs what is worth a look: errors that were masked, and those that say that a subgraph does not work. */
const logFailures = (scope: RequestScope, errors: readonly SubgraphError[]): void => {
  const failures = errors.filter(({ cause, code }) => cause !== undefined || code.startsWith("SUBGRAPH_"));
  for (const { code, service, path, cause } of failures.slice(0, MAX_LOGGED_ERRORS)) {
    const line = { code, service, path, alike: failures.length };
    if (cause === undefined) scope.log.warn(line, "A subgraph failed.");
    else scope.log.error({ ...line, err: cause }, "A subgraph failed.");
  }
};

/** An entity fetch must answer each representation, in its order. */
const checkEntities = (service: string, request: SubgraphRequest, answer: SubgraphAnswer): SubgraphAnswer => {
  const representations = request.variables["representations"];
  if (!Array.isArray(representations) || answer.data === null) return answer;
  const entities = answer.data["_entities"];
  if (Array.isArray(entities) && entities.length === representations.length) return answer;
  if (answer.errors.length > 0) return { data: null, errors: answer.errors };
  throw new SubgraphError(
    "SUBGRAPH_RESPONSE_INVALID",
    service,
    `The subgraph "${service}" did not answer each entity that it was asked for.`,
  );
};

const answerOf = async (
  source: SubgraphSource,
  request: SubgraphRequest,
  scope: RequestScope,
): Promise<SubgraphAnswer> => {
  try {
    return checkEntities(source.name, request, await source.fetch(request, scope.headers()));
  } catch (thrown) {
    const error =
      thrown instanceof SubgraphError
        ? thrown
        : new SubgraphError("INTERNAL_SERVER_ERROR", source.name, MASKED_MESSAGE, { cause: thrown });
    return { data: null, errors: [error] };
  }
};

/**
 * Asks a subgraph. An error that says nowhere where it is, above all that of a fetch that failed as a whole, is put at
 * the fetch's first field: stock execution works out where in the whole answer that is.
 */
const ask = async (
  source: SubgraphSource,
  request: SubgraphRequest,
  scope: RequestScope,
): Promise<SubgraphAnswer> => {
  const { data, errors } = await answerOf(source, request, scope);
  if (errors.every(({ path }) => path !== undefined)) return { data, errors };
  const path = firstFieldOf(request.query);
  return { data, errors: errors.map((error) => (error.path === undefined ? error.with({ path }) : error)) };
};

/** A subgraph as @apollo/gateway asks it. */
export const stockSource = (source: SubgraphSource): GraphQLDataSource<GatewayContext> => ({
  async process({ request, context }: GraphQLDataSourceProcessOptions<GatewayContext>) {
    const { scope } = context as GatewayContext;
    const { query = "", operationName, variables = {} } = request;
    scope.summary.fetches += 1;
    scope.onFetch({ subgraph: source.name, operation: query });
    const { data, errors } = await ask(source, { query, operationName, variables }, scope);
    if (errors.length === 0) return { data };
    logFailures(scope, errors);
    return { data, errors: [...errors] };
  },
});
