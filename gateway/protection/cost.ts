import {
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/** The variables of a request, as they came. */
type Variables = Readonly<Record<string, unknown>>;

/** What is known only with a request's variables: a number, or whether something is asked for. */
type Formula = (variables: Variables) => number;
/** What is the same for all requests is a number already. */
type Amount = number | Formula;

/** What an operation may come to, in objects that have to be made; a mutation's field counts as ten. */
export type CostFormula = Formula;

/** What a list is taken to have where nothing says how long it may be. */
const ASSUMED_LIST_SIZE = 10;
const MUTATION_COST = 10;
/** Arguments that say how long a list may be. */
const SLICING_ARGUMENTS: ReadonlySet<string> = new Set(["first", "last", "limit"]);
/** The lists of a connection: as long as their connection was asked to be. */
const CONNECTION_LISTS: ReadonlySet<string> = new Set(["edges", "nodes", "items"]);

const isKnown = (amount: Amount): amount is number => typeof amount === "number";
const formulaOf = (amount: Amount): Formula => (isKnown(amount) ? () => amount : amount);

const sumOf = (amounts: readonly Amount[]): Amount => {
  const known = amounts.filter(isKnown).reduce((sum, amount) => sum + amount, 0);
  const formulas = amounts.filter((amount) => typeof amount === "function");
  if (formulas.length === 0) return known;
  return (variables) => {
    let sum = known;
    for (const formula of formulas) sum += formula(variables);
    return sum;
  };
};

const productOf = (one: Amount, other: Amount): Amount => {
  if (isKnown(one) && isKnown(other)) return one * other;
  const [a, b] = [formulaOf(one), formulaOf(other)];
  return (variables) => a(variables) * b(variables);
};

interface Compilation {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly defaults: ReadonlyMap<string, ConstValueNode>;
}

const numberIn = (node: ValueNode | undefined): number | null =>
  node?.kind === Kind.INT ? Number(node.value) : null;

const positive = (value: unknown): number | null => (typeof value === "number" && value >= 0 ? value : null);

/** The value of an argument that holds a number; null where it has none. */
const readNumber = (
  { defaults }: Compilation,
  node: ValueNode | undefined,
): number | null | ((variables: Variables) => number | null) => {
  if (node?.kind !== Kind.VARIABLE) return positive(numberIn(node));
  const name = node.name.value;
  const byDefault = positive(numberIn(defaults.get(name)));
  return (variables) => (Object.hasOwn(variables, name) ? positive(variables[name]) : byDefault);
};

/** How long a field's list may be by its own arguments; null where it has no such argument. */
const sizeOf = (
  compilation: Compilation,
  field: FieldNode,
  definition: GraphQLField<unknown, unknown>,
): Amount | null => {
  const slicing = definition.args.filter(({ name }) => SLICING_ARGUMENTS.has(name));
  if (slicing.length === 0) return null;
  const given = slicing.map(({ name, defaultValue }) => {
    const read = readNumber(compilation, field.arguments?.find((one) => one.name.value === name)?.value);
    const byDefault = positive(defaultValue);
    return typeof read === "function"
      ? (variables: Variables) => read(variables) ?? byDefault
      : (read ?? byDefault);
  });
  const [only] = given;
  if (given.length === 1 && only !== undefined && typeof only !== "function")
    return only ?? ASSUMED_LIST_SIZE;
  return (variables) => {
    let largest: number | null = null;
    for (const size of given) {
      const known = typeof size === "function" ? size(variables) : size;
      if (known !== null && (largest === null || known > largest)) largest = known;
    }
    return largest ?? ASSUMED_LIST_SIZE;
  };
};

/** Whether `@skip` and `@include` let a selection through: 1 or 0; null where there are none. */
const conditionOf = (directives: readonly DirectiveNode[] = []): Formula | null => {
  const conditions = directives.flatMap(({ name, arguments: given = [] }) => {
    const value = given.find((argument) => argument.name.value === "if")?.value;
    if (value === undefined || !["skip", "include"].includes(name.value)) return [];
    const wanted = name.value === "include";
    if (value.kind === Kind.BOOLEAN) return [() => value.value === wanted];
    if (value.kind !== Kind.VARIABLE) return [];
    // One that is left out has a default that may say either: it counts as asked for.
    return [(variables: Variables) => (variables[value.name.value] ?? wanted) === wanted];
  });
  if (conditions.length === 0) return null;
  return (variables) => (conditions.every((isMet) => isMet(variables)) ? 1 : 0);
};

const under = (condition: Formula | null, cost: Amount): Amount => {
  if (condition === null) return cost;
  const formula = formulaOf(cost);
  return (variables) => condition(variables) && formula(variables);
};

const compileField = (
  compilation: Compilation,
  field: FieldNode,
  parent: GraphQLNamedType,
  connectionSize: Amount | null,
): Amount | null => {
  const definition =
    isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
  if (definition === undefined) return null; // __typename and introspection
  const type = getNamedType(definition.type);
  const isMutation = parent === compilation.schema.getMutationType();
  if (!isCompositeType(type)) return isMutation ? MUTATION_COST : null;
  const ownSize = sizeOf(compilation, field, definition);
  const own = isMutation ? MUTATION_COST : 1;
  if (!isListType(getNullableType(definition.type))) {
    return sumOf([own, compileSet(compilation, field.selectionSet, type, ownSize)]);
  }
  const inside = compileSet(compilation, field.selectionSet, type, null);
  const ofConnection = CONNECTION_LISTS.has(field.name.value) ? connectionSize : null;
  return productOf(ownSize ?? ofConnection ?? ASSUMED_LIST_SIZE, sumOf([own, inside]));
};

const compileSet = (
  compilation: Compilation,
  set: SelectionSetNode | undefined,
  parent: GraphQLNamedType,
  connectionSize: Amount | null,
): Amount => {
  const typeNamed = (name: string | undefined): GraphQLNamedType =>
    (name === undefined ? undefined : compilation.schema.getType(name)) ?? parent;
  const parts = (set?.selections ?? []).flatMap((selection): Amount[] => {
    const condition = conditionOf(selection.directives);
    if (selection.kind === Kind.FIELD) {
      const cost = compileField(compilation, selection, parent, connectionSize);
      return cost === null ? [] : [under(condition, cost)];
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : compilation.fragments.get(selection.name.value);
    const type = typeNamed(fragment?.typeCondition?.name.value);
    return [under(condition, compileSet(compilation, fragment?.selectionSet, type, connectionSize))];
  });
  return sumOf(parts);
};

/**
 * What an operation may cost, once for all its requests. Fragments are written out: the limit on fields comes first,
 * and so bounds the formula.
 * @param document valid for the schema
 */
export const compileCost = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostFormula => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const defaults = new Map<string, ConstValueNode>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue !== undefined) defaults.set(variable.name.value, defaultValue);
  }
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 0;
  return formulaOf(compileSet({ schema, fragments, defaults }, operation.selectionSet, root, null));
};
