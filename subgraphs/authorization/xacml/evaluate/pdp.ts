import type { Clock } from "../../../../lib/clock.js";
import { type EvaluationFailure, processingError } from "../functions/function.js";
import type { Policies } from "../load/policies.js";
import { STATUS } from "../model/names.js";
import type { DecisionRequest, RequestCategory } from "../model/request.js";
import type { DecisionResponse, DecisionResult, DecisionValue, Status } from "../model/response.js";
import { Budget } from "./budget.js";
import { type CompiledPolicies, compilePolicies } from "./compile-policy.js";
import { individualRequests } from "./individual.js";
import type { Outcome } from "./outcome.js";
import { EvaluationScope, IndividualRequest } from "./request-context.js";

const OK: Status = { code: STATUS.ok, message: null, missing: [] };

const statusOf = ({ status, message, missing }: EvaluationFailure): Status => ({
  code: status,
  message,
  missing,
});

/** The attributes that the request asked to have back with the answer. */
const echoed = (categories: readonly RequestCategory[]): readonly RequestCategory[] =>
  categories
    .map((category) => ({
      ...category,
      content: null,
      attributes: category.attributes.filter(({ includeInResult }) => includeInResult),
    }))
    .filter(({ attributes }) => attributes.length > 0);

const resultOf = (outcome: Outcome, request: IndividualRequest, scope: EvaluationScope): DecisionResult => {
  const shared = { categories: echoed(request.categories), policies: scope.applicable ?? [] };
  if (outcome.decision === "NotApplicable") {
    return { decision: "NotApplicable", status: OK, obligations: [], advice: [], ...shared };
  }
  if (outcome.decision === "Indeterminate") {
    const status = statusOf(outcome.failure);
    return { decision: "Indeterminate", status, obligations: [], advice: [], ...shared };
  }
  const { decision, obligations, advice } = outcome;
  return { decision, status: OK, obligations, advice, ...shared };
};

/** Multiple Decision Profile §3: one decision for all, where they agree and ask nothing of the caller. */
export const combinedResult = (results: readonly DecisionResult[]): DecisionResult => {
  const decisions = new Set<DecisionValue>(results.map(({ decision }) => decision));
  const [only] = decisions;
  const asks = results.some(({ obligations, advice }) => obligations.length + advice.length > 0);
  const policies = results.flatMap((result) => result.policies);
  const none = { obligations: [], advice: [], categories: [], policies };
  if (only !== undefined && decisions.size === 1 && !asks) {
    const failed = results.find(({ decision }) => decision === "Indeterminate");
    return { decision: only, status: failed?.status ?? OK, ...none };
  }
  const failure = processingError("The decisions differ or carry obligations, so they cannot be combined.");
  return { decision: "Indeterminate", status: statusOf(failure), ...none };
};

/** Decides requests by policies that were loaded once. It keeps nothing between requests. */
export interface DecisionPoint {
  /**
   * @throws DomainError `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`; what goes wrong in the evaluation itself is an
   *   Indeterminate result, never an error
   */
  decide(request: DecisionRequest): DecisionResponse;
  /** As `decide` for one decision that is already taken apart, without the answer's dress: for many decisions. */
  evaluate(request: IndividualRequest): Outcome;
  /** As `evaluate`, dressed as one result of a response. */
  result(request: IndividualRequest, listsPolicies: boolean): DecisionResult;
}

/** @param clock for the current date and time, where a request has none of its own */
export const openDecisionPoint = (policies: Policies, clock: Clock): DecisionPoint => {
  const compiled: CompiledPolicies = compilePolicies(policies);
  const resultFor = (request: IndividualRequest, budget: Budget, listsPolicies: boolean): DecisionResult => {
    const scope = new EvaluationScope(request, compiled.slots, budget, listsPolicies);
    return resultOf(compiled.root.evaluate(scope), request, scope);
  };
  return {
    decide: (request) => {
      const now = clock();
      const budget = new Budget();
      const results = individualRequests(request).map((categories) =>
        resultFor(new IndividualRequest(categories, now), budget, request.returnPolicyIdList),
      );
      return { results: request.combinedDecision ? [combinedResult(results)] : results };
    },
    result: (request, listsPolicies) => resultFor(request, new Budget(), listsPolicies),
    evaluate: (request) =>
      compiled.root.evaluate(new EvaluationScope(request, compiled.slots, new Budget(), false)),
  };
};

/** What a decision point answers for a policy that cannot be evaluated at all: Indeterminate, with the reason. */
export const indeterminateResponse = (failure: EvaluationFailure): DecisionResponse => ({
  results: [
    {
      decision: "Indeterminate",
      status: statusOf(failure),
      obligations: [],
      advice: [],
      categories: [],
      policies: [],
    },
  ],
});
