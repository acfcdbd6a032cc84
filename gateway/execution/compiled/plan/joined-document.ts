import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from "graphql";

/** Several documents that ask one subgraph for entities, as one. */
export interface JoinedDocument {
  readonly query: string;
  readonly operationName: string | null;
  /** Under which name each one's entities are in the answer, in the order of the documents. */
  readonly aliases: readonly string[];
  /** Which variable each one's representations are in. */
  readonly representations: readonly string[];
}

interface Part {
  readonly operation: OperationDefinitionNode;
  readonly fragments: readonly FragmentDefinitionNode[];
  readonly entities: FieldNode;
}

const isFragment = (node: DefinitionNode): node is FragmentDefinitionNode =>
  node.kind === Kind.FRAGMENT_DEFINITION;

/** @returns `null` where a document is more than one question for entities */
const partOf = ({ definitions }: DocumentNode): Part | null => {
  const fragments = definitions.filter(isFragment);
  const [operation, ...others] = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined || others.length > 0 || (operation.directives ?? []).length > 0) return null;
  const [entities, ...more] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || entities.name.value !== "_entities" || more.length > 0) return null;
  return { operation, fragments, entities };
};

const REPRESENTATIONS = "representations";

/** A name that no variable of the documents has. */
const freeName = (wanted: string, taken: ReadonlySet<string>): string =>
  taken.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;

/** Gives what each part calls its own a name that no other part has. */
const renamed = <Node extends FieldNode | FragmentDefinitionNode>(
  node: Node,
  part: number,
  representations: string,
): Node => {
  const fragment = (spread: FragmentSpreadNode | FragmentDefinitionNode) => ({
    ...spread,
    name: { ...spread.name, value: `${spread.name.value}_${part}` },
  });
  return visit(node, {
    FragmentSpread: fragment,
    FragmentDefinition: fragment,
    Variable: (variable) =>
      variable.name.value === REPRESENTATIONS
        ? { ...variable, name: { ...variable.name, value: representations } }
        : undefined,
  }) as Node;
};

/**
 * Makes one document of several.
 * @param queries documents of a plan: the same variable means the same in all of them
 * @returns `null` where they are not of the kind that can be one
 */
export const joinDocuments = (queries: readonly string[]): JoinedDocument | null => {
  const parts: Part[] = [];
  for (const query of queries) {
    const part = partOf(parse(query, { noLocation: true }));
    if (part === null) return null;
    parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return null;
  const variables = new Map<string, VariableDefinitionNode>();
  for (const { operation } of parts) {
    for (const defined of operation.variableDefinitions ?? [])
      variables.set(defined.variable.name.value, defined);
  }
  const own = variables.get(REPRESENTATIONS);
  if (own === undefined) return null;
  variables.delete(REPRESENTATIONS);
  const taken = new Set(variables.keys());
  const representations = parts.map((_, index) => freeName(`${REPRESENTATIONS}_${index}`, taken));
  const aliases = parts.map((_, index) => `entities_${index}`);
  const nameAt = (index: number): string => representations[index] ?? "";

  const operation: OperationDefinitionNode = {
    ...first.operation,
    variableDefinitions: [
      ...representations.map((name) => ({
        ...own,
        variable: { ...own.variable, name: { ...own.variable.name, value: name } },
      })),
      ...variables.values(),
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: parts.map(({ entities }, index) => ({
        ...renamed(entities, index, nameAt(index)),
        alias: { kind: Kind.NAME, value: aliases[index] ?? "" },
      })),
    },
  };
  const fragments = parts.flatMap((part, index) =>
    part.fragments.map((fragment) => renamed(fragment, index, nameAt(index))),
  );
  return {
    query: stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] })),
    operationName: first.operation.name?.value ?? null,
    aliases,
    representations,
  };
};
