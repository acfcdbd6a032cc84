import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { SubgraphAnswer, SubgraphRequest, SubgraphSource } from "../datasource/subgraph-source.js";
import { askSubgraph, type Question } from "./ask-subgraph.js";
import { firstFieldOf } from "./first-field.js";
import type { GatewayContext, RequestScope } from "./request-scope.js";

const entitiesOf = ({ variables }: SubgraphRequest): number | null => {
  const representations = Object.hasOwn(variables, "representations") ? variables["representations"] : null;
  return Array.isArray(representations) ? representations.length : null;
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

/**
 * Asks a subgraph. An error that says nowhere where it is, above all that of a fetch that failed as a whole, is put at
 * the fetch's first field: stock execution works out where in the whole answer that is.
 */
const ask = async (
  source: SubgraphSource,
  request: SubgraphRequest,
  scope: RequestScope,
  place: readonly string[],
): Promise<SubgraphAnswer> => {
  const question: Question = {
    source,
    query: request.query,
    entities: entitiesOf(request),
    places: [{ path: place, operation: request.query }],
    send: (headers, life) => source.fetch(request, headers, life),
    check: (answer) => checkEntities(source.name, request, answer),
  };
  const { data, errors } = await askSubgraph(question, scope);
  if (errors.every(({ path }) => path !== undefined)) return { data, errors };
  const path = firstFieldOf(request.query);
  return { data, errors: errors.map((error) => (error.path === undefined ? error.with({ path }) : error)) };
};

/** A subgraph as @apollo/gateway asks it. */
export const stockSource = (source: SubgraphSource): GraphQLDataSource<GatewayContext> => ({
  async process(options: GraphQLDataSourceProcessOptions<GatewayContext>) {
    const { scope } = options.context as GatewayContext;
    const { query = "", operationName, variables = {} } = options.request;
    const place = "pathInIncomingRequest" in options ? (options.pathInIncomingRequest ?? []) : [];
    const question = { query, operationName, variables };
    const { data, errors } = await ask(source, question, scope, place.map(String));
    return errors.length === 0 ? { data } : { data, errors: [...errors] };
  },
});
