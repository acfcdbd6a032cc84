import {
  type ASTNode,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  getLocation,
  type InputValueDefinitionNode,
  Kind,
  parse,
  Source,
  type TypeNode,
  valueFromASTUntyped,
} from "graphql";
import type { MarkedField } from "../../subgraphs-port.js";
import { HISTORY_SOURCE_DIRECTIVE } from "../source.js";

/** No source needs more; a longer SDL would hold up whoever reads it. */
const MAX_TOKENS = 40_000;

/** A root field, marked or named by a mark. */
export interface RootField {
  readonly field: FieldDefinitionNode;
  /** `null`: it is not marked. */
  readonly mark: ConstDirectiveNode | null;
}

/** An agency's SDL, as far as the contract goes. */
export interface SourceDocument {
  readonly subgraph: string;
  /** Of the schema: `@link` and `@composeDirective`. */
  readonly links: readonly ConstDirectiveNode[];
  readonly definition: DirectiveDefinitionNode | null;
  /** By type: its fields, over all its definitions and extensions. */
  readonly types: ReadonlyMap<string, readonly FieldDefinitionNode[]>;
  /** Every mark, and the type whose field has it. */
  readonly marks: readonly {
    readonly type: string;
    readonly field: FieldDefinitionNode;
    readonly mark: ConstDirectiveNode;
  }[];
  placeOf(node: ASTNode): { readonly line: number; readonly column: number };
}

/** Whether an SDL says anything of live sources; those that don't are not read. */
export const speaksOfSources = (sdl: string): boolean => sdl.includes(`@${HISTORY_SOURCE_DIRECTIVE}`);

type Fielded = {
  readonly name: { readonly value: string };
  readonly fields?: readonly FieldDefinitionNode[];
};

const FIELDED: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
]);

const typesIn = ({ definitions }: DocumentNode): ReadonlyMap<string, readonly FieldDefinitionNode[]> => {
  const types = new Map<string, FieldDefinitionNode[]>();
  for (const node of definitions.filter(({ kind }) => FIELDED.has(kind))) {
    const { name, fields = [] } = node as unknown as Fielded;
    types.set(name.value, [...(types.get(name.value) ?? []), ...fields]);
  }
  return types;
};

/** @throws GraphQLError where it is not GraphQL, or longer than any source needs */
export const readSourceDocument = (subgraph: string, sdl: string): SourceDocument => {
  const source = new Source(sdl, subgraph);
  const document = parse(source, { maxTokens: MAX_TOKENS });
  const types = typesIn(document);
  const marks = [...types].flatMap(([type, fields]) =>
    fields.flatMap((field) =>
      (field.directives ?? [])
        .filter(({ name }) => name.value === HISTORY_SOURCE_DIRECTIVE)
        .map((mark) => ({ type, field, mark })),
    ),
  );
  return {
    subgraph,
    links: document.definitions.flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
        ? (node.directives ?? [])
        : [],
    ),
    definition:
      document.definitions.find(
        (node): node is DirectiveDefinitionNode =>
          node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === HISTORY_SOURCE_DIRECTIVE,
      ) ?? null,
    types,
    marks,
    placeOf: (node) => getLocation(source, node.loc?.start ?? 0),
  };
};

/** Arguments of a directive as they are given. */
export const valuesOf = ({ arguments: given = [] }: ConstDirectiveNode): Readonly<Record<string, unknown>> =>
  Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

/** A marked field as a gateway would tell it. */
export const asMarkedField = (
  { subgraph }: Pick<SourceDocument, "subgraph">,
  field: FieldDefinitionNode,
  mark: ConstDirectiveNode,
): MarkedField => ({
  subgraph,
  field: field.name.value,
  directive: valuesOf(mark),
  arguments: (field.arguments ?? []).map(({ name }) => name.value),
});

/** Whether something must be given for a field to be asked for. */
export const isRequired = ({ type, defaultValue }: InputValueDefinitionNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;

/** The type that a list or a never-null type is made of. */
export const namedTypeOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);

/** Stands for any type that is wanted; no agency's is called so. */
export const ANY_TYPE = "Any__";

/**
 * Whether every value of one type is one of another: the same, or never null where the other may be.
 */
export const isWithin = (given: TypeNode, wanted: TypeNode): boolean => {
  if (given.kind === Kind.NON_NULL_TYPE) {
    return isWithin(given.type, wanted.kind === Kind.NON_NULL_TYPE ? wanted.type : wanted);
  }
  if (given.kind === Kind.LIST_TYPE)
    return wanted.kind === Kind.LIST_TYPE && isWithin(given.type, wanted.type);
  return (
    wanted.kind === Kind.NAMED_TYPE &&
    (wanted.name.value === ANY_TYPE || wanted.name.value === given.name.value)
  );
};
