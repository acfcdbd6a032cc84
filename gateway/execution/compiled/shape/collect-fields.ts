import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** Says whether a Boolean variable is true. */
export type Conditions = (variable: string) => boolean;

/** What selections are read with. */
export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly conditions: Conditions;
}

/** Value of the argument `if` of a directive; `null` where a node does not have the directive. */
const conditionOf = (node: SelectionNode, directive: string, conditions: Conditions): boolean | null => {
  const found = node.directives?.find(({ name }) => name.value === directive);
  const value = found?.arguments?.find(({ name }) => name.value === "if")?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE ? conditions(value.name.value) : null;
};

/** https://spec.graphql.org/October2021/#sec--skip and #sec--include */
const isIncluded = (node: SelectionNode, conditions: Conditions): boolean =>
  conditionOf(node, "skip", conditions) !== true && conditionOf(node, "include", conditions) !== false;

/** https://spec.graphql.org/October2021/#DoesFragmentTypeApply() */
const applies = (
  schema: GraphQLSchema,
  condition: string | undefined,
  type: GraphQLCompositeType,
): boolean => {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  if (!isAbstractType(conditional) || !isCompositeType(type)) return false;
  return "getTypes" in type ? false : schema.isSubType(conditional, type);
};

/** The fields that selection sets have for one type. */
export interface CollectedFields {
  /** In order, by response name. */
  readonly fields: ReadonlyMap<string, readonly FieldNode[]>;
  /** Whether there are more fields for other types. */
  readonly isPartial: boolean;
}

/** @see https://spec.graphql.org/October2021/#CollectFields() */
export const collectFields = (
  { schema, fragments, conditions }: SelectionContext,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): CollectedFields => {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  let isPartial = false;

  const collectFor = (condition: string | undefined, set: SelectionSetNode): void => {
    if (applies(schema, condition, type)) collect(set);
    else isPartial = true;
  };

  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (!isIncluded(node, conditions)) continue;
      if (node.kind === Kind.FIELD) {
        const responseName = (node.alias ?? node.name).value;
        const known = fields.get(responseName);
        if (known === undefined) fields.set(responseName, [node]);
        else known.push(node);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        collectFor(node.typeCondition?.name.value, node.selectionSet);
      } else {
        const fragment = fragments.get(node.name.value);
        if (fragment === undefined || visited.has(node.name.value)) continue;
        visited.add(node.name.value);
        collectFor(fragment.typeCondition.name.value, fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return { fields, isPartial };
};
