import type { Call } from "./call.js";
import type { LocalizedText } from "./localization.js";
import type { Scope } from "./scope.js";
import type { PartyUrn, ServiceUrn } from "./urns.js";

/** A question to authorization: may the viewer do this? */
export interface AccessRequest {
  readonly party: PartyUrn;
  readonly service: ServiceUrn;
  /** `read`, `write`, `sign` … as the service's policy names it. */
  readonly action: string;
  /** The one thing it is about, where that matters: see ScopeInstance. */
  readonly instanceRef: string | null;
  /**
   * The part of the service that it is about, where its policy tells parts apart: a task (`urn:altinn:task:Task_1`), an
   * end event, a part of an app. Absent for the whole.
   */
  readonly attribute?: string | null;
}

/** What a right stems from, as Dialogporten's `DialogLookupGrantType` names it. */
export type GrantType = "ROLE" | "ACCESS_PACKAGE" | "RESOURCE_DELEGATION" | "INSTANCE_DELEGATION";

/** One reason why access is given. */
export interface AccessGrant {
  readonly grantType: GrantType;
  /** URN of the role, package, resource or instance. */
  readonly subject: string;
  readonly name: LocalizedText;
  /** The party that the right came through: an organisation that the viewer leads, a client's accountant. */
  readonly via: PartyUrn | null;
}

/** The answer to one AccessRequest. */
export interface AccessDecision {
  /** `NOT_APPLICABLE`: nobody said yes. `DENY`: somebody said no, or it can't be ruled out. Both mean no. */
  readonly decision: "PERMIT" | "DENY" | "NOT_APPLICABLE";
  /** The level that the action needs; where it is above the viewer's, a stronger login would permit it. */
  readonly requiredLevel: number;
  /** Why; empty where the decision is no. */
  readonly grants: readonly AccessGrant[];
}

/**
 * What the rooms need of authorization. In one process a call, otherwise HTTP. It fails closed: where no answer can be
 * had it rejects with DomainError `AUTHORIZATION_UNAVAILABLE`, it never answers with less.
 */
export interface AuthorizationPort {
  /** Everything that the viewer may read. The same for all rooms within one request. */
  scope(call: Call): Promise<Scope>;
  /** One decision per request, in order. @param requests at most 1,000 */
  decide(call: Call, requests: readonly AccessRequest[]): Promise<readonly AccessDecision[]>;
}
