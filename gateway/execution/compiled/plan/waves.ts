import type { FetchStep, PlanStep } from "../../../planning/plan.js";

/** More documents of one wave than this are not sent in one request. */
const MAX_DOCUMENTS = 16;

/**
 * Fetches of entities from one subgraph that are as far down a plan as each other: they become ready at about the same
 * time, and may go to their subgraph in one request.
 */
export interface Wave {
  /** How many fetches of the plan are in it. */
  readonly size: number;
  /** What they send, each text once. */
  readonly documents: readonly string[];
}

/** Waves by the fetches that are in them; a fetch that is alone is in none. */
export type Waves = ReadonlyMap<FetchStep, Wave>;

/** Calls back with each fetch and how many come before it. @returns how many come before what follows */
const walk = (
  step: PlanStep | null,
  depth: number,
  visit: (fetch: FetchStep, depth: number) => void,
): number => {
  switch (step?.kind) {
    case undefined:
      return depth;
    case "fetch":
      visit(step, depth);
      return depth + 1;
    case "series":
      return step.steps.reduce((reached, inner) => walk(inner, reached, visit), depth);
    case "parallel":
      return Math.max(depth, ...step.steps.map((inner) => walk(inner, depth, visit)));
    case "condition":
      return Math.max(walk(step.whenTrue, depth, visit), walk(step.whenFalse, depth, visit));
  }
};

/** @param mayJoin whether fetches from a subgraph gain anything by going together */
export const wavesOf = (step: PlanStep | null, mayJoin: (subgraph: string) => boolean): Waves => {
  const members = new Map<string, FetchStep[]>();
  walk(step, 0, (fetch, depth) => {
    if (fetch.requires === null || fetch.path.length === 0 || !mayJoin(fetch.subgraph)) return;
    const key = `${depth} ${fetch.subgraph}`;
    const known = members.get(key);
    if (known === undefined) members.set(key, [fetch]);
    else known.push(fetch);
  });
  const waves = new Map<FetchStep, Wave>();
  for (const fetches of members.values()) {
    const documents = [...new Set(fetches.map(({ query }) => query))];
    if (fetches.length === 1 || documents.length > MAX_DOCUMENTS) continue;
    const wave: Wave = { size: fetches.length, documents };
    for (const fetch of fetches) waves.set(fetch, wave);
  }
  return waves;
};
