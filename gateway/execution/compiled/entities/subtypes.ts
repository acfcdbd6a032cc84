import type { SupergraphFacts } from "../../../planning/planner.js";

/** The types of a supergraph, as far as execution needs to know them. Includes what clients can't see. */
export interface TypeSystem {
  /** Whether objects of a type pass a condition `... on condition`. */
  isOfType(typeName: string, condition: string): boolean;
  isInterface(typeName: string): boolean;
}

export const typeSystemOf = ({ subtypes, interfaces }: SupergraphFacts): TypeSystem => {
  const below = new Map(Object.entries(subtypes).map(([name, names]) => [name, new Set(names)]));
  const interfaceNames = new Set(interfaces);
  return {
    isOfType: (typeName, condition) =>
      typeName === condition || (below.get(condition)?.has(typeName) ?? false),
    isInterface: (typeName) => interfaceNames.has(typeName),
  };
};
