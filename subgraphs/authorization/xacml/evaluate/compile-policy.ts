import { type EvaluationFailure, processingError } from "../functions/function.js";
import type { Policies } from "../load/policies.js";
import type {
  Effect,
  IllTypedPolicy,
  Policy,
  PolicyReference,
  PolicySet,
  PolicyTree,
  Rule,
} from "../model/policy.js";
import type { Notice, PolicyIdentifier } from "../model/response.js";
import { ALGORITHMS, type Combine, type Evaluable, onlyOneApplicable } from "./combining.js";
import { ExpressionCompiler } from "./compile-expression.js";
import { compileNotices } from "./compile-notices.js";
import { compileTarget, type Matcher } from "./compile-target.js";
import { extendedOf, failureOf, indeterminate, NOT_APPLICABLE, type Outcome, PLAIN } from "./outcome.js";
import type { EvaluationScope, Slots } from "./request-context.js";

/** A policy, or several, ready to decide. */
export interface CompiledPolicies {
  readonly slots: Slots;
  readonly root: Evaluable;
}

type WithNotices = Pick<Rule, "obligations" | "advice">;

/** Adds a node's own obligations and advice to a decision; where they cannot be evaluated, neither can the node. */
const noticeAdder = (node: WithNotices, compiler: ExpressionCompiler) => {
  if (node.obligations.length === 0 && node.advice.length === 0) return null;
  const compile = (effect: Effect) => ({
    obligations: compileNotices(node.obligations, effect, compiler),
    advice: compileNotices(node.advice, effect, compiler),
  });
  const byEffect = { Permit: compile("Permit"), Deny: compile("Deny") };
  return (outcome: Outcome, scope: EvaluationScope): Outcome => {
    if (outcome.decision === "NotApplicable" || outcome.decision === "Indeterminate") return outcome;
    const { decision } = outcome;
    try {
      const own = byEffect[decision];
      return {
        decision,
        obligations: joined(outcome.obligations, own.obligations(scope)),
        advice: joined(outcome.advice, own.advice(scope)),
      };
    } catch (error) {
      return indeterminate(extendedOf(decision), failureOf(error));
    }
  };
};

const joined = (inner: readonly Notice[], own: readonly Notice[]): readonly Notice[] => {
  if (inner.length === 0) return own;
  return own.length === 0 ? inner : [...inner, ...own];
};

/** Core §7.11, table 4. */
const compileRule = (rule: Rule, compiler: ExpressionCompiler): Evaluable => {
  const target = compileTarget(rule.target, compiler);
  const condition = rule.condition === null ? null : compiler.compile(rule.condition);
  const addNotices = noticeAdder(rule, compiler);
  const plain = PLAIN[rule.effect];
  const extended = extendedOf(rule.effect);
  const evaluate = (scope: EvaluationScope): Outcome => {
    const matching = target(scope);
    if (matching === false) return NOT_APPLICABLE;
    if (matching !== true) return indeterminate(extended, matching);
    if (condition !== null) {
      try {
        if (condition(scope) !== true) return NOT_APPLICABLE;
      } catch (error) {
        return indeterminate(extended, failureOf(error));
      }
    }
    return addNotices === null ? plain : addNotices(plain, scope);
  };
  return { evaluate, applies: target };
};

/** What a node comes to when it is not known whether its target applies (core §7.14, table 7). */
const underUnknownTarget = (outcome: Outcome, failure: EvaluationFailure): Outcome => {
  if (outcome.decision === "NotApplicable") return outcome;
  if (outcome.decision === "Indeterminate") return indeterminate(outcome.extended, failure);
  return indeterminate(extendedOf(outcome.decision), failure);
};

/** Keeps the list of applicable policies: a node stands there only where it, and all above it, apply. */
const listed =
  (evaluate: (scope: EvaluationScope) => Outcome, identifier: PolicyIdentifier) =>
  (scope: EvaluationScope) => {
    const list = scope.applicable;
    if (list === null) return evaluate(scope);
    const before = list.length;
    const outcome = evaluate(scope);
    if (outcome.decision === "NotApplicable") list.length = before;
    else list.push(identifier);
    return outcome;
  };

/** Core §7.12 and §7.13, tables 5 to 7. */
const compileNode = (
  node: Policy | PolicySet,
  children: readonly Evaluable[],
  compiler: ExpressionCompiler,
): Evaluable => {
  const target: Matcher = compileTarget(node.target, compiler);
  const combine: Combine = ALGORITHMS[node.algorithm];
  const addNotices = noticeAdder(node, compiler);
  const evaluate = (scope: EvaluationScope): Outcome => {
    const matching = target(scope);
    if (matching === false) return NOT_APPLICABLE;
    const combined = combine(children, scope);
    if (matching !== true) return underUnknownTarget(combined, matching);
    return addNotices === null ? combined : addNotices(combined, scope);
  };
  const { kind, id, version } = node;
  return { evaluate: listed(evaluate, { kind, id, version }), applies: target };
};

/** Core §7.15: a reference that cannot be resolved is Indeterminate. */
const unresolved = ({ problem }: IllTypedPolicy): Evaluable => {
  const failure = processingError(problem);
  return { evaluate: () => indeterminate("DP", failure), applies: () => failure };
};

class PolicyCompiler {
  readonly expressions = new ExpressionCompiler();
  readonly #resolve: Policies["resolve"];
  /** A policy that is referred to often is compiled once. */
  readonly #compiled = new Map<PolicyTree, Evaluable>();

  constructor(resolve: Policies["resolve"]) {
    this.#resolve = resolve;
  }

  compile(node: PolicyTree | PolicyReference): Evaluable {
    const tree = node.kind === "policy-reference" ? this.#resolve(node) : node;
    if (tree.kind === "ill-typed") return unresolved(tree);
    const known = this.#compiled.get(tree);
    if (known !== undefined) return known;
    const children =
      tree.kind === "policy"
        ? tree.rules.map((rule) => compileRule(rule, this.expressions))
        : tree.children.map((child) => this.compile(child));
    const compiled = compileNode(tree, children, this.expressions);
    this.#compiled.set(tree, compiled);
    return compiled;
  }
}

/** Makes closures of policies; this is done once, and then any number of requests can be decided. */
export const compilePolicies = ({ initial, resolve }: Policies): CompiledPolicies => {
  const compiler = new PolicyCompiler(resolve);
  const roots = initial.map((tree) => compiler.compile(tree));
  const [only] = roots;
  const root: Evaluable =
    only !== undefined && roots.length === 1
      ? only
      : { evaluate: (scope) => onlyOneApplicable(roots, scope), applies: () => true };
  return { slots: compiler.expressions, root };
};
