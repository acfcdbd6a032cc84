import type { Representation } from "../entities/representations.js";
import { flatText } from "../flat-text.js";
import type { CompiledFetch } from "../plan/compiled-plan.js";
import type { Entity } from "../records.js";

/** A fetch of a plan that is ready to be made. */
export interface Job {
  readonly fetch: CompiledFetch;
  /** What the answer is about. */
  entities: readonly Entity[];
  /** For each of `entities`, the index of its representation in the batch. Empty where none is sent. */
  readonly indexes: number[];
  /** Called when the answer has been taken over. */
  done(): void;
}

/** Jobs that send the same document to the same subgraph, and what they send along: each entity once. */
export interface Batch {
  readonly fetch: CompiledFetch;
  readonly jobs: Job[];
  /** Index by representation and key. */
  known: ReadonlyMap<Representation, Map<unknown, number>>;
  /** How many entities are asked for. */
  size: number;
  /** Their representations: as JSON with commas between them where that is what is sent, otherwise as objects. */
  json: string;
  readonly objects: Entity[];
  /** Whether what is answered about one entity is at more places than one. */
  isShared: boolean;
}

const nothingKnown: Batch["known"] = new Map();

export const openBatch = (fetch: CompiledFetch): Batch => ({
  fetch,
  jobs: [],
  known: nothingKnown,
  size: 0,
  json: "",
  objects: [],
  isShared: false,
});

const addRepresentation = (
  batch: Batch,
  entity: Entity,
  representation: Representation,
  key: unknown,
): number => {
  if (batch.fetch.source.fetchJson === undefined) batch.objects.push(representation.toObject(entity));
  else batch.json += `${batch.size === 0 ? "" : ","}${representation.toJson(entity, key)}`;
  batch.size += 1;
  return batch.size - 1;
};

const keysOf = (batch: Batch, representation: Representation): Map<unknown, number> => {
  let keys = batch.known.get(representation);
  if (keys === undefined) {
    keys = new Map();
    batch.known = new Map([...batch.known, [representation, keys]]);
  }
  return keys;
};

/**
 * Nothing is added any more. What it took to put the batch together is let go: it is thousands of objects, that would
 * be carried along until the answer is there.
 */
export const closeBatch = (batch: Batch): void => {
  batch.known = nothingKnown;
  flatText(batch.json);
};

const addEntities = (batch: Batch, job: Job, candidates: readonly Entity[]): Entity[] => {
  const { representationOf } = job.fetch;
  const added: Entity[] = [];
  if (representationOf === null) return added;
  let last: Representation | null = null;
  let keys = new Map<unknown, number>();
  for (const entity of candidates) {
    const representation = representationOf(entity);
    const key = representation?.keyOf(entity);
    if (representation === null || key === undefined) continue;
    if (representation !== last) {
      last = representation;
      keys = keysOf(batch, representation);
    }
    let index = keys.get(key);
    if (index === undefined) {
      index = addRepresentation(batch, entity, representation, key);
      keys.set(key, index);
    } else {
      batch.isShared = true;
    }
    added.push(entity);
    job.indexes.push(index);
  }
  return added;
};

/** Adds what a job wants to know. @returns false where it wants nothing: none of the objects is one to ask about */
export const addToBatch = (batch: Batch, job: Job, candidates: readonly Entity[]): boolean => {
  if (job.fetch.representationOf === null) {
    job.entities = candidates;
    batch.isShared ||= candidates.length > 1;
  } else {
    job.entities = addEntities(batch, job, candidates);
  }
  if (job.entities.length === 0) return false;
  batch.jobs.push(job);
  return true;
};
