import type { SubgraphAnswer } from "../../../datasource/subgraph-source.js";
import type { Question } from "../../ask-subgraph.js";
import type { CompiledJoin } from "../plan/compile-wave.js";
import type { CompiledFetch } from "../plan/compiled-plan.js";
import type { Batch } from "./batch.js";
import { placesOf, variablesJson, variablesOf } from "./question.js";
import type { PlanRequest } from "./request.js";

/** Where the subgraph has not answered at all, asking in another way would only be more of it. */
const UNANSWERED: ReadonlySet<string> = new Set([
  "SUBGRAPH_UNAVAILABLE",
  "SUBGRAPH_TIMEOUT",
  "SUBGRAPH_SUSPENDED",
  "REQUEST_TIMEOUT",
  "CLIENT_GONE",
]);

/** The client's variables of several fetches, each once. */
const variablesOfAll = (batches: readonly Batch[]): CompiledFetch["variables"] => {
  const byName = new Map(
    batches.flatMap(({ fetch }) => fetch.variables).map((variable) => [variable.planned, variable]),
  );
  return [...byName.values()];
};

/** What several batches ask, in one request. @param first of the batches */
export const joinedQuestion = (
  request: PlanRequest,
  first: Batch,
  batches: readonly Batch[],
  { query, operationName, representations, bodyStart }: CompiledJoin,
): Question => {
  const { source } = first.fetch;
  const { variables: given } = request;
  return {
    source,
    query,
    entities: batches.reduce((sum, { size }) => sum + size, 0),
    places: batches.flatMap(placesOf),
    send(headers, life) {
      const variables = variablesOfAll(batches);
      if (source.fetchJson !== undefined) {
        const lists = batches.map(({ json }, index) => `"${representations[index]}":[${json}]`);
        const body = `${bodyStart}${lists.join()}${variablesJson(variables, given)}}}`;
        const audience = request.scope.audience();
        return source.fetchJson({ body, isQuery: true, audience }, headers, life);
      }
      const sent = variablesOf(variables, given);
      for (const [index, { objects }] of batches.entries()) sent[representations[index] ?? ""] = objects;
      return source.fetch(
        { query, operationName: operationName ?? undefined, variables: sent },
        headers,
        life,
      );
    },
  };
};

/** Whether an answer says nothing of the parts: each is to be asked for by itself, so that one can't spoil the others. */
export const isOfNoPart = ({ data, errors }: SubgraphAnswer): boolean =>
  data === null && !errors.some(({ code }) => UNANSWERED.has(code));

/** Whether it is the request as such that was refused, and will be again. */
export const isRefusal = ({ errors }: SubgraphAnswer): boolean =>
  errors.every(({ path }) => path === undefined);

/** What an answer says of one of the batches, as if that had been asked alone. */
export const partOf = (answer: SubgraphAnswer, { aliases }: CompiledJoin, index: number): SubgraphAnswer => {
  const { data, errors } = answer;
  const alias = aliases[index] ?? "";
  const own = errors.flatMap((error) => {
    const [first, ...rest] = error.path ?? [];
    if (typeof first !== "string" || !aliases.includes(first)) return [error];
    return first === alias ? [error.with({ path: ["_entities", ...rest] })] : [];
  });
  return { ...answer, data: data && { _entities: data[alias] }, errors: own };
};
