import type { FetchStep, PlanStep } from "../../../planning/plan.js";
import { EACH } from "../path.js";

/** The fetches of a plan. */
export const fetchesOf = (step: PlanStep | null): readonly FetchStep[] => {
  if (step === null) return [];
  if (step.kind === "fetch") return [step];
  if (step.kind === "condition") return [...fetchesOf(step.whenTrue), ...fetchesOf(step.whenFalse)];
  return step.steps.flatMap(fetchesOf);
};

/**
 * The places whose values come with entities: what is answered about an entity is given to all objects that it is at,
 * and they then hold the very same lists and objects. And the places of objects that are made one where they are the
 * same.
 * @param namesOf names that a fetch's answer has at its top
 * @param hasKeysOnly see key-places.ts
 * @returns names from the root, with dots
 */
export const sharablePlaces = (
  fetches: readonly FetchStep[],
  namesOf: (fetch: FetchStep) => readonly string[],
  hasKeysOnly: (fetch: FetchStep) => boolean,
): ReadonlySet<string> => {
  const places = new Set<string>();
  for (const fetch of fetches) {
    if (fetch.path.length === 0) continue;
    const place = fetch.path.filter((name) => name !== EACH).join(".");
    for (const name of namesOf(fetch)) places.add(`${place}.${name}`);
    if (hasKeysOnly(fetch)) places.add(place);
  }
  return places;
};
