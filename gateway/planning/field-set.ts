import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from "graphql";

/** The selections of a federation field set, e.g. `id organisation { number }`. */
export const fieldSetOf = (text: string): SelectionSetNode => {
  const { definitions } = parse(`{${text}}`, { noLocation: true });
  return (definitions[0] as OperationDefinitionNode).selectionSet;
};

/** The field set that a selection set is, without braces. */
export const printFieldSet = (set: SelectionSetNode): string =>
  stripIgnoredCharacters(print(set)).slice(1, -1);

/** Every field set in a supergraph's join directives: keys, and what fields require. */
export const fieldSetsIn = (supergraph: DocumentNode): SelectionSetNode[] => {
  const sets: SelectionSetNode[] = [];
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const directives = [
      ...(node.directives ?? []),
      ...(node.fields ?? []).flatMap((field) => field.directives ?? []),
    ];
    for (const directive of directives) {
      const text =
        directive.name.value === "join__type"
          ? stringArgument(directive, "key")
          : directive.name.value === "join__field"
            ? stringArgument(directive, "requires")
            : null;
      if (text !== null) sets.push(fieldSetOf(text));
    }
  }
  return sets;
};

/** The names of all fields in a selection set, at every depth. */
export const fieldNamesIn = (set: SelectionSetNode): string[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = selection.selectionSet === undefined ? [] : fieldNamesIn(selection.selectionSet);
    return selection.kind === Kind.FIELD ? [selection.name.value, ...inner] : inner;
  });

/** A string or enum argument of a directive; `null` where it is not given. */
export const stringArgument = (
  { arguments: given = [] }: ConstDirectiveNode,
  wanted: string,
): string | null => {
  const value = given.find(({ name }) => name.value === wanted)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;
};

/** The names of a supergraph's subgraphs, by the names that its join directives use for them. */
export const joinGraphNames = (supergraph: DocumentNode): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== "join__Graph") continue;
    for (const { name, directives = [] } of node.values ?? []) {
      const graph = directives.find((directive) => directive.name.value === "join__graph");
      names.set(name.value, (graph && stringArgument(graph, "name")) ?? name.value);
    }
  }
  return names;
};
