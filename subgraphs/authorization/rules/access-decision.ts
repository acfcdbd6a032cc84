import type { AccessDecision, Decision, StepUp } from "../types/access-decision.js";
import type { ReasonedDecision } from "./decision.js";
import { evidenceOf } from "./evidence.js";

/** What every argument `action` is described by. */
export const ACTION_ARGUMENT = "As the service's policy names it: `read`, `write`, `sign` …";

/** ID-porten's logins, weakest first. */
const LOGINS: readonly (readonly [acr: string, level: number])[] = [
  ["idporten-loa-substantial", 3],
  ["idporten-loa-high", 4],
];

/** The login that reaches a level; `null` where there is none, or the level is reached. */
const stepUpOf = (requiredLevel: number, level: number): StepUp | null => {
  const acrValues = LOGINS.filter(([, reached]) => reached >= requiredLevel).map(([acr]) => acr);
  return level >= requiredLevel || acrValues.length === 0
    ? null
    : { requiredAuthenticationLevel: requiredLevel, acrValues };
};

/** A decision as it is shown, with the login that it would take. */
export const accessDecisionOf = (
  action: string,
  decision: ReasonedDecision,
  level: number,
): AccessDecision => {
  const isPermit = decision.decision === "PERMIT";
  return {
    action,
    decision: decision.decision as Decision,
    isPermitted: isPermit && level >= decision.requiredLevel,
    currentAuthenticationLevel: level,
    requiredAuthenticationLevel: decision.requiredLevel,
    stepUp: isPermit ? stepUpOf(decision.requiredLevel, level) : null,
    evidence: isPermit ? evidenceOf(decision, level) : null,
  };
};
