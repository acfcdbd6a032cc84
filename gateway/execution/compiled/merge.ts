import { CONFLICT, type Entity, isEntity } from "./records.js";

/** Gives an object what another says of the same thing. */
export type Assign = (existing: Entity, incoming: Entity) => void;

/**
 * What two subgraphs say of one place that holds objects. `null` takes nothing away: the other may know better, and an
 * error that made it null is reported anyway. Lists are merged element by element. What can't be one value is a
 * conflict: lists of different length, a list beside an object, an object beside a leaf.
 *
 * Objects of `existing` stay the same objects and gain properties, as fetches that are under way hold on to them.
 */
export const merged = (existing: unknown, incoming: unknown, assign: Assign): unknown => {
  if (incoming === null || incoming === undefined) return existing ?? null;
  if (existing === null || existing === undefined || existing === incoming) return incoming;
  if (Array.isArray(existing) && Array.isArray(incoming)) {
    if (existing.length !== incoming.length) return CONFLICT;
    for (const [index, value] of incoming.entries()) existing[index] = merged(existing[index], value, assign);
    return existing;
  }
  if (!isEntity(existing) || !isEntity(incoming)) return CONFLICT;
  assign(existing, incoming);
  return existing;
};
