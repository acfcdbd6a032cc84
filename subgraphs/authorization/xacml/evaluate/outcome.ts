import { EvaluationFailure } from "../functions/function.js";
import type { Effect } from "../model/policy.js";
import type { Notice } from "../model/response.js";

/** Core §7.10: what an Indeterminate could have been: {P}, {D} or {DP}. */
export type Extended = "P" | "D" | "DP";

/** What a rule, a policy or a policy set came to. */
export type Outcome =
  | { readonly decision: Effect; readonly obligations: readonly Notice[]; readonly advice: readonly Notice[] }
  | { readonly decision: "NotApplicable" }
  | { readonly decision: "Indeterminate"; readonly extended: Extended; readonly failure: EvaluationFailure };

export const NOT_APPLICABLE: Outcome = { decision: "NotApplicable" };
export const PLAIN: Readonly<Record<Effect, Outcome>> = {
  Permit: { decision: "Permit", obligations: [], advice: [] },
  Deny: { decision: "Deny", obligations: [], advice: [] },
};

export const indeterminate = (extended: Extended, failure: EvaluationFailure): Outcome => ({
  decision: "Indeterminate",
  extended,
  failure,
});

/** The failure that `attempt` throws; anything else goes on up. */
export const failureOf = (error: unknown): EvaluationFailure => {
  if (error instanceof EvaluationFailure) return error;
  throw error;
};

export const extendedOf = (effect: Effect): Extended => (effect === "Permit" ? "P" : "D");
