import { type ErrorPath, SubgraphError } from "../../../datasource/subgraph-error.js";
import { findPlaces } from "../entities/positions.js";
import { MAX_ERRORS } from "../faults.js";
import type { Batch, Job } from "./batch.js";
import type { PlanRequest } from "./request.js";

type Path = (string | number)[];

/** A fetch's own path, in the client's names. */
const clientPath = (request: PlanRequest, path: ErrorPath): Path =>
  path.map((step) => (typeof step === "string" ? request.clientNameOf(step) : step));

/** Where in the answer the objects are that a job asked about; for an entity, those with this representation. */
const placesOf = (
  request: PlanRequest,
  { fetch, entities, indexes }: Job,
  index: number | null,
  limit: number,
): Path[] => {
  const { path } = fetch.step;
  if (path.length === 0) return [[]];
  const meant = new Set(
    index === null ? entities : entities.filter((_, position) => indexes[position] === index),
  );
  return findPlaces(request.fetched.root, path, Number.POSITIVE_INFINITY)
    .filter(({ entity }) => meant.has(entity))
    .slice(0, limit)
    .map((place) => clientPath(request, place.path));
};

/** An error that says where, at every place where that is. */
const reportAt = (request: PlanRequest, job: Job, error: SubgraphError, path: ErrorPath): void => {
  const isOfEntity = job.fetch.representationOf !== null;
  const [, index] = path;
  const inner = clientPath(request, isOfEntity ? path.slice(2) : path);
  const entity = isOfEntity && typeof index === "number" ? index : null;
  for (const place of placesOf(request, job, entity, MAX_ERRORS)) {
    request.faults.addSubgraphError(error, [...place, ...inner]);
  }
};

/**
 * An error of a whole fetch is told at each root field that it took. Of entities it is told once, at the first field of
 * the first: a thousand that miss the same are one failure, and telling it a thousand times would cost most when there
 * is least to spare. Nulls in all its fields are explained.
 */
const reportWhole = (request: PlanRequest, job: Job, error: SubgraphError): void => {
  const names = job.fetch.answer.names.filter((name) => name !== "__typename").map(request.clientNameOf);
  const around = clientPath(request, job.fetch.step.path);
  for (const name of names) request.faults.explain([...around, name]);
  const [place = []] = placesOf(request, job, null, 1);
  const told = job.fetch.representationOf === null ? names : names.slice(0, 1);
  for (const name of told) request.faults.addSubgraphError(error, [...place, name]);
};

/** Reports a subgraph's errors where they are in the answer to the client. */
export const reportErrors = (
  request: PlanRequest,
  { jobs }: Batch,
  errors: readonly SubgraphError[],
): void => {
  for (const error of errors) {
    for (const job of jobs) {
      const isOfEntity = job.fetch.representationOf !== null;
      const { path } = error;
      const isPlaced = path !== undefined && path.length > 0 && (!isOfEntity || typeof path[1] === "number");
      if (isPlaced) reportAt(request, job, error, path);
      else reportWhole(request, job, error);
    }
  }
};

/** What a subgraph answered in place of one entity for each representation. */
export const entitiesMissing = (service: string): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_RESPONSE_INVALID",
    service,
    `The subgraph "${service}" did not answer each entity that it was asked for.`,
  );
