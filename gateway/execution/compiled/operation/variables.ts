import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";

/** More than anybody reads; each may quote a value. */
const MAX_VARIABLE_ERRORS = 50;

export type RawVariables = Readonly<Record<string, unknown>>;

/** What an operation does with its variables. */
export interface OperationVariables {
  /** @returns what is wrong with them */
  check(variables: RawVariables): readonly GraphQLError[];
  /** Variables that decide what is skipped or included. */
  readonly conditions: readonly string[];
  /** Whether a Boolean variable is true, its default considered. */
  isTrue(variables: RawVariables, name: string): boolean;
}

const conditionsIn = (document: DocumentNode, declared: ReadonlySet<string>): string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== "skip" && name.value !== "include") return;
      for (const { value } of given) {
        if (value.kind === Kind.VARIABLE && declared.has(value.name.value)) names.add(value.name.value);
      }
    },
  });
  return [...names];
};

export const readVariables = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationVariables => {
  const { variableDefinitions = [] } = operation;
  const defaults = new Map<string, boolean>();
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue?.kind === Kind.BOOLEAN) defaults.set(variable.name.value, defaultValue.value);
  }
  return {
    check(variables) {
      if (variableDefinitions.length === 0) return [];
      const { errors = [] } = getVariableValues(schema, variableDefinitions, variables, {
        maxErrors: MAX_VARIABLE_ERRORS,
      });
      return errors;
    },
    conditions: conditionsIn(
      document,
      new Set(variableDefinitions.map(({ variable }) => variable.name.value)),
    ),
    isTrue: (variables, name) =>
      Object.hasOwn(variables, name) && variables[name] !== undefined
        ? variables[name] === true
        : (defaults.get(name) ?? false),
  };
};
