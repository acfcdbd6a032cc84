import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import { type CodeValues, compileFunction, literal, propertyCode } from "../code.js";
import { type Assign, merged } from "../merge.js";
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

/** Two subgraphs share the field. Compiled when that is first met, which few fields ever are. */
const mergeWith = (below: () => Assign): ((existing: unknown, incoming: unknown) => unknown) => {
  let assign: Assign | null = null;
  return (existing, incoming) => {
    assign ??= below();
    return merged(existing, incoming, assign);
  };
};

/** Code that takes one property over; `v` is its variable. */
const takeOver = (
  context: FieldsContext,
  name: string,
  below: SelectionSetNode[],
  values: CodeValues,
): string => {
  if (name === "__typename") return `${values.add(assignTypename(context.types))}(e,a);`;
  const property = `e[${literal(name)}]`;
  const before = propertyCode("e", name);
  const read = `v=${propertyCode("a", name)};`;
  if (below.length === 0) return `${read}if(v!==undefined&&(v!==null||${before}===undefined))${property}=v;`;
  const merge = values.add(mergeWith(() => compileAnswerFields(context, below).assign));
  return `${read}if(v!==undefined)${property}=${before}===undefined?v:${merge}(${property},v);`;
};

/** Compiles how the answer to selection sets is taken over. */
export const compileAnswerFields = (
  context: FieldsContext,
  sets: readonly SelectionSetNode[],
): AnswerFields => {
  const fields = fieldsIn(context, sets);
  return {
    names: [...fields.keys()],
    assign: compileFunction<Assign>("e,a", (values) => {
      const code = [...fields].map(([name, below]) => takeOver(context, name, below, values)).join("");
      return `let v;${code}`;
    }),
  };
};
