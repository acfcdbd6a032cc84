import type { Planner } from "./planner.js";
import { openSupergraphPlanner } from "./supergraph-planner.js";

/** Plans in this thread: for tests, and for tools that plan and exit. Knows no deadline. */
export const openInlinePlanner = (supergraphSdl: string): Planner => {
  const { facts, plan } = openSupergraphPlanner(supergraphSdl);
  return {
    facts,
    plan: async (operation) => plan(operation),
    close: async () => undefined,
  };
};
