import type { Finding } from "../../drizzle/registry/values.js";
import type { SubgraphSdl } from "../compose/compose.js";

/**
 * Something that a subgraph may promise beside being part of the graph. The registry knows none by itself: whoever opens
 * it brings them.
 */
export interface Contract {
  /** What an SDL breaks; nothing where it promises nothing. @param others what would be served beside it */
  read(subgraph: SubgraphSdl, others: readonly SubgraphSdl[]): readonly Finding[];
  /** What the running subgraph breaks. @param parties test parties that it may be asked as */
  probe(subgraph: SubgraphSdl, parties: readonly string[]): Promise<readonly Finding[]>;
}

/** Asks running candidates, each once, however often they are checked. */
export type Probing = (subgraph: SubgraphSdl) => Promise<readonly Finding[]>;

/** @param parties test parties that candidates may be asked as */
export const createProbing = (contracts: readonly Contract[], parties: readonly string[]): Probing => {
  const probed = new Map<string, Promise<readonly Finding[]>>();
  const probe = async (subgraph: SubgraphSdl): Promise<readonly Finding[]> =>
    (await Promise.all(contracts.map((contract) => contract.probe(subgraph, parties)))).flat();
  return (subgraph) => {
    const begun = probed.get(subgraph.name) ?? probe(subgraph);
    probed.set(subgraph.name, begun);
    return begun;
  };
};
