import type { Question } from "../../ask-subgraph.js";
import type { CompiledFetch } from "../plan/compiled-plan.js";
import type { Entity } from "../records.js";
import type { Batch } from "./batch.js";
import type { PlanRequest } from "./request.js";

type Variables = CompiledFetch["variables"];
type Given = PlanRequest["variables"];

/** The client's variables that a document is sent with, by the names that it has for them. */
export const variablesOf = (variables: Variables, given: Given): Entity => {
  const sent: Entity = Object.create(null);
  for (const { planned, client } of variables) {
    if (Object.hasOwn(given, client) && given[client] !== undefined) sent[planned] = given[client];
  }
  return sent;
};

/** The same as JSON, each with a comma before it. */
export const variablesJson = (variables: Variables, given: Given): string => {
  let json = "";
  for (const { planned, client } of variables) {
    if (!Object.hasOwn(given, client) || given[client] === undefined) continue;
    json += `,${JSON.stringify(planned)}:${JSON.stringify(given[client])}`;
  }
  return json;
};

/** The steps of the plan that a batch is sent for. */
export const placesOf = ({ jobs }: Batch): Question["places"] =>
  jobs.map(({ fetch: { step } }) => ({ path: step.path, operation: step.query }));

/** What a batch asks. */
export const questionOf = (request: PlanRequest, batch: Batch): Question => {
  const { fetch } = batch;
  const { source, step, bodyStart } = fetch;
  const hasEntities = fetch.representationOf !== null;
  return {
    source,
    query: step.query,
    entities: hasEntities ? batch.size : null,
    places: placesOf(batch),
    send(headers, life) {
      if (source.fetchJson !== undefined) {
        const variables = variablesJson(fetch.variables, request.variables);
        const sent = hasEntities ? `"representations":[${batch.json}]${variables}` : variables.slice(1);
        const isQuery = step.operation === "query";
        const audience = request.scope.audience();
        return source.fetchJson({ body: `${bodyStart}${sent}}}`, isQuery, audience }, headers, life);
      }
      const { query, operationName } = step;
      const variables = variablesOf(fetch.variables, request.variables);
      if (hasEntities) variables["representations"] = batch.objects;
      return source.fetch({ query, operationName: operationName ?? undefined, variables }, headers, life);
    },
  };
};
