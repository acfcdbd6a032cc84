import { systemClock } from "../../lib/clock.js";
import type { SubgraphEntry, SubgraphSource } from "../datasource/subgraph-source.js";
import { openCompiledEngine } from "../execution/compiled/compiled-engine.js";
import { defaultPlanningLimits, type PlanningLimits } from "../planning/planner.js";

/** A subgraph that is not asked: nothing runs while a supergraph is only looked at. */
const unasked = ({ name }: SubgraphEntry): SubgraphSource => ({
  name,
  transport: "http",
  limits: { timeoutMillis: 1, concurrency: 1 },
  circuit: null,
  fetch: () => Promise.reject(new Error("Nothing is fetched while a supergraph is checked.")),
  close: async () => undefined,
});

/**
 * Loads a supergraph in the engine that would serve it, and lets it go again. A thread of its own does the work.
 * @param planning `null`: in this thread, for tests
 * @throws Error which says why it can't be served
 */
export const checkSupergraph = async (
  supergraphSdl: string,
  planning: PlanningLimits | null = defaultPlanningLimits,
): Promise<void> => {
  const engine = await openCompiledEngine({
    supergraphSdl,
    sourceFor: unasked,
    planning,
    clock: systemClock,
  });
  await engine.close();
};
