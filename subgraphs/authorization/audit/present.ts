import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { AuditEntryRow } from "../../../drizzle/authorization/tables-audit.js";
import { organizationNumberIn } from "../rules/parties.js";
import type { AccessEvent, AccessEventKind, AccessEventParty } from "../types/access-event.js";
import type { PartyType } from "../types/party.js";
import type { AuditKind } from "./entry.js";

/** What the other side does, or has done for it; the rest is done for the party that gives. */
const BY_COUNTERPART: ReadonlySet<string> = new Set<AuditKind>([
  "REQUEST_SENT",
  "REQUEST_WITHDRAWN",
  "CONSENT_REQUESTED",
  "CONSENT_USED",
  "ACCESS_LIST_JOINED",
  "ACCESS_LIST_LEFT",
  "DECISION",
  "LOOKUP",
]);

/** Ids of everyone whom lines of a trail name. */
export const partiesIn = (entries: readonly AuditEntryRow[]): string[] => [
  ...new Set(
    entries.flatMap(({ partyId, counterpartId, actorId }) => [
      partyId,
      ...(counterpartId === null ? [] : [counterpartId]),
      ...(actorId === null ? [] : [actorId]),
    ]),
  ),
];

/** Somebody as a trail shows them: what they are called, and no number of a person. */
export const eventParty = (party: PartyRow | undefined): AccessEventParty | null =>
  party === undefined
    ? null
    : {
        name: party.name,
        type: party.type as PartyType,
        organizationNumber: organizationNumberIn(party.urn),
      };

/**
 * A line of a trail, as one side of it may see it. Who did it is told to the side that they did it for, and to
 * everyone where they are one of the two sides.
 * @param readerId the party whose trail is read
 */
export const presentEntry = (
  entry: AuditEntryRow,
  readerId: string,
  parties: ReadonlyMap<string, PartyRow>,
): AccessEvent => {
  const { actorId, partyId, counterpartId } = entry;
  const nameOf = (id: string | null) => (id === null ? null : eventParty(parties.get(id)));
  const isSide = actorId === partyId || actorId === counterpartId;
  const ownSide = BY_COUNTERPART.has(entry.kind) ? counterpartId : partyId;
  const mayKnow = isSide || readerId === ownSide;
  return {
    id: entry.id,
    at: entry.at,
    kind: entry.kind as AccessEventKind,
    party: nameOf(partyId),
    counterpart: nameOf(counterpartId),
    actor: mayKnow ? nameOf(actorId) : null,
    subject: entry.subject,
    action: entry.action,
    outcome: entry.outcome,
    authenticationLevel: entry.level,
    referenceId: entry.referenceId,
  };
};
