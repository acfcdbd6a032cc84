import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  isAbstractType,
  isListType,
  isNonNullType,
} from "graphql";
import { faultOf, fieldOf, keyFields, ROOT, type Thing, valueIn, type WorldContent } from "./values.js";

/** What a field's value is where it is required: with its fault, `null` for all of them. */
const requiredValue = (
  content: WorldContent,
  thing: Thing,
  name: string,
  argument: number | null,
): unknown => {
  const field = fieldOf(content, thing.type, name);
  if (field === undefined || faultOf(content, thing, field, argument ?? 1) !== null) return null;
  return valueIn(content, thing, field, argument ?? 1, []);
};

/** Answers an operation as one server would that had the whole world: graphql-js on the schema that clients see. */
export const askOracle = (
  content: WorldContent,
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): ExecutionResult => {
  const result = execute({
    schema,
    document,
    variableValues,
    rootValue: ROOT,
    typeResolver: (thing: Thing) => thing.type,
    fieldResolver(
      source: Thing & Readonly<Record<string, unknown>>,
      given: { n?: number | null },
      _context,
      info,
    ) {
      const { fieldName, parentType } = info;
      if (parentType.name === "Ref") return source[fieldName];
      const field = fieldOf(content, source.type, fieldName);
      if (field === undefined) return keyFields(source)[fieldName];
      const argument = given.n ?? 1;
      const fault = faultOf(content, source, field, argument);
      if (fault === "error" || fault === "wrong") throw new Error(`${source.type}.${fieldName} failed.`);
      if (fault !== null) return null;
      const needed = (field.requires?.fields ?? []).map((required) =>
        requiredValue(content, source, required.field, required.argument),
      );
      return valueIn(content, source, field, argument, needed);
    },
  });
  if (result instanceof Promise) throw new Error("The oracle needs nobody to wait for.");
  return result;
};

/** The abstract types of a schema that a selection can be made on, beside objects. */
export const abstractTypeNames = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isAbstractType(type) && !isListType(type) && !isNonNullType(type))
    .map(({ name }) => name);
