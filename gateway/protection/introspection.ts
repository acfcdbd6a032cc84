import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

const INTROSPECTION_FIELDS = new Set(["__schema", "__type", "__typename"]);

/** Whether an operation asks for the schema and nothing else: its root fields are all introspection's own. */
export const isPureIntrospection = (document: DocumentNode, operation: OperationDefinitionNode): boolean => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const seen = new Set<string>();
  const isPure = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).every((selection) => {
      if (selection.kind === Kind.FIELD) return INTROSPECTION_FIELDS.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isPure(selection.selectionSet);
      const { value: name } = selection.name;
      if (seen.has(name)) return true;
      seen.add(name);
      return isPure(fragments.get(name)?.selectionSet);
    });
  return operation.operation === "query" && isPure(operation.selectionSet);
};
