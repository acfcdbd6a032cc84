import type { SubgraphAnswer } from "../../../datasource/subgraph-source.js";
import { askSubgraph } from "../../ask-subgraph.js";
import type { CompiledFetch, CompiledStep } from "../plan/compiled-plan.js";
import { isEntity } from "../records.js";
import { addToBatch, type Batch, type Job, openBatch } from "./batch.js";
import { entitiesMissing, reportErrors } from "./locate.js";
import { questionOf } from "./question.js";
import type { PlanRequest } from "./request.js";

/** Takes an answer over into what was fetched so far. */
const takeOver = (request: PlanRequest, batch: Batch, answered: SubgraphAnswer): void => {
  const { data, errors, isPlain = false } = answered;
  const { representationOf, rewriteAnswer, answer, source } = batch.fetch;
  if (errors.length > 0) reportErrors(request, batch, errors);
  if (data === null) return;
  if (!isPlain) request.fetched.isPlain = false;
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

/**
 * Runs a plan to its end. Failures of subgraphs are faults of the request, and no rejection.
 */
export const runPlan = (plan: CompiledStep, request: PlanRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    let batches = new Map<string, Batch>();
    const { fetched } = request;

    const batchFor = (fetch: CompiledFetch): Batch => {
      if (fetch.representationOf === null) {
        const alone = openBatch(fetch);
        batches.set(`${batches.size}`, alone);
        return alone;
      }
      const key = `${fetch.source.name} ${fetch.step.query}`;
      let batch = batches.get(key);
      if (batch === undefined) {
        batch = openBatch(fetch);
        batches.set(key, batch);
      }
      return batch;
    };

    const begin = (fetch: CompiledFetch, done: () => void): void => {
      const candidates =
        fetch.findEntities === null ? [fetched.root] : fetch.findEntities(fetched.root, fetched.isShared);
      const job: Job = { fetch, entities: [], indexes: [], done };
      const isWanted = candidates.length > 0 && addToBatch(batchFor(fetch), job, candidates);
      if (!isWanted) done();
    };

    const beginSeries = (steps: readonly CompiledStep[], at: number, done: () => void): void => {
      const step = steps[at];
      if (step === undefined) done();
      else start(step, () => beginSeries(steps, at + 1, done));
    };

    const beginAll = (steps: readonly CompiledStep[], done: () => void): void => {
      let open = steps.length;
      if (open === 0) done();
      for (const step of steps) {
        start(step, () => {
          open -= 1;
          if (open === 0) done();
        });
      }
    };

    const start = (step: CompiledStep, done: () => void): void => {
      if (step.kind === "fetch") begin(step, done);
      else if (step.kind === "series") beginSeries(step.steps, 0, done);
      else if (step.kind === "parallel") beginAll(step.steps, done);
      else {
        const chosen = request.isTrue(step.variable) ? step.whenTrue : step.whenFalse;
        if (chosen === null) done();
        else start(chosen, done);
      }
    };

    /** Sends what has become ready. */
    const flush = (): void => {
      const ready = batches;
      batches = new Map();
      for (const batch of ready.values()) if (batch.jobs.length > 0) send(batch);
    };

    const send = (batch: Batch): void => {
      fetched.isShared ||= batch.isShared;
      askSubgraph(questionOf(request, batch), request.scope)
        .then((answer) => {
          takeOver(request, batch, answer);
          for (const { done } of batch.jobs) done();
          flush();
        })
        .catch(reject);
    };

    start(plan, resolve);
    flush();
  });
