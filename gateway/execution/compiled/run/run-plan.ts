import { askSubgraph } from "../../ask-subgraph.js";
import type { CompiledJoin, CompiledWave } from "../plan/compile-wave.js";
import type { CompiledFetch, CompiledStep } from "../plan/compiled-plan.js";
import type { Entity } from "../records.js";
import { addToBatch, type Batch, closeBatch, type Job, openBatch } from "./batch.js";
import { Gathering } from "./gathering.js";
import { isOfNoPart, isRefusal, joinedQuestion, partOf } from "./joined.js";
import { questionOf } from "./question.js";
import type { PlanRequest } from "./request.js";
import { takeOver } from "./take-over.js";

/**
 * Runs a plan to its end. Failures of subgraphs are faults of the request, and no rejection.
 */
export const runPlan = (plan: CompiledStep, request: PlanRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    let batches = new Map<string, Batch>();
    const gatherings = new Map<CompiledWave, Gathering>();
    /** Places about whose objects something was asked: they may have more by now than what they came with. */
    const touched = new Set<string>();
    const { fetched, patience } = request;

    const gatheringOf = (wave: CompiledWave): Gathering => {
      let gathering = gatherings.get(wave);
      if (gathering === undefined) {
        gathering = new Gathering(wave, flush);
        gatherings.set(wave, gathering);
      }
      return gathering;
    };

    const batchFor = (fetch: CompiledFetch): Batch => {
      if (fetch.wave !== null) return gatheringOf(fetch.wave).batchFor(fetch);
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

    const candidatesOf = ({ findEntities, unify, place }: CompiledFetch): readonly Entity[] => {
      if (findEntities === null) return [fetched.root];
      const isFirst = !touched.has(place);
      touched.add(place);
      if (unify === null || !isFirst) return findEntities(fetched.root, fetched.isShared);
      const { found, hasSame } = unify(fetched.root, fetched.isShared);
      fetched.isShared ||= hasSame;
      return found;
    };

    const begin = (fetch: CompiledFetch, done: () => void): void => {
      const candidates = candidatesOf(fetch);
      const job: Job = { fetch, entities: [], indexes: [], done };
      const isWanted = candidates.length > 0 && addToBatch(batchFor(fetch), job, candidates);
      if (fetch.wave !== null) gatheringOf(fetch.wave).came();
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

    /** Nobody is to wait for what will not come. */
    const leaveOut = (step: CompiledStep | null): void => {
      if (step === null) return;
      switch (step.kind) {
        case "fetch":
          if (step.wave !== null) gatheringOf(step.wave).came();
          return;
        case "condition":
          leaveOut(step.whenTrue);
          leaveOut(step.whenFalse);
          return;
        default:
          for (const inner of step.steps) leaveOut(inner);
      }
    };

    const start = (step: CompiledStep, done: () => void): void => {
      if (step.kind === "fetch") begin(step, done);
      else if (step.kind === "series") beginSeries(step.steps, 0, done);
      else if (step.kind === "parallel") beginAll(step.steps, done);
      else {
        const isTrue = request.isTrue(step.variable);
        const chosen = isTrue ? step.whenTrue : step.whenFalse;
        leaveOut(isTrue ? step.whenFalse : step.whenTrue);
        if (chosen === null) done();
        else start(chosen, done);
      }
    };

    /** Sends what has become ready. */
    const flush = (): void => {
      const ready = batches;
      batches = new Map();
      for (const batch of ready.values()) if (batch.jobs.length > 0) void send(batch);
      for (const gathering of gatherings.values()) {
        if (gathering.isEmpty) continue;
        if (gathering.isDue) {
          gathering.term?.leave();
          sendAll(gathering.wave, gathering.take());
        } else {
          gathering.term ??= patience.begin(gathering);
        }
      }
    };

    const settled = ({ jobs }: Batch): void => {
      for (const { done } of jobs) done();
    };

    const sendAll = (wave: CompiledWave, ready: readonly Batch[]): void => {
      const queries = ready.map(({ fetch }) => fetch.step.query);
      const join = ready.length > 1 ? wave.joined(queries) : null;
      const [first] = ready;
      if (first === undefined) return;
      if (join === null) for (const batch of ready) void send(batch);
      else void sendJoined(first, ready, join, () => wave.part(queries));
    };

    /** @param part told where the subgraph refuses to be asked like this */
    const sendJoined = async (
      first: Batch,
      all: readonly Batch[],
      join: CompiledJoin,
      part: () => void,
    ): Promise<void> => {
      for (const batch of all) {
        closeBatch(batch);
        fetched.isShared ||= batch.isShared;
      }
      try {
        const answer = await askSubgraph(joinedQuestion(request, first, all, join), request.scope);
        if (isOfNoPart(answer)) {
          if (isRefusal(answer)) part();
          for (const batch of all) void send(batch);
          return;
        }
        for (const [index, batch] of all.entries()) takeOver(request, batch, partOf(answer, join, index));
        for (const batch of all) settled(batch);
        flush();
      } catch (error) {
        reject(error);
      }
    };

    const send = async (batch: Batch): Promise<void> => {
      closeBatch(batch);
      fetched.isShared ||= batch.isShared;
      try {
        const answer = await askSubgraph(questionOf(request, batch), request.scope);
        takeOver(request, batch, answer);
        settled(batch);
        flush();
      } catch (error) {
        reject(error);
      }
    };

    start(plan, resolve);
    flush();
  });
