import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** A number that is made from a selection set's parts. */
export interface Measure {
  /** Of a field, from what its own selection set measures (0 where it has none). */
  field(field: FieldNode, inside: number): number;
  /** Of a fragment, spread or inline, from what its selection set measures. */
  fragment(node: SelectionNode, inside: number): number;
  /** Of a selection set, from its selections one by one. */
  combine(sum: number, selection: number): number;
}

/**
 * Measures operations with their fragments written out, without writing them out: each fragment is measured once, so
 * that fragments of fragments of fragments cost as many steps as they have letters. A fragment within itself counts as
 * nothing there; another rule refuses it.
 */
export const measureOperations = (
  document: DocumentNode,
  measure: Measure,
): { operation: OperationDefinitionNode; size: number }[] => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();

  const ofFragment = (name: string): number => {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    known.set(name, 0); // while it is being measured
    const size = ofSet(fragments.get(name)?.selectionSet);
    known.set(name, size);
    return size;
  };

  const ofSelection = (selection: SelectionNode): number => {
    switch (selection.kind) {
      case Kind.FIELD:
        return measure.field(selection, ofSet(selection.selectionSet));
      case Kind.FRAGMENT_SPREAD:
        return measure.fragment(selection, ofFragment(selection.name.value));
      case Kind.INLINE_FRAGMENT:
        return measure.fragment(selection, ofSet(selection.selectionSet));
    }
  };

  const ofSet = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).reduce((sum, selection) => measure.combine(sum, ofSelection(selection)), 0);

  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({ operation, size: ofSet(operation.selectionSet) }));
};

/** Sums up: for measures that count things. */
export const add = (sum: number, selection: number): number => sum + selection;
