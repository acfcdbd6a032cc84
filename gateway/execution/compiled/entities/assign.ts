import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import { type Assign, merged } from "../merge.js";
import { put, reader } from "../records.js";
import type { TypeSystem } from "./subtypes.js";

/** What a fetch asks for, as its answer is taken over. */
export interface AnswerFields {
  /** Names that the answer has at its top, after rewrites. */
  readonly names: readonly string[];
  /** Gives an object what the fetch answered about it. What was not asked for is left out. */
  readonly assign: Assign;
}

interface FieldsContext {
  readonly document: DocumentNode;
  readonly types: TypeSystem;
  /** Names that output rewrites put in place of others. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The response names of selection sets, each with the selection sets below it. */
const fieldsIn = ({ document, renamed }: FieldsContext, sets: readonly SelectionSetNode[]) => {
  const fields = new Map<string, SelectionSetNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const known = renamed.get(name) ?? name;
        const below = fields.get(known) ?? [];
        if (selection.selectionSet !== undefined) below.push(selection.selectionSet);
        fields.set(known, below);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else {
        for (const node of document.definitions) {
          const isMeant = node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value;
          if (isMeant) collect(node.selectionSet);
        }
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
};

/** A concrete type is never taken back for an interface, which is all that a subgraph with `@interfaceObject` knows. */
const assignTypename =
  (types: TypeSystem): Assign =>
  (existing, incoming) => {
    const typeName = incoming["__typename"];
    if (typeof typeName !== "string") return;
    if (existing["__typename"] === undefined || !types.isInterface(typeName))
      existing["__typename"] = typeName;
  };

const assignLeaf = (name: string): Assign => {
  const read = reader(name);
  return (existing, incoming) => {
    const value = read(incoming);
    if (value === undefined || (value === null && read(existing) !== undefined)) return;
    put(existing, name, value);
  };
};

const assignObjects = (name: string, below: () => Assign): Assign => {
  const read = reader(name);
  let inner: Assign | null = null;
  return (existing, incoming) => {
    const value = read(incoming);
    if (value === undefined) return;
    const before = read(existing);
    if (before === undefined) return put(existing, name, value);
    inner ??= below(); // compiled when two subgraphs first share a field, which few ever do
    put(existing, name, merged(before, value, inner));
  };
};

/** Compiles how the answer to selection sets is taken over. */
export const compileAnswerFields = (
  context: FieldsContext,
  sets: readonly SelectionSetNode[],
): AnswerFields => {
  const fields = fieldsIn(context, sets);
  const assigns = [...fields].map(([name, below]) => {
    if (name === "__typename") return assignTypename(context.types);
    return below.length === 0
      ? assignLeaf(name)
      : assignObjects(name, () => compileAnswerFields(context, below).assign);
  });
  return {
    names: [...fields.keys()],
    assign(existing, incoming) {
      for (const assign of assigns) assign(existing, incoming);
    },
  };
};
