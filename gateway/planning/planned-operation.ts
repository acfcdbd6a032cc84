import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type ValueNode,
  visit,
} from "graphql";

/** An operation as the planner is given it. */
export interface PlannedOperation {
  /** The document: the operation and the fragments that it uses. */
  readonly text: string;
  /** The response name under which a field of the client's operation is fetched. */
  sourceNameOf(field: FieldNode): string;
  /** The client's response name for one in fetched data. */
  clientNameOf(source: string): string;
  /** The client's variable for one of the plan's. */
  clientVariableOf(planned: string): string;
}

/** Name of the variable that every entity fetch has. */
const REPRESENTATIONS = "representations";

const TYPENAME: NameNode = { kind: Kind.NAME, value: "__typename" };

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const inOrder = <T extends { readonly name: { readonly value: string } }>(named: readonly T[]): T[] =>
  [...named].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));

/** A value as text that is the same for equal values: the order of an input object's fields means nothing. */
const canonical = (value: ValueNode): string => {
  if (value.kind === Kind.LIST) return `[${value.values.map(canonical).join()}]`;
  if (value.kind !== Kind.OBJECT) return print(value);
  return `{${inOrder(value.fields)
    .map((field) => `${field.name.value}:${canonical(field.value)}`)
    .join()}}`;
};

/** What a field asks for: two fields with the same meaning have the same value on the same object. */
const meaningOf = ({ name, arguments: given = [] }: FieldNode): string =>
  given.length === 0
    ? name.value
    : `${name.value}(${inOrder(given)
        .map((argument) => `${argument.name.value}:${canonical(argument.value)}`)
        .join()})`;

/** The operation's own definitions: itself, and the fragments that it uses. */
const definitionsOf = (document: DocumentNode, operation: OperationDefinitionNode) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const used = new Set<FragmentDefinitionNode>();
  const follow = (node: ASTNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || used.has(fragment)) return;
        used.add(fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return [operation, ...used];
};

const namesIn = (definitions: readonly ASTNode[]): Set<string> => {
  const names = new Set<string>();
  for (const node of definitions) {
    visit(node, {
      Field: (field) => {
        names.add(responseName(field));
      },
    });
  }
  return names;
};

/** Gives each meaning a response name of its own, its own wherever that is free. */
const createNames = (definitions: readonly ASTNode[], reserved: ReadonlySet<string>) => {
  const taken = namesIn(definitions);
  const meaningByName = new Map<string, string>();
  const renamed = new Map<string, string>();
  let made = 0;

  /** On plain objects, names such as `constructor` and `__proto__` are never quite absent. */
  const isUnsafe = (name: string): boolean => name in Object.prototype || name === "__typename";

  return (wanted: string, field: FieldNode): string => {
    const meaning = meaningOf(field);
    const owner = meaningByName.get(wanted);
    if (owner === meaning) return wanted;
    const isFree = owner === undefined && !(reserved.has(wanted) && meaning !== wanted) && !isUnsafe(wanted);
    if (isFree) {
      meaningByName.set(wanted, meaning);
      return wanted;
    }
    const key = `${wanted}\0${meaning}`;
    const known = renamed.get(key);
    if (known !== undefined) return known;
    let name: string;
    do name = `t${++made}_${field.name.value}`;
    while (taken.has(name) || reserved.has(name));
    renamed.set(key, name);
    return name;
  };
};

const plannedVariable = (document: readonly OperationDefinitionNode[]): string => {
  const used = new Set(
    document.flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map(({ variable }) => variable.name.value),
    ),
  );
  let name = REPRESENTATIONS;
  while (used.has(name)) name = `client_${name}`;
  return name;
};

/** Says of Boolean variables whether they are true; `null`: not known yet. */
export type KnownConditions = ((variable: string) => boolean) | null;

/** Whether a directive lets its node through; `null` where that is not known, or not for it to say. */
const verdict = (
  { name, arguments: [condition] = [] }: DirectiveNode,
  conditions: KnownConditions,
): boolean | null => {
  const value = condition?.value;
  if ((name.value !== "skip" && name.value !== "include") || value === undefined) return null;
  const isWanted = name.value === "include";
  if (value.kind === Kind.BOOLEAN) return value.value === isWanted;
  return value.kind === Kind.VARIABLE && conditions !== null
    ? conditions(value.name.value) === isWanted
    : null;
};

/** Leaves out what is not included, and conditions that say nothing any more. */
const withoutSettledConditions = <Definition extends ASTNode>(
  definition: Definition,
  conditions: KnownConditions,
): Definition => {
  const settle = <Node extends SelectionNode>(node: Node): Node | null | undefined => {
    const { directives = [] } = node;
    const open = directives.filter((directive) => verdict(directive, conditions) === null);
    if (directives.some((directive) => verdict(directive, conditions) === false)) return null;
    return open.length === directives.length ? undefined : { ...node, directives: open };
  };
  return visit(definition, {
    Field: settle,
    InlineFragment: settle,
    FragmentSpread: settle,
    SelectionSet: {
      leave: (set) =>
        set.selections.length > 0
          ? undefined
          : { ...set, selections: [{ kind: Kind.FIELD, name: TYPENAME }] },
    },
  });
};

/**
 * Writes an operation anew so that plans for it can't mix values up. In the whole of it, a response name stands for one
 * field with one set of arguments; a name under which the planner itself asks for something (a key, a required field)
 * stands for that. So one object that is found at several places can hold the answers for all of them, and no alias
 * of a client's passes for a key. Aliases of `__typename` are left out: the gateway fills them in.
 *
 * Conditions that are known are settled beforehand: where one is left to it, the planner may drop fields beside the one
 * that it stands at.
 * @param reserved see SupergraphFacts
 */
export const planOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  reserved: ReadonlySet<string>,
  conditions: KnownConditions,
): PlannedOperation => {
  const definitions = definitionsOf(document, operation);
  const nameFor = createNames(definitions, reserved);
  const sources = new Map<FieldNode, string>();
  const clients = new Map<string, string>();
  const representations = plannedVariable([operation]);

  const rewritten = definitions.map((definition) =>
    visit(definition, {
      Field(field): FieldNode | undefined | false {
        if (field.name.value === "__schema" || field.name.value === "__type") return false;
        if (field.name.value === "__typename") return field.alias && { ...field, alias: undefined };
        const wanted = responseName(field);
        const source = nameFor(wanted, field);
        if (source === wanted) return undefined;
        sources.set(field, source);
        clients.set(source, wanted);
        return { ...field, alias: { kind: Kind.NAME, value: source } };
      },
      Variable(variable) {
        if (representations === REPRESENTATIONS || variable.name.value !== REPRESENTATIONS) return undefined;
        return { ...variable, name: { kind: Kind.NAME as const, value: representations } };
      },
    }),
  );

  return {
    text: print({
      kind: Kind.DOCUMENT,
      definitions: rewritten.map((definition) => withoutSettledConditions(definition, conditions)),
    }),
    sourceNameOf: (field) => sources.get(field) ?? responseName(field),
    clientNameOf: (source) => clients.get(source) ?? source,
    clientVariableOf: (planned) => (planned === representations ? REPRESENTATIONS : planned),
  };
};
