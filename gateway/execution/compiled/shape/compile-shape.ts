import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from "graphql";
import { collectFields, type SelectionContext } from "./collect-fields.js";
import type { AbstractShape, FieldShape, ObjectShape, ValueShape } from "./shape.js";

/** What shapes are made from, beside the operation itself. */
export interface ShapeContext extends SelectionContext {
  /** See PlannedOperation. */
  sourceNameOf(field: FieldNode): string;
  /** Whether the value at a place comes with an entity. @param path source names from the root, with dots */
  isSharable(path: string): boolean;
}

const fieldsOf = (type: GraphQLCompositeType): Readonly<Record<string, GraphQLField<unknown, unknown>>> =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};

/** The answer's shape for selections on a type. */
export const compileObject = (
  context: ShapeContext,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  path = "",
): ObjectShape => {
  const fields: FieldShape[] = [];
  for (const [responseName, nodes] of collectFields(context, type, sets).fields) {
    const [first] = nodes;
    if (first === undefined) continue;
    const name = first.name.value;
    if (name === "__typename") fields.push({ kind: "typename", responseName });
    else if (name === "__schema" || name === "__type")
      fields.push({ kind: "introspection", responseName, nodes });
    else {
      const field = fieldsOf(type)[name];
      if (field === undefined) continue; // an interface's stand-in has the interface's own fields only
      const sourceName = context.sourceNameOf(first);
      const place = path === "" ? sourceName : `${path}.${sourceName}`;
      fields.push({
        kind: "fetched",
        responseName,
        coordinate: `${type.name}.${name}`,
        sourceName,
        isSharable: context.isSharable(place),
        value: compileValue(context, field.type, nodes, place),
      });
    }
  }
  return { typeName: type.name, isConcrete: isObjectType(type), fields };
};

const compileValue = (
  context: ShapeContext,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  path: string,
  isNullable = true,
): ValueShape => {
  if (isNonNullType(type)) return compileValue(context, type.ofType, nodes, path, false);
  if (isListType(type)) {
    return { kind: "list", isNullable, of: compileValue(context, type.ofType, nodes, path) };
  }
  if (isLeafType(type)) return { kind: "leaf", isNullable, type };
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const objectOf = (found: GraphQLCompositeType) => compileObject(context, found, sets, path);
  if (isObjectType(type)) return { kind: "object", isNullable, object: objectOf(type) };
  const isEnough = (found: GraphQLInterfaceType) => !collectFields(context, found, sets).isPartial;
  return compileAbstract(context, type, isNullable, { objectOf, isEnough });
};

interface AbstractParts {
  objectOf(found: GraphQLCompositeType): ObjectShape;
  /** Whether it is enough to know that an object is of an interface. */
  isEnough(found: GraphQLInterfaceType): boolean;
}

const compileAbstract = (
  { schema }: ShapeContext,
  type: GraphQLAbstractType,
  isNullable: boolean,
  { objectOf, isEnough }: AbstractParts,
): AbstractShape => {
  const objects = new Map<string, ObjectShape | null>();
  const compiled = (found: GraphQLNamedType): ObjectShape | null => {
    if (!isObjectType(found) && !isInterfaceType(found)) return null;
    if (found !== type && !schema.isSubType(type, found)) return null;
    return isInterfaceType(found) && !isEnough(found) ? null : objectOf(found);
  };
  return {
    kind: "abstract",
    isNullable,
    type,
    objectOf(given) {
      const typeName = given ?? type.name;
      if (typeof typeName !== "string") return null;
      const known = objects.get(typeName);
      if (known !== undefined) return known;
      const found = schema.getType(typeName);
      if (found === undefined) return null; // not kept: a subgraph may say any number of names
      const object = compiled(found);
      objects.set(typeName, object);
      return object;
    },
  };
};
