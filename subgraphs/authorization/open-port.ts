import type { Clock } from "../../lib/clock.js";
import type { NewId } from "../../lib/ids.js";
import { recordDecisions } from "./audit/record-decisions.js";
import { AuditStore } from "./audit/store.js";
import { type AccessTrail, openAccessTrail } from "./audit/trail.js";
import { decideByConsents } from "./consents/decide.js";
import { type Authorization, createAuthorizationPort } from "./port.js";
import type { AuthorizationStore } from "./store.js";

export interface AuthorizationPortOptions {
  readonly store: AuthorizationStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** How many days what was done with access is kept. */
  readonly accessTrailDays?: number;
}

/**
 * What the rooms ask of authorization, whole: the register and the policies decide, then consents; what was decided on
 * sensitive services is told to the trail.
 */
export const openAuthorizationPort = (
  options: AuthorizationPortOptions,
): { readonly authorization: Authorization; readonly trail: AccessTrail } => {
  const { store, clock, newId, accessTrailDays } = options;
  const trail = openAccessTrail({
    store: new AuditStore(store.open.database),
    clock,
    newId,
    ...(accessTrailDays === undefined ? {} : { retentionDays: accessTrailDays }),
  });
  const deciding = decideByConsents(createAuthorizationPort({ store, clock }), store, clock);
  return { authorization: recordDecisions(deciding, trail), trail };
};
