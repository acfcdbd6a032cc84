import type { SubgraphPlaces } from "../datasource/sources.js";
import type { Snapshot } from "./snapshot.js";

/**
 * A subgraph that was handed over, or given a URL, and that the supergraph does not have is a mistake.
 * @throws Error naming it
 */
export const checkPlaces = (given: Partial<SubgraphPlaces>, { subgraphs }: Snapshot): void => {
  const known = new Set(subgraphs.map(({ name }) => name));
  const names = [
    ...(given.localSubgraphs ?? []).map(({ name }) => name),
    ...Object.keys(given.subgraphUrls ?? {}),
  ];
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `The supergraph has no subgraph named ${unknown.join(", ")}; it has ${[...known].join(", ")}.`,
    );
  }
};
