import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  visit,
} from "graphql";

/** More than anybody reads; each may quote a value. */
const MAX_VARIABLE_ERRORS = 50;
/** Variables without a default that are tried both ways ahead. */
const MAX_OPEN_CONDITIONS = 2;

export type RawVariables = Readonly<Record<string, unknown>>;

/** Which way the variables go that decide what is skipped or included: one digit for each, in one order. */
export type Choice = string;

/** What an operation does with its variables. */
export interface OperationVariables {
  /** @returns what is wrong with them */
  check(variables: RawVariables): readonly GraphQLError[];
  choiceOf(variables: RawVariables): Choice;
  /** Whether a Boolean variable is true in a choice. */
  isTrue(choice: Choice, name: string): boolean;
  /** Choices that requests are likely to make: what defaults say, and both ways where there is none. */
  readonly likelyChoices: readonly Choice[];
}

const declaredIn = (operation: OperationDefinitionNode): ReadonlyMap<string, boolean | null> =>
  new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : null,
    ]),
  );

const conditionsIn = (document: DocumentNode, isDeclared: (name: string) => boolean): string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== "skip" && name.value !== "include") return;
      for (const { value } of given) {
        if (value.kind === Kind.VARIABLE && isDeclared(value.name.value)) names.add(value.name.value);
      }
    },
  });
  return [...names];
};

const likelyChoices = (names: readonly string[], defaults: ReadonlyMap<string, boolean | null>): Choice[] => {
  let open = 0;
  let choices: Choice[] = [""];
  for (const name of names) {
    const byDefault = defaults.get(name) ?? null;
    const isTriedBothWays = byDefault === null && open < MAX_OPEN_CONDITIONS;
    if (isTriedBothWays) open += 1;
    const ways = isTriedBothWays ? ["1", "0"] : [byDefault === false ? "0" : "1"];
    choices = choices.flatMap((choice) => ways.map((way) => choice + way));
  }
  return choices;
};

/** Whether a value is one of a scalar, as clients send it; see https://spec.graphql.org/October2021/#sec-Scalars */
const SCALARS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["Int", (value: unknown) => typeof value === "number" && (value | 0) === value],
  ["Float", (value: unknown) => typeof value === "number" && Number.isFinite(value)],
  ["String", (value: unknown) => typeof value === "string"],
  ["Boolean", (value: unknown) => typeof value === "boolean"],
  ["ID", (value: unknown) => typeof value === "string"],
]);

/**
 * A quick look at variables of plain scalars, which most are.
 * @returns a function that says true where they fit, and otherwise nothing; `null` where there are others
 */
const compileFits = (
  definitions: readonly VariableDefinitionNode[],
): ((variables: RawVariables) => boolean) | null => {
  const tests: { readonly name: string; readonly fits: (value: unknown) => boolean }[] = [];
  for (const { variable, type } of definitions) {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const fits = named.kind === Kind.NAMED_TYPE ? SCALARS.get(named.name.value) : undefined;
    if (fits === undefined) return null;
    tests.push({ name: variable.name.value, fits });
  }
  return (variables) =>
    tests.every(({ name, fits }) => Object.hasOwn(variables, name) && fits(variables[name]));
};

export const readVariables = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationVariables => {
  const { variableDefinitions = [] } = operation;
  const defaults = declaredIn(operation);
  const conditions = conditionsIn(document, (name) => defaults.has(name));
  const positions = new Map(conditions.map((name, position) => [name, position]));

  const isTrue = (variables: RawVariables, name: string): boolean =>
    Object.hasOwn(variables, name) && variables[name] !== undefined
      ? variables[name] === true
      : (defaults.get(name) ?? false);

  const fits = compileFits(variableDefinitions);

  return {
    check(variables) {
      if (variableDefinitions.length === 0 || fits?.(variables) === true) return [];
      const { errors = [] } = getVariableValues(schema, variableDefinitions, variables, {
        maxErrors: MAX_VARIABLE_ERRORS,
      });
      return errors;
    },
    choiceOf(variables) {
      let choice = "";
      for (const name of conditions) choice += isTrue(variables, name) ? "1" : "0";
      return choice;
    },
    isTrue: (choice, name) => choice[positions.get(name) ?? -1] === "1",
    likelyChoices: likelyChoices(conditions, defaults),
  };
};
