import type { SubgraphAnswer } from "../../../datasource/subgraph-source.js";
import { isEntity } from "../records.js";
import type { Batch } from "./batch.js";
import { entitiesMissing, reportErrors } from "./locate.js";
import type { PlanRequest } from "./request.js";

/** Takes an answer over into what was fetched so far. */
export const takeOver = (request: PlanRequest, batch: Batch, answered: SubgraphAnswer): void => {
  const { data, errors, isPlain = false, isAscii = false } = answered;
  const { representationOf, rewriteAnswer, answer, source } = batch.fetch;
  if (errors.length > 0) reportErrors(request, batch, errors);
  if (data === null) return;
  if (!isPlain) request.fetched.isPlain = false;
  if (!isAscii) request.fetched.isAscii = false;
  if (representationOf === null) {
    rewriteAnswer?.(data);
    for (const { entities } of batch.jobs) for (const entity of entities) answer.assign(entity, data);
    return;
  }
  const found = data["_entities"];
  if (!Array.isArray(found) || found.length !== batch.size) {
    if (errors.length === 0) reportErrors(request, batch, [entitiesMissing(source.name)]);
    return;
  }
  if (rewriteAnswer !== null) for (const entity of found) if (isEntity(entity)) rewriteAnswer(entity);
  for (const { entities, indexes } of batch.jobs) {
    for (let position = 0; position < entities.length; position++) {
      const known: unknown = found[indexes[position] ?? -1];
      const entity = entities[position];
      if (isEntity(known) && entity !== undefined) answer.assign(entity, known);
    }
  }
};
