import type { CompiledFetch } from "../plan/compiled-plan.js";
import type { Entity } from "../records.js";

/** A fetch of a plan that is ready to be made. */
export interface Job {
  readonly fetch: CompiledFetch;
  /** What the answer is about. */
  readonly entities: Entity[];
  /** For each of `entities`, the index of its representation in the batch. Empty where none is sent. */
  readonly indexes: number[];
  /** Called when the answer has been taken over. */
  done(): void;
}

/** Jobs that send the same document to the same subgraph, and what they send along: each entity once. */
export interface Batch {
  readonly fetch: CompiledFetch;
  readonly jobs: Job[];
  readonly representations: Entity[];
  /** Index by representation, as JSON. */
  readonly known: Map<string, number>;
  /** Whether an entity of the answer is at more places than one. */
  isShared: boolean;
}

export const openBatch = (fetch: CompiledFetch): Batch => ({
  fetch,
  jobs: [],
  representations: [],
  known: new Map(),
  isShared: false,
});

/** Adds what a job wants to know. @returns false where it wants nothing: none of the objects is one to ask about */
export const addToBatch = (batch: Batch, job: Job, candidates: readonly Entity[]): boolean => {
  const { represent } = job.fetch;
  if (represent === null) {
    job.entities.push(...candidates);
  } else {
    for (const entity of candidates) {
      const representation = represent(entity);
      if (representation === null) continue;
      const key = JSON.stringify(representation);
      const known = batch.known.get(key);
      if (known !== undefined) batch.isShared = true;
      else {
        batch.known.set(key, batch.representations.length);
        batch.representations.push(representation);
      }
      job.entities.push(entity);
      job.indexes.push(known ?? batch.representations.length - 1);
    }
  }
  if (job.entities.length === 0) return false;
  batch.jobs.push(job);
  return true;
};
