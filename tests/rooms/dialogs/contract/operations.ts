import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from "graphql";

/** How deep a selection goes, where it is not said: deeper than any of Dialogporten's types nests. */
const MAX_DEPTH = 10;

/** Every field below a type, and every field of every type that an interface may be. */
const selectionOf = (schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string => {
  if (depth === 0) return "";
  if (isAbstractType(type)) {
    const fragments = schema
      .getPossibleTypes(type)
      .map((possible) => `... on ${possible.name} ${selectionOf(schema, possible, depth)}`);
    return `{ __typename message ${fragments.join(" ")} }`;
  }
  if (!isObjectType(type)) return "";
  const fields = Object.values(type.getFields()).flatMap(({ name, type: of }) => {
    const selection = selectionOf(schema, getNamedType(of), depth - 1);
    return isCompositeType(getNamedType(of)) && selection === "" ? [] : [`${name} ${selection}`];
  });
  return `{ __typename ${fields.join(" ")} }`;
};

const operationOf = (
  schema: GraphQLSchema,
  kind: string,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): { readonly name: string; readonly text: string } => {
  const variables = field.args.map(({ name, type }) => `$${name}: ${type satisfies GraphQLInputType}`);
  const values = field.args.map(({ name }) => `${name}: $${name}`);
  const inBrackets = (parts: string[]): string => (parts.length === 0 ? "" : `(${parts.join(", ")})`);
  const selection = selectionOf(schema, getNamedType(field.type), depth);
  return {
    name: `${kind} ${field.name}`,
    text: `${kind} Everything${inBrackets(variables)} { ${field.name}${inBrackets(values)} ${selection} }`,
  };
};

/**
 * For each root field an operation with every argument as a variable, and everything that can be selected.
 * @param depth how deep: types may hold themselves
 */
export const everyOperation = (schema: GraphQLSchema, depth = MAX_DEPTH) =>
  (
    [
      ["query", schema.getQueryType()],
      ["mutation", schema.getMutationType()],
      ["subscription", schema.getSubscriptionType()],
    ] satisfies [string, GraphQLObjectType | null | undefined][]
  ).flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).map((field) => operationOf(schema, kind, field, depth)),
  );
