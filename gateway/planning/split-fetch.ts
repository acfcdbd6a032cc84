import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from "graphql";
import { fieldSetOf, joinGraphNames, stringArgument } from "./field-set.js";
import type { FetchStep, Requirement } from "./plan.js";
import { realName, type StandIn } from "./required-arguments.js";

/** By place in a representation (real names, dotted), under which name its value was fetched. */
type Sources = ReadonlyMap<string, string>;
/** By subgraph, type and field: what the field requires. */
export type RequiredSources = ReadonlyMap<string, Sources>;

const coordinate = (subgraph: string, type: string, field: string): string => `${subgraph} ${type}.${field}`;

const sourcesOf = (set: SelectionSetNode, standIns: ReadonlyMap<string, StandIn>): Sources => {
  const sources = new Map<string, string>();
  const collect = ({ selections }: SelectionSetNode, place: string): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, place);
      if (selection.kind !== Kind.FIELD) continue;
      const name = `${place}.${realName(selection.name.value, standIns)}`;
      if (selection.selectionSet !== undefined) collect(selection.selectionSet, name);
      else sources.set(name, selection.name.value);
    }
  };
  collect(set, "");
  return sources;
};

/** What each field with `@requires` needs, in a supergraph with stand-ins. */
export const requiredSourcesIn = (
  supergraph: DocumentNode,
  standIns: ReadonlyMap<string, StandIn>,
): RequiredSources => {
  const sources = new Map<string, Sources>();
  if (standIns.size === 0) return sources;
  const graphs = joinGraphNames(supergraph);
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const { name, directives = [] } of type.fields ?? []) {
      for (const directive of directives) {
        const requires = stringArgument(directive, "requires");
        const graph = stringArgument(directive, "graph");
        if (directive.name.value !== "join__field" || requires === null || graph === null) continue;
        const subgraph = graphs.get(graph) ?? graph;
        sources.set(
          coordinate(subgraph, type.name.value, name.value),
          sourcesOf(fieldSetOf(requires), standIns),
        );
      }
    }
  }
  return sources;
};

/** Whether two fields need different values in one place of a representation. */
const areAtOdds = (one: Sources, other: Sources): boolean =>
  [...one].some(([place, source]) => (other.get(place) ?? source) !== source);

/** Selections with every named fragment written out. */
const writtenOut = (document: DocumentNode): OperationDefinitionNode => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const inlined = (node: SelectionNode): SelectionNode => {
    if (node.kind === Kind.FIELD) {
      return node.selectionSet === undefined ? node : { ...node, selectionSet: allOf(node.selectionSet) };
    }
    if (node.kind === Kind.INLINE_FRAGMENT) return { ...node, selectionSet: allOf(node.selectionSet) };
    const fragment = fragments.get(node.name.value);
    if (fragment === undefined) return node;
    const { typeCondition, selectionSet } = fragment;
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition,
      directives: node.directives,
      selectionSet: allOf(selectionSet),
    };
  };
  const allOf = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map(inlined),
  });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("A fetch has no operation.");
  return { ...operation, selectionSet: allOf(operation.selectionSet) };
};

/** The fields of entities that pass, with the fragments around them; `null` where none does. */
const keptFields = (
  { selections, ...set }: SelectionSetNode,
  type: string,
  keeps: (type: string, field: FieldNode) => boolean,
): SelectionSetNode | null => {
  const kept = selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keeps(type, selection) ? [selection] : [];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
    const inner = keptFields(selection.selectionSet, selection.typeCondition?.name.value ?? type, keeps);
    return inner === null ? [] : [{ ...selection, selectionSet: inner }];
  });
  return kept.length === 0 ? null : { ...set, selections: kept };
};

const withoutUnusedVariables = (operation: OperationDefinitionNode): OperationDefinitionNode => {
  const used = new Set<string>();
  visit(operation.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.filter(({ variable }) =>
      used.has(variable.name.value),
    ),
  };
};

/** Leaves out what would put another value where `sources` has one. */
const keptRequirements = (
  requirements: readonly Requirement[],
  sources: Sources,
  place = "",
): readonly Requirement[] =>
  requirements.flatMap((requirement): Requirement[] => {
    if (requirement.kind === "fragment") {
      return [{ ...requirement, selections: keptRequirements(requirement.selections, sources, place) }];
    }
    const here = `${place}.${requirement.name}`;
    if (requirement.selections !== null) {
      return [{ ...requirement, selections: keptRequirements(requirement.selections, sources, here) }];
    }
    return (sources.get(here) ?? requirement.source) === requirement.source ? [requirement] : [];
  });

/** Puts fields into as few groups as a greedy look finds, so that no group needs two values in one place. */
const grouped = (needs: readonly Sources[]): Map<string, string>[] => {
  const groups: Map<string, string>[] = [];
  for (const sources of needs) {
    const fitting = groups.find((candidate) => !areAtOdds(candidate, sources));
    const group = fitting ?? new Map<string, string>();
    if (fitting === undefined) groups.push(group);
    for (const [place, source] of sources) group.set(place, source);
  }
  return groups;
};

/**
 * Apollo's planner asks for all fields of an entity at once. Where two of them require the same field with different
 * arguments, one representation can't carry both values: they are asked for in fetches of their own.
 */
export const splitFetch = (fetch: FetchStep, required: RequiredSources): readonly FetchStep[] => {
  const { requires, subgraph, query } = fetch;
  if (requires === null) return [fetch];
  const operation = writtenOut(parse(query, { noLocation: true }));
  const [entities] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) return [fetch];
  const { selectionSet } = entities;

  const needsOf = (type: string, field: FieldNode): Sources =>
    required.get(coordinate(subgraph, type, field.name.value)) ?? new Map();
  const needs: Sources[] = [];
  keptFields(selectionSet, "", (type, field) => {
    needs.push(needsOf(type, field));
    return true;
  });
  const groups = grouped(needs);
  if (groups.length <= 1) return [fetch];

  return groups.map((group) => {
    const isFirstFit = (type: string, field: FieldNode) =>
      groups.find((candidate) => !areAtOdds(candidate, needsOf(type, field))) === group;
    const kept = keptFields(selectionSet, "", isFirstFit) ?? selectionSet;
    const part = withoutUnusedVariables({
      ...operation,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...entities, selectionSet: kept }] },
    });
    const used = new Set((part.variableDefinitions ?? []).map(({ variable }) => variable.name.value));
    return {
      ...fetch,
      query: stripIgnoredCharacters(print(part)),
      variables: fetch.variables.filter((name) => used.has(name)),
      requires: keptRequirements(requires, group),
    };
  });
};
