import type { AccessEvidence, GrantType } from "../types/access-evidence.js";
import type { ReasonedDecision } from "./decision.js";

/** A decision that permits, as it is shown. */
export const evidenceOf = (decision: ReasonedDecision, level: number): AccessEvidence => {
  const isVia = (type: string) => decision.grants.some(({ grantType }) => grantType === type);
  return {
    currentAuthenticationLevel: level,
    requiredAuthenticationLevel: decision.requiredLevel,
    viaRole: isVia("ROLE"),
    viaAccessPackage: isVia("ACCESS_PACKAGE"),
    viaResourceDelegation: isVia("RESOURCE_DELEGATION"),
    viaInstanceDelegation: isVia("INSTANCE_DELEGATION"),
    grants: decision.grants.map((grant) => ({
      grantType: grant.grantType as GrantType,
      subject: grant.subject,
      grant,
    })),
    decision,
  };
};
