import type { EvaluationFailure } from "../functions/function.js";
import type { AllOf, AnyOf, Match, Target } from "../model/policy.js";
import type { Value } from "../values/data-types.js";
import type { ExpressionCompiler } from "./compile-expression.js";
import { failureOf } from "./outcome.js";
import type { EvaluationScope } from "./request-context.js";

/** Whether something matches, or why that is not known (core §7.6 to §7.7). */
export type Matching = boolean | EvaluationFailure;
export type Matcher = (scope: EvaluationScope) => Matching;

/** Predicates that are decided without calling the function for each value. They never fail. */
const normaliserOf = ({ function: called }: Match): ((text: string) => string) | null => {
  if (/:1\.0:function:(string|anyURI)-equal$/.test(called.id)) return (text) => text;
  return called.id.endsWith(":3.0:function:string-equal-ignore-case") ? (text) => text.toLowerCase() : null;
};

/** Alternatives that compare the same attribute in the same way with one text each, as most of Altinn's do. */
interface Lookup {
  readonly slot: number;
  readonly functionId: string;
  readonly wanted: Set<string>;
  readonly normalise: (text: string) => string;
}

const lookupOf = (match: Match, compiler: ExpressionCompiler): Lookup | null => {
  const normalise = normaliserOf(match);
  const { source, literal } = match;
  if (normalise === null || source.kind !== "designator" || source.mustBePresent) return null;
  return {
    slot: compiler.slotOf(source),
    functionId: match.function.id,
    wanted: new Set([normalise(String(literal.value))]),
    normalise,
  };
};

const lookUp =
  ({ slot, wanted, normalise }: Lookup): Matcher =>
  (scope) => {
    try {
      const bag = scope.bag(slot);
      scope.spend(1 + bag.length);
      for (const value of bag) if (wanted.has(normalise(value as string))) return true;
      return false;
    } catch (error) {
      return failureOf(error);
    }
  };

const compileMatch = (match: Match, compiler: ExpressionCompiler): Matcher => {
  const lookup = lookupOf(match, compiler);
  if (lookup !== null) return lookUp(lookup);
  const source = compiler.compile(match.source);
  const { function: called, literal } = match;
  return (scope) => {
    let failure: EvaluationFailure | null = null;
    try {
      const bag = source(scope) as readonly Value[];
      scope.spend(1 + bag.length);
      for (const value of bag) {
        const outcome = tried(() => called.call([literal.value, value], scope) === true);
        if (outcome === true) return true;
        if (outcome !== false) failure ??= outcome;
      }
    } catch (error) {
      return failureOf(error);
    }
    return failure ?? false;
  };
};

const tried = (attempt: () => boolean): Matching => {
  try {
    return attempt();
  } catch (error) {
    return failureOf(error);
  }
};

/** True where all are; false as soon as one is, even beside failures. */
const all = (matchers: readonly Matcher[]): Matcher => {
  const [only] = matchers;
  if (only !== undefined && matchers.length === 1) return only;
  return (scope) => {
    let failure: EvaluationFailure | null = null;
    for (const matcher of matchers) {
      const matching = matcher(scope);
      if (matching === false) return false;
      if (matching !== true) failure ??= matching;
    }
    return failure ?? true;
  };
};

/** True as soon as one is, even beside failures. */
const any = (matchers: readonly Matcher[]): Matcher => {
  const [only] = matchers;
  if (only !== undefined && matchers.length === 1) return only;
  return (scope) => {
    let failure: EvaluationFailure | null = null;
    for (const matcher of matchers) {
      const matching = matcher(scope);
      if (matching === true) return true;
      if (matching !== false) failure ??= matching;
    }
    return failure ?? false;
  };
};

const compileAllOf = (allOf: AllOf, compiler: ExpressionCompiler): Matcher =>
  all(allOf.map((match) => compileMatch(match, compiler)));

/** Alternatives that only look one text up each are looked up together. */
const compileAnyOf = (anyOf: AnyOf, compiler: ExpressionCompiler): Matcher => {
  const lookups: Lookup[] = [];
  const others: Matcher[] = [];
  for (const allOf of anyOf) {
    const [match] = allOf;
    const lookup = allOf.length === 1 && match !== undefined ? lookupOf(match, compiler) : null;
    if (lookup === null) {
      others.push(compileAllOf(allOf, compiler));
      continue;
    }
    const alike = lookups.find(
      ({ slot, functionId }) => slot === lookup.slot && functionId === lookup.functionId,
    );
    if (alike === undefined) lookups.push(lookup);
    else for (const text of lookup.wanted) alike.wanted.add(text);
  }
  return any([...lookups.map(lookUp), ...others]);
};

/** Core §7.7, table 1. */
export const compileTarget = (target: Target, compiler: ExpressionCompiler): Matcher =>
  all(target.map((anyOf) => compileAnyOf(anyOf, compiler)));
