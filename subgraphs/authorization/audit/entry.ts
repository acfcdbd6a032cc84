import type { AuditEntryRow } from "../../../drizzle/authorization/tables-audit.js";
import type { Call } from "../../../schema/call.js";

/** What can be done with somebody's access. */
export const AUDIT_KINDS = [
  "ACCESS_GRANTED",
  "ACCESS_REVOKED",
  "CLIENT_ADDED",
  "CLIENT_REMOVED",
  "REQUEST_SENT",
  "REQUEST_WITHDRAWN",
  "REQUEST_APPROVED",
  "REQUEST_REJECTED",
  "CONSENT_REQUESTED",
  "CONSENT_ACCEPTED",
  "CONSENT_REJECTED",
  "CONSENT_REVOKED",
  "CONSENT_USED",
  "ACCESS_LIST_JOINED",
  "ACCESS_LIST_LEFT",
  "DECISION",
  "LOOKUP",
] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];

/** One line of the trail, as it is written. */
export interface AuditEntry extends Omit<AuditEntryRow, "kind"> {
  /** UUIDv7 of `at`: the order of the trail. */
  readonly id: string;
  readonly kind: AuditKind;
}

/** Who did something, as the trail keeps it. */
export type AuditActor = Pick<AuditEntry, "actorId" | "actorOrganization" | "clientId" | "level">;

/** @param viewerId the viewer's party; `null` where the register does not know them */
export const actorOf = ({ viewer }: Pick<Call, "viewer">, viewerId: string | null): AuditActor => ({
  actorId: viewerId,
  actorOrganization: viewer.organization,
  clientId: viewer.clientId,
  level: viewer.level,
});

type Happening = Pick<AuditEntry, "id" | "at" | "kind" | "partyId"> &
  Partial<Pick<AuditEntry, "counterpartId" | "subject" | "action" | "outcome" | "referenceId">>;

/** A line of the trail: who did what, with whose access. */
export const auditEntry = (actor: AuditActor, happening: Happening): AuditEntry => ({
  counterpartId: null,
  subject: null,
  action: null,
  outcome: null,
  referenceId: null,
  ...actor,
  ...happening,
});
