import { type DocumentNode, Kind, parse, type SelectionNode, type SelectionSetNode } from "graphql";
import type { FetchStep, Requirement } from "../../../planning/plan.js";
import { EACH } from "../path.js";

/** Fields that selection sets ask for, by response name; `below` is empty for leaves. */
type Fields = Map<string, SelectionSetNode[]>;

const fieldsOf = (document: DocumentNode, sets: readonly SelectionSetNode[]): Fields => {
  const fields: Fields = new Map();
  const collect = (selection: SelectionNode): void => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      for (const inner of selection.selectionSet.selections) collect(inner);
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      for (const node of document.definitions) {
        const isMeant = node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value;
        if (isMeant) for (const inner of node.selectionSet.selections) collect(inner);
      }
    } else {
      const name = (selection.alias ?? selection.name).value;
      const below = fields.get(name) ?? [];
      if (selection.selectionSet !== undefined) below.push(selection.selectionSet);
      fields.set(name, below);
    }
  };
  for (const { selections } of sets) for (const selection of selections) collect(selection);
  return fields;
};

/** Names of what a fetch asks for at a place below its own; `null` where it asks for nothing there, or for objects. */
const leavesAt = (
  { query, requires }: FetchStep,
  way: readonly string[],
): ReadonlySet<string> | "objects" | null => {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) return null;
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  const names = [...(requires === null ? [] : ["_entities"]), ...way];
  for (const name of names) sets = fieldsOf(document, sets).get(name) ?? [];
  if (sets.length === 0) return null;
  const fields = fieldsOf(document, sets);
  return [...fields.values()].some((below) => below.length > 0) ? "objects" : new Set(fields.keys());
};

/** The leaves that a fetch requires; `null` where it requires more than leaves, or not the same of all types. */
const requiredLeaves = (requires: readonly Requirement[]): ReadonlySet<string> | null => {
  let leaves: ReadonlySet<string> | null = null;
  for (const requirement of requires) {
    if (requirement.kind !== "fragment") return null;
    const names = new Set<string>();
    for (const inner of requirement.selections) {
      if (inner.kind !== "field" || inner.selections !== null || inner.name !== inner.source) return null;
      names.add(inner.name);
    }
    if (leaves !== null && !areSame(leaves, names)) return null;
    leaves = names;
  }
  return leaves;
};

const areSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((name) => other.has(name));

const withoutEach = (path: readonly string[]): string[] => path.filter((name) => name !== EACH);

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((name, index) => path[index] === name);

/**
 * Whether the objects that a fetch asks about have nothing but what it sends of them, so that two with the same
 * representation are the same to the last field, and one can stand for all: it is given what is answered once, and is
 * written once, however often it is in the answer.
 */
export const areKeysOnly = (fetch: FetchStep, all: readonly FetchStep[]): boolean => {
  const { path, requires, inputRewrites } = fetch;
  const last = path.at(-1);
  if (requires === null || inputRewrites.length > 0) return false;
  if (last === undefined || last === EACH || last in Object.prototype) return false;
  const required = requiredLeaves(requires);
  if (required === null) return false;
  const place = withoutEach(path);
  let providers = 0;
  for (const other of all) {
    const around = withoutEach(other.path);
    if (around.length >= place.length || !startsWith(place, around)) continue;
    const leaves = leavesAt(other, place.slice(around.length));
    if (leaves === null) continue;
    const isOnly = providers === 0 && leaves !== "objects" && other.outputRewrites.length === 0;
    if (!isOnly || !areSame(leaves, required)) return false;
    providers += 1;
  }
  return providers === 1;
};
