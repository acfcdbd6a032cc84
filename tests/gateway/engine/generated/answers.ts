import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import {
  entityOf,
  faultOf,
  fieldOf,
  keyFields,
  ROOT,
  type Thing,
  valueIn,
  type WorldContent,
  wrongValue,
} from "./values.js";

type Json = Record<string, unknown>;

const isThing = (value: unknown): value is Thing =>
  typeof value === "object" && value !== null && "type" in value && "key" in value;

const ABSTRACT = new Set(["Node", "Thing"]);

/**
 * Answers a fetch as a subgraph would whose resolvers have the world's content, and which checks nothing that it sends:
 * nulls stay where none may be, and wrong values where they are.
 */
export const answerFetch = (
  content: WorldContent,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): { data: Json; errors: object[] } => {
  const document: DocumentNode = parse(query, { noLocation: true });
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const errors: object[] = [];
  const defaults = Object.fromEntries(
    (operation?.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
  const values = { ...defaults, ...variables };

  const isIncluded = ({ directives = [] }: Pick<FieldNode, "directives">): boolean =>
    directives.every(({ name, arguments: [condition] = [] }) => {
      const value = condition && valueFromASTUntyped(condition.value, values);
      return name.value === "skip" ? value !== true : name.value !== "include" || value !== false;
    });

  const fieldsOn = (set: SelectionSetNode, type: string): FieldNode[] =>
    set.selections.filter(isIncluded).flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : document.definitions.find(
              (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
            );
      if (fragment === undefined || !("typeCondition" in fragment)) return [];
      const condition = fragment.typeCondition?.name.value;
      const passes = condition === undefined || condition === type || ABSTRACT.has(condition);
      return passes && fragment.selectionSet !== undefined ? fieldsOn(fragment.selectionSet, type) : [];
    });

  const complete = (value: unknown, sets: readonly SelectionSetNode[], path: readonly unknown[]): unknown => {
    if (Array.isArray(value) && (sets.length > 0 || !isLeafList(value))) {
      return value.map((element, index) => complete(element, sets, [...path, index]));
    }
    return isThing(value) && sets.length > 0 ? answerThing(value, sets, path, {}) : value;
  };
  const isLeafList = (_: readonly unknown[]): boolean => true;

  const answerThing = (
    thing: Thing,
    sets: readonly SelectionSetNode[],
    path: readonly unknown[],
    representation: Json,
  ): Json => {
    const answer: Json = {};
    const byName = new Map<string, FieldNode[]>();
    for (const node of sets.flatMap((set) => fieldsOn(set, thing.type))) {
      const name = (node.alias ?? node.name).value;
      byName.set(name, [...(byName.get(name) ?? []), node]);
    }
    for (const [name, nodes] of byName) {
      const [node] = nodes;
      if (node === undefined) continue;
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const value = answerField(thing, node, below, [...path, name], representation);
      if (value !== undefined) answer[name] = value;
    }
    return answer;
  };

  const answerField = (
    thing: Thing,
    node: FieldNode,
    below: readonly SelectionSetNode[],
    path: readonly unknown[],
    representation: Json,
  ): unknown => {
    const name = node.name.value;
    if (name === "__typename") return thing.type;
    const field = fieldOf(content, thing.type, name);
    if (field === undefined) {
      const key = keyFields(thing)[name];
      if (below.length === 0) return key;
      const inner = below.flatMap((set) => fieldsOn(set, "Ref"));
      return Object.fromEntries(
        inner.map(({ alias, name: { value } }) => [
          alias?.value ?? value,
          value === "__typename" ? "Ref" : (key as Json)[value],
        ]),
      );
    }
    const [given] = node.arguments ?? [];
    const argument = given === undefined ? 1 : Number(valueFromASTUntyped(given.value, values) ?? 1);
    const fault = faultOf(content, thing, field, argument);
    if (fault === "wrong") return wrongValue(field.type);
    if (fault === "missing") return undefined;
    if (fault === "error") {
      errors.push({ message: `${thing.type}.${name} failed.`, path, extensions: { code: "FAULT" } });
    }
    if (fault !== null) return null;
    const needed = (field.requires?.fields ?? []).map((required) => representation[required.field] ?? null);
    return complete(valueIn(content, thing, field, argument, needed), below, path);
  };

  const root = operation?.selectionSet;
  const [first] = root?.selections ?? [];
  if (first?.kind === Kind.FIELD && first.name.value === "_entities" && first.selectionSet !== undefined) {
    const set = first.selectionSet;
    const entities = (values["representations"] as Json[]).map((representation, index) => {
      const thing = entityOf(representation);
      return thing && answerThing(thing, [set], ["_entities", index], representation);
    });
    return { data: { _entities: entities }, errors };
  }
  return { data: root === undefined ? {} : answerThing(ROOT, [root], [], {}), errors };
};
