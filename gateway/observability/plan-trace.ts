import type {
  FetchPicture,
  FetchRun,
  PlanExtension,
  PlanPicture,
  PlanPlace,
  ShownFetch,
  ShownPlan,
} from "./plan-picture.js";

/** Collects what happens to the plan of one request. */
export interface PlanTrace {
  planned(isCached: boolean, durationMillis: number, picture: PlanPicture | null): void;
  /** @param places the steps of the plan that one fetch was made for */
  fetched(subgraph: string, places: readonly PlanPlace[], run: FetchRun): void;
  toExtension(): PlanExtension;
}

const keyOf = (subgraph: string, operation: string, path: FetchPicture["path"]): string =>
  JSON.stringify([subgraph, operation, path]);

/** Tenths of a millisecond are as much as anybody reads. */
export const roundedMillis = (millis: number): number => Math.round(millis * 10) / 10;

/** @param sinceArrival milliseconds since the request came */
export const createPlanTrace = (sinceArrival: () => number): PlanTrace => {
  let planning: PlanExtension["planning"] = null;
  let picture: PlanPicture | null = null;
  const runs = new Map<string, { fetch: FetchPicture; runs: FetchRun[] }>();

  const shown = (step: PlanPicture, placed: Set<string>): ShownPlan => {
    switch (step.kind) {
      case "fetch": {
        const key = keyOf(step.subgraph, step.operation, step.path);
        placed.add(key);
        return { ...step, runs: runs.get(key)?.runs ?? [] };
      }
      case "condition":
        return {
          ...step,
          whenTrue: step.whenTrue && shown(step.whenTrue, placed),
          whenFalse: step.whenFalse && shown(step.whenFalse, placed),
        };
      default:
        return { kind: step.kind, steps: step.steps.map((inner) => shown(inner, placed)) };
    }
  };

  return {
    planned(isCached, durationMillis, described) {
      planning = { isCached, durationMillis: roundedMillis(durationMillis) };
      picture = described;
    },
    fetched(subgraph, places, run) {
      for (const { path, operation } of places) {
        const key = keyOf(subgraph, operation, path);
        const known = runs.get(key);
        if (known !== undefined) known.runs.push(run);
        else runs.set(key, { fetch: { kind: "fetch", subgraph, operation, path }, runs: [run] });
      }
    },
    toExtension() {
      const placed = new Set<string>();
      const root = picture && shown(picture, placed);
      const unplanned: ShownFetch[] = [...runs]
        .filter(([key]) => !placed.has(key))
        .map(([, entry]) => ({ ...entry.fetch, runs: entry.runs }));
      return {
        planning,
        durationMillis: roundedMillis(sinceArrival()),
        root,
        ...(unplanned.length === 0 ? {} : { unplanned }),
      };
    },
  };
};
