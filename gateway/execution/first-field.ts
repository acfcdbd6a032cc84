import { Kind, parse, type SelectionSetNode } from "graphql";
import type { ErrorPath } from "../datasource/subgraph-error.js";

/**
 * Where a fetch would have put its first field, as its own answer would have it: `["orders"]`, or
 * `["_entities", 0, "name"]`. An error of the whole fetch is reported there.
 */
export const firstFieldOf = (query: string): ErrorPath => {
  const { definitions } = parse(query, { noLocation: true });
  const fragments = new Map<string, SelectionSetNode>();
  let root: SelectionSetNode | null = null;
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) root = definition.selectionSet;
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }

  const firstIn = (set: SelectionSetNode | null | undefined): ErrorPath => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === "__typename") continue;
        if (selection.name.value === "_entities") return ["_entities", 0, ...firstIn(selection.selectionSet)];
        return [(selection.alias ?? selection.name).value];
      }
      const inner = firstIn(
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)
          : selection.selectionSet,
      );
      if (inner.length > 0) return inner;
    }
    return [];
  };
  return firstIn(root);
};
