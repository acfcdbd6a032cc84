import type { AssignmentExpression, Effect, Expression, NoticeExpression } from "../model/policy.js";
import type { PathContext } from "../model/request.js";
import type { Assignment, Notice } from "../model/response.js";
import { DATA_TYPES, type DataType, type Value } from "../values/data-types.js";
import { XPathExpression } from "../values/xpath-expression.js";
import { type ExpressionCompiler, missing } from "./compile-expression.js";
import { type EvaluationScope, missingAttribute, type ReadValue } from "./request-context.js";

interface Assigned {
  readonly dataType: string;
  readonly text: string;
  readonly path: PathContext | null;
}

const pathOf = (value: Value): PathContext | null =>
  value instanceof XPathExpression ? { category: value.category, namespaces: value.namespaces } : null;

const sentAs = ({ value, sent }: ReadValue): Assigned => ({
  dataType: sent.dataType,
  text: sent.text,
  path: pathOf(value),
});

/** An expression's values as texts: as they were written or sent where they were, else as the type prints them. */
const compileValues = (
  expression: Expression,
  compiler: ExpressionCompiler,
): ((scope: EvaluationScope) => readonly Assigned[]) => {
  if (expression.kind === "literal") {
    const { dataType, text, value } = expression;
    const assigned = [{ dataType, text, path: pathOf(value) }];
    return () => assigned;
  }
  if (expression.kind === "designator" || expression.kind === "selector") {
    const slot = compiler.slotOf(expression);
    return (scope) => {
      const values = scope.read(slot);
      if (values.length === 0 && expression.mustBePresent) throw missingAttribute(missing(expression));
      return values.map(sentAs);
    };
  }
  const thunk = compiler.compile(expression);
  const { id, print } = DATA_TYPES[expression.type.name] as DataType;
  return (scope) => {
    const found = thunk(scope);
    const values = Array.isArray(found) ? (found as readonly Value[]) : [found as Value];
    return values.map((value) => ({ dataType: id, text: print(value), path: pathOf(value) }));
  };
};

/** What a notice or an assignment counts as: it is kept until the response is written. */
const STEPS = 100;

/** One assignment for each value: none for an empty bag (core §5.41). */
const compileAssignment = (
  { attributeId, category, issuer, expression }: AssignmentExpression,
  compiler: ExpressionCompiler,
): ((scope: EvaluationScope) => readonly Assignment[]) => {
  const values = compileValues(expression, compiler);
  return (scope) => {
    const assigned = values(scope);
    scope.spend(STEPS * assigned.length);
    return assigned.map((value) => ({ attributeId, category, issuer, ...value }));
  };
};

/**
 * The obligations or advice that go with a decision (core §7.18).
 * @throws EvaluationFailure, when called, where one of them cannot be evaluated
 */
export const compileNotices = (
  notices: readonly NoticeExpression[],
  effect: Effect,
  compiler: ExpressionCompiler,
): ((scope: EvaluationScope) => readonly Notice[]) => {
  const compiled = notices
    .filter(({ on }) => on === effect)
    .map(({ id, assignments }) => ({
      id,
      assignments: assignments.map((a) => compileAssignment(a, compiler)),
    }));
  if (compiled.length === 0) return () => [];
  return (scope) => {
    scope.spend(STEPS * compiled.length);
    return compiled.map(({ id, assignments }) => ({
      id,
      assignments: assignments.flatMap((assign) => assign(scope)),
    }));
  };
};
