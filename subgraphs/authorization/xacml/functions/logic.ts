import {
  define,
  EvaluationFailure,
  processingError,
  type Runtime,
  type Scope,
  type Thunk,
  typeOf,
  V1,
  type XacmlFunction,
} from "./function.js";

/** A truth value that may have failed to be found. */
type Outcome = boolean | EvaluationFailure;

/** What trying gave, or how it failed. */
export const outcomeOf = (attempt: () => Runtime): Outcome => {
  try {
    return attempt() === true;
  } catch (failure) {
    if (failure instanceof EvaluationFailure) return failure;
    throw failure;
  }
};

/** True as soon as one is true, even beside failures; a failure only where the failed ones would have decided. */
export const anyTrue = (outcomes: Iterable<Outcome>): boolean => {
  let failure: EvaluationFailure | null = null;
  for (const outcome of outcomes) {
    if (outcome === true) return true;
    if (outcome !== false) failure ??= outcome;
  }
  if (failure !== null) throw failure;
  return false;
};

/** False as soon as one is false, even beside failures. */
export const allTrue = (outcomes: Iterable<Outcome>): boolean => {
  let failure: EvaluationFailure | null = null;
  for (const outcome of outcomes) {
    if (outcome === false) return false;
    if (outcome !== true) failure ??= outcome;
  }
  if (failure !== null) throw failure;
  return true;
};

function* inOrder(thunks: readonly Thunk[], scope: Scope): Generator<Outcome> {
  for (const thunk of thunks) yield outcomeOf(() => thunk(scope));
}

const atLeast = (needed: bigint, thunks: readonly Thunk[], scope: Scope): boolean => {
  if (needed > BigInt(thunks.length)) {
    throw processingError(`n-of asks for ${needed} of ${thunks.length} arguments.`);
  }
  let found = 0n;
  let failed = 0n;
  let failure: EvaluationFailure | null = null;
  for (const thunk of thunks) {
    if (found >= needed) return true;
    const outcome = outcomeOf(() => thunk(scope));
    if (outcome === true) found += 1n;
    else if (outcome !== false) {
      failed += 1n;
      failure ??= outcome;
    }
  }
  if (found >= needed) return true;
  if (failure !== null && found + failed >= needed) throw failure;
  return false;
};

const lazily = (
  id: string,
  parameters: XacmlFunction["parameters"],
  lazy: (args: readonly Thunk[]) => Thunk,
): XacmlFunction => ({
  id,
  parameters,
  rest: typeOf("boolean"),
  result: typeOf("boolean"),
  lazy,
  call: (args, scope) => lazy(args.map((arg) => () => arg))(scope),
  problemWith: null,
});

/** Core §A.3.5. */
export const logicFunctions: readonly XacmlFunction[] = [
  lazily(`${V1}or`, [], (args) => (scope) => anyTrue(inOrder(args, scope))),
  lazily(`${V1}and`, [], (args) => (scope) => allTrue(inOrder(args, scope))),
  lazily(`${V1}n-of`, [typeOf("integer")], ([count, ...args]) => (scope) => {
    const needed = count?.(scope);
    return atLeast(typeof needed === "bigint" ? needed : 0n, args, scope);
  }),
  define(`${V1}not`, ["boolean"], "boolean", (value) => !value),
];
