import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** An operation that clients sent, or are trusted to send. */
export interface RecordedOperation {
  readonly document: DocumentNode;
  /** Names of the clients that sent it within the window; sorted. */
  readonly clients: readonly string[];
  /** How often, within the window. */
  readonly count: number;
  /** Trusted documents count as used, whether or not they were sent. */
  readonly isTrusted: boolean;
}

/** Everything below an input type may be in a variable's value: `Input.*` stands for any of its fields. */
const addOpenInput = (into: Set<string>, type: GraphQLInputType): void => {
  const named = getNamedType(type);
  if (into.has(`${named.name}.*`)) return;
  into.add(named.name);
  if (!isInputObjectType(named)) return;
  into.add(`${named.name}.*`);
  for (const field of Object.values(named.getFields())) addOpenInput(into, field.type);
};

/**
 * What of a schema a document touches: `Type`, `Type.field`, `Type.field.argument`, `Enum.VALUE`, `Input.field`,
 * `Input.*` where a variable may hold any of them, `@directive`. A field of an interface counts for all types that have
 * it by that.
 */
export const coordinatesIn = (schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> => {
  const used = new Set<string>();
  const types = new TypeInfo(schema);
  const addField = (parent: GraphQLNamedType, name: string): void => {
    used.add(parent.name).add(`${parent.name}.${name}`);
    if (!isInterfaceType(parent)) return;
    for (const type of schema.getPossibleTypes(parent)) used.add(type.name).add(`${type.name}.${name}`);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType();
        const type = types.getType();
        if (!parent) return;
        addField(parent, node.name.value);
        for (const { name } of node.arguments ?? [])
          used.add(`${parent.name}.${node.name.value}.${name.value}`);
        if (type) used.add(getNamedType(type).name);
      },
      NamedType(node) {
        const type = schema.getType(node.name.value);
        if (type === undefined) return;
        used.add(type.name);
        if (isAbstractType(type))
          for (const possible of schema.getPossibleTypes(type)) used.add(possible.name);
      },
      VariableDefinition(node) {
        const type = typeFromAST(schema, node.type as never) as GraphQLInputType | undefined;
        if (type) addOpenInput(used, type);
      },
      ObjectField(node) {
        const parent = types.getParentInputType();
        const named = parent ? getNamedType(parent) : null;
        if (named) used.add(named.name).add(`${named.name}.${node.name.value}`);
      },
      EnumValue(node) {
        const type = types.getInputType();
        if (type) used.add(getNamedType(type).name).add(`${getNamedType(type).name}.${node.value}`);
      },
      Directive(node) {
        used.add(`@${node.name.value}`);
      },
    }),
  );
  return used;
};
