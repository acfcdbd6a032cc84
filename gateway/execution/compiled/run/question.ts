import type { Question } from "../../ask-subgraph.js";
import type { CompiledFetch } from "../plan/compiled-plan.js";
import type { Entity } from "../records.js";
import type { Batch } from "./batch.js";
import type { PlanRequest } from "./request.js";

/** The client's variables that a fetch sends on, by the names that its document has for them. */
const variablesOf = ({ variables }: CompiledFetch, { variables: given }: PlanRequest): Entity => {
  const sent: Entity = Object.create(null);
  for (const { planned, client } of variables) {
    if (Object.hasOwn(given, client) && given[client] !== undefined) sent[planned] = given[client];
  }
  return sent;
};

/** The same as JSON, each with a comma before it. */
const variablesJson = ({ variables }: CompiledFetch, { variables: given }: PlanRequest): string => {
  let json = "";
  for (const { planned, client } of variables) {
    if (!Object.hasOwn(given, client) || given[client] === undefined) continue;
    json += `,${JSON.stringify(planned)}:${JSON.stringify(given[client])}`;
  }
  return json;
};

/** What a batch asks. */
export const questionOf = (request: PlanRequest, batch: Batch): Question => {
  const { fetch, jobs } = batch;
  const { source, step, bodyStart } = fetch;
  const hasEntities = fetch.representationOf !== null;
  return {
    source,
    query: step.query,
    entities: hasEntities ? batch.size : null,
    paths: jobs.map((job) => job.fetch.step.path),
    send(headers, signal) {
      if (source.fetchJson !== undefined) {
        const variables = variablesJson(fetch, request);
        const sent = hasEntities ? `"representations":[${batch.json}]${variables}` : variables.slice(1);
        const isQuery = step.operation === "query";
        const audience = request.scope.audience();
        return source.fetchJson({ body: `${bodyStart}${sent}}}`, isQuery, audience }, headers, signal);
      }
      const { query, operationName } = step;
      const variables = variablesOf(fetch, request);
      if (hasEntities) variables["representations"] = batch.objects;
      return source.fetch({ query, operationName: operationName ?? undefined, variables }, headers, signal);
    },
  };
};
