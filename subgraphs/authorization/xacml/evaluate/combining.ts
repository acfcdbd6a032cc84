import { type EvaluationFailure, processingError } from "../functions/function.js";
import type { Algorithm, Effect } from "../model/policy.js";
import type { Notice } from "../model/response.js";
import { type Extended, indeterminate, NOT_APPLICABLE, type Outcome, PLAIN } from "./outcome.js";
import type { EvaluationScope } from "./request-context.js";

/** A rule, policy or policy set that is ready to be evaluated. */
export interface Evaluable {
  evaluate(scope: EvaluationScope): Outcome;
  /** Whether its target applies, without evaluating it; or why that is not known. */
  applies(scope: EvaluationScope): boolean | EvaluationFailure;
}

export type Combine = (children: readonly Evaluable[], scope: EvaluationScope) => Outcome;

/** What the children came to so far. */
class Tally {
  readonly #found: { [Decision in Effect]: { obligations: Notice[]; advice: Notice[] } | null } = {
    Permit: null,
    Deny: null,
  };
  readonly #failures: { [Kind in Extended]: EvaluationFailure | null } = { P: null, D: null, DP: null };
  #first: EvaluationFailure | null = null;

  add(outcome: Outcome): void {
    if (outcome.decision === "NotApplicable") return;
    if (outcome.decision === "Indeterminate") {
      this.#failures[outcome.extended] ??= outcome.failure;
      this.#first ??= outcome.failure;
      return;
    }
    const found = this.#found[outcome.decision] ?? { obligations: [], advice: [] };
    for (const obligation of outcome.obligations) found.obligations.push(obligation);
    for (const advice of outcome.advice) found.advice.push(advice);
    this.#found[outcome.decision] = found;
  }

  has(decision: Effect): boolean {
    return this.#found[decision] !== null;
  }

  failed(kind: Extended): boolean {
    return this.#failures[kind] !== null;
  }

  /** The decision with the obligations and advice of all children that made it (core §7.18). */
  result(decision: Effect): Outcome {
    const found = this.#found[decision];
    return found === null ? PLAIN[decision] : { decision, ...found };
  }

  indeterminate(kind: Extended): Outcome {
    const failure = this.#failures[kind] ?? this.#first;
    return indeterminate(kind, failure ?? processingError("The policies could not be combined."));
  }
}

/** Core §C.2 to §C.5: one decision wins over the other, and over what could have been it. */
const overrides =
  (winner: Effect): Combine =>
  (children, scope) => {
    const [other, mine, theirs] =
      winner === "Deny" ? (["Permit", "D", "P"] as const) : (["Deny", "P", "D"] as const);
    const tally = new Tally();
    for (const child of children) {
      const outcome = child.evaluate(scope);
      if (outcome.decision === winner) return outcome;
      tally.add(outcome);
    }
    if (tally.failed("DP")) return tally.indeterminate("DP");
    if (tally.failed(mine) && (tally.failed(theirs) || tally.has(other))) return tally.indeterminate("DP");
    if (tally.failed(mine)) return tally.indeterminate(mine);
    if (tally.has(other)) return tally.result(other);
    if (tally.failed(theirs)) return tally.indeterminate(theirs);
    return NOT_APPLICABLE;
  };

/** Core §C.6 and §C.7: always a decision. */
const unless =
  (decision: Effect, exception: Effect): Combine =>
  (children, scope) => {
    const tally = new Tally();
    for (const child of children) {
      const outcome = child.evaluate(scope);
      if (outcome.decision === exception) return outcome;
      tally.add(outcome);
    }
    return tally.result(decision);
  };

/** An Indeterminate of an algorithm that does not say which: it could have been either (core §7.12, table 7). */
const withoutKind = (outcome: Outcome): Outcome =>
  outcome.decision === "Indeterminate" ? indeterminate("DP", outcome.failure) : outcome;

/** Core §C.8. */
const firstApplicable: Combine = (children, scope) => {
  for (const child of children) {
    const outcome = child.evaluate(scope);
    if (outcome.decision !== "NotApplicable") return withoutKind(outcome);
  }
  return NOT_APPLICABLE;
};

/** Core §C.9. */
export const onlyOneApplicable: Combine = (children, scope) => {
  let selected: Evaluable | null = null;
  for (const child of children) {
    const applies = child.applies(scope);
    if (applies === false) continue;
    if (applies !== true) return indeterminate("DP", applies);
    if (selected !== null) {
      return indeterminate("DP", processingError("More than one policy applies, where only one may."));
    }
    selected = child;
  }
  return selected === null ? NOT_APPLICABLE : selected.evaluate(scope);
};

/** Core §C.10 to §C.13, for rules: an error counts as the rule's own effect. */
const olderRuleOverrides =
  (winner: Effect): Combine =>
  (children, scope) => {
    const [other, mine] = winner === "Deny" ? (["Permit", "D"] as const) : (["Deny", "P"] as const);
    const tally = new Tally();
    for (const child of children) {
      const outcome = child.evaluate(scope);
      if (outcome.decision === winner) return outcome;
      tally.add(outcome);
    }
    if (tally.failed(mine) || tally.failed("DP")) return tally.indeterminate("DP");
    if (tally.has(other)) return tally.result(other);
    if (tally.failed("P") || tally.failed("D")) return tally.indeterminate("DP");
    return NOT_APPLICABLE;
  };

/** The same for policies: an error is a denial at once. */
const olderPolicyDenyOverrides: Combine = (children, scope) => {
  const tally = new Tally();
  for (const child of children) {
    const outcome = child.evaluate(scope);
    if (outcome.decision === "Deny") return outcome;
    if (outcome.decision === "Indeterminate") return PLAIN.Deny;
    tally.add(outcome);
  }
  return tally.has("Permit") ? tally.result("Permit") : NOT_APPLICABLE;
};

const olderPolicyPermitOverrides: Combine = (children, scope) => {
  const tally = new Tally();
  for (const child of children) {
    const outcome = child.evaluate(scope);
    if (outcome.decision === "Permit") return outcome;
    tally.add(outcome);
  }
  if (tally.has("Deny")) return tally.result("Deny");
  const failed = (["P", "D", "DP"] as const).some((kind) => tally.failed(kind));
  return failed ? tally.indeterminate("DP") : NOT_APPLICABLE;
};

/** Every algorithm evaluates its children in order, so the ordered ones of the standard are the same (core §C.3). */
export const ALGORITHMS: Readonly<Record<Algorithm, Combine>> = {
  "deny-overrides": overrides("Deny"),
  "permit-overrides": overrides("Permit"),
  "deny-unless-permit": unless("Deny", "Permit"),
  "permit-unless-deny": unless("Permit", "Deny"),
  "first-applicable": firstApplicable,
  "only-one-applicable": onlyOneApplicable,
  "1.0 rule deny-overrides": olderRuleOverrides("Deny"),
  "1.0 rule permit-overrides": olderRuleOverrides("Permit"),
  "1.0 policy deny-overrides": olderPolicyDenyOverrides,
  "1.0 policy permit-overrides": olderPolicyPermitOverrides,
};
