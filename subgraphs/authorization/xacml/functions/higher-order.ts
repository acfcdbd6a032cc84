import type { Value } from "../values/data-types.js";
import {
  parameterAt,
  printType,
  type Runtime,
  type Scope,
  type Type,
  V1,
  V3,
  type XacmlFunction,
} from "./function.js";
import { allTrue, anyTrue, outcomeOf } from "./logic.js";

/** A function whose first argument is a function (core §A.3.12). */
export interface HigherOrderFunction {
  readonly id: string;
  /** The result's type, or what is wrong with the arguments. */
  readonly check: (inner: XacmlFunction, args: readonly Type[]) => Type | string;
  /** @throws EvaluationFailure */
  readonly call: (inner: XacmlFunction, args: readonly Runtime[], scope: Scope) => Runtime;
}

/** What one application of a function counts as, beside what the function itself does. */
const STEPS = 50;

const valuesOf = (arg: Runtime): readonly Value[] => (Array.isArray(arg) ? arg : [arg as Value]);

/** Every way of taking one value from each argument, the last one varying fastest. */
function* combinations(args: readonly Runtime[]): Generator<Value[]> {
  const lists = args.map(valuesOf);
  const total = lists.reduce((product, list) => product * list.length, 1);
  for (let index = 0; index < total; index += 1) {
    let rest = index;
    const chosen: Value[] = [];
    for (const list of [...lists].reverse()) {
      const value = list[rest % list.length];
      if (value !== undefined) chosen.unshift(value);
      rest = Math.floor(rest / list.length);
    }
    yield chosen;
  }
}

function* outcomes(inner: XacmlFunction, argumentLists: Iterable<readonly Runtime[]>, scope: Scope) {
  for (const args of argumentLists) {
    scope.spend(STEPS);
    yield outcomeOf(() => inner.call(args, scope));
  }
}

/** What is wrong with applying `inner` to one value of each argument, or `null`. */
const misfit = (inner: XacmlFunction, args: readonly Type[]): string | null => {
  if (
    args.length < inner.parameters.length ||
    (inner.rest === null && args.length > inner.parameters.length)
  ) {
    return `${inner.id} takes ${inner.parameters.length} arguments, not ${args.length}`;
  }
  for (const [index, arg] of args.entries()) {
    const parameter = parameterAt(inner, index);
    if (parameter === null || parameter.isBag || parameter.name !== arg.name) {
      const wanted = parameter === null ? "nothing" : printType(parameter);
      return `${inner.id} takes ${wanted} as argument ${index + 1}, not values of ${printType(arg)}`;
    }
  }
  return null;
};

const BOOLEAN: Type = { name: "boolean", isBag: false };

const predicate = (inner: XacmlFunction): string | null =>
  inner.result.name === "boolean" && !inner.result.isBag ? null : `${inner.id} does not return a boolean`;

const bags = (args: readonly Type[]): number => args.filter(({ isBag }) => isBag).length;

const oneBag = (inner: XacmlFunction, args: readonly Type[]): Type | string =>
  predicate(inner) ??
  (bags(args) === 1 ? null : "exactly one argument after the function must be a bag") ??
  misfit(inner, args) ??
  BOOLEAN;

const twoBags = (inner: XacmlFunction, args: readonly Type[]): Type | string =>
  predicate(inner) ??
  (args.length === 2 && bags(args) === 2 ? null : "exactly two bags must follow the function") ??
  misfit(inner, args) ??
  BOOLEAN;

const someBags = (inner: XacmlFunction, args: readonly Type[]): Type | string =>
  predicate(inner) ??
  (args.length > 0 ? null : "an argument must follow the function") ??
  misfit(inner, args) ??
  BOOLEAN;

const mapped = (inner: XacmlFunction, args: readonly Type[]): Type | string => {
  if (bags(args) !== 1) return "exactly one argument after the function must be a bag";
  if (inner.result.isBag) return `${inner.id} returns a bag, and bags cannot hold bags`;
  return misfit(inner, args) ?? { name: inner.result.name, isBag: true };
};

const any: HigherOrderFunction["call"] = (inner, args, scope) =>
  anyTrue(outcomes(inner, combinations(args), scope));

const all: HigherOrderFunction["call"] = (inner, args, scope) =>
  allTrue(outcomes(inner, combinations(args), scope));

/** For each value on one side, some value on the other. */
const eachHasSome =
  (
    pair: (each: Value, some: Value) => readonly [Value, Value],
    isEachFirst: boolean,
  ): HigherOrderFunction["call"] =>
  (inner, [first = [], second = []], scope) => {
    const [eachBag, someBag] = isEachFirst
      ? [valuesOf(first), valuesOf(second)]
      : [valuesOf(second), valuesOf(first)];
    const pairs = function* (each: Value) {
      for (const some of someBag) yield pair(each, some);
    };
    const rows = function* () {
      for (const each of eachBag) yield outcomeOf(() => anyTrue(outcomes(inner, pairs(each), scope)));
    };
    return allTrue(rows());
  };

const map: HigherOrderFunction["call"] = (inner, args, scope) =>
  Array.from(combinations(args), (chosen) => {
    scope.spend(STEPS);
    return inner.call(chosen, scope) as Value;
  });

/** By identifier; those that 3.0 widened go by their old names too (§10.2.9). */
export const higherOrderFunctions: readonly HigherOrderFunction[] = [
  ...[V3, V1].flatMap((prefix) => [
    { id: `${prefix}any-of`, check: oneBag, call: any },
    { id: `${prefix}all-of`, check: oneBag, call: all },
    { id: `${prefix}any-of-any`, check: someBags, call: any },
    { id: `${prefix}map`, check: mapped, call: map },
  ]),
  { id: `${V1}all-of-any`, check: twoBags, call: eachHasSome((each, some) => [each, some], true) },
  { id: `${V1}any-of-all`, check: twoBags, call: eachHasSome((each, some) => [some, each], false) },
  { id: `${V1}all-of-all`, check: twoBags, call: all },
];
