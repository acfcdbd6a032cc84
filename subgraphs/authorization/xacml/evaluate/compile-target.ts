import type { EvaluationFailure } from "../functions/function.js";
import type { AllOf, AnyOf, Match, Target } from "../model/policy.js";
import type { Value } from "../values/data-types.js";
import type { ExpressionCompiler } from "./compile-expression.js";
import { failureOf } from "./outcome.js";
import type { EvaluationScope } from "./request-context.js";

/** Whether something matches, or why that is not known (core §7.6 to §7.7). */
export type Matching = boolean | EvaluationFailure;
export type Matcher = (scope: EvaluationScope) => Matching;

/** Predicates that can be decided without calling the function for each value. They never fail. */
const quickly = ({ function: called, literal }: Match): ((bag: readonly Value[]) => boolean) | null => {
  const { value } = literal;
  if (called.id.endsWith(":1.0:function:string-equal") || called.id.endsWith(":1.0:function:anyURI-equal")) {
    return (bag) => bag.includes(value);
  }
  if (called.id.endsWith(":3.0:function:string-equal-ignore-case")) {
    const wanted = String(value).toLowerCase();
    return (bag) => bag.some((other) => typeof other === "string" && other.toLowerCase() === wanted);
  }
  return null;
};

const compileMatch = (match: Match, compiler: ExpressionCompiler): Matcher => {
  const source = compiler.compile(match.source);
  const bagOf = (scope: EvaluationScope) => source(scope) as readonly Value[];
  const quick = quickly(match);
  const { function: called, literal } = match;
  if (quick !== null) {
    if (match.source.kind === "designator" && !match.source.mustBePresent) {
      const slot = compiler.slotOf(match.source);
      return (scope) => {
        try {
          return quick(scope.bag(slot));
        } catch (error) {
          return failureOf(error);
        }
      };
    }
  }
  return (scope) => {
    let failure: EvaluationFailure | null = null;
    try {
      const bag = bagOf(scope);
      if (quick !== null) return quick(bag);
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

const compileAnyOf = (anyOf: AnyOf, compiler: ExpressionCompiler): Matcher =>
  any(anyOf.map((allOf) => compileAllOf(allOf, compiler)));

/** Core §7.7, table 1. */
export const compileTarget = (target: Target, compiler: ExpressionCompiler): Matcher =>
  all(target.map((anyOf) => compileAnyOf(anyOf, compiler)));
