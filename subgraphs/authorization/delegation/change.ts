import type { AuthorizationTables, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import type { NewId } from "../../../lib/ids.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import { type AuditKind, actorOf, auditEntry } from "../audit/entry.js";
import { appendAudit } from "../audit/store.js";
import { ROLE_CODES } from "../rules/roles.js";
import { ADMINISTRATION_LEVEL } from "./rules/checks.js";
import { type Delegator, type DelegatorRows, delegatorOf } from "./rules/delegator.js";
import { type Recipient, recipientRefusal } from "./rules/recipients.js";
import { levelTooLow, notAuthorised, type Refusal } from "./rules/refusal.js";
import type { Giving } from "./store/assignments.js";
import { delegatorRows } from "./store/delegator.js";
import { holdParties } from "./store/locks.js";
import { isConnected, partyByUrn } from "./store/parties.js";

/** Who changes something, when, and with which ids. */
export interface Deed {
  readonly viewer: Viewer;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly newId: NewId;
}

/** A change that is under way: everything is read and written in one transaction. */
export interface Change {
  readonly tx: Queries;
  readonly tables: AuthorizationTables;
  readonly dialect: Dialect;
  readonly deed: Deed;
}

/** Either what was asked for, or why it is refused. */
export type Found<T> =
  | { readonly found: T; readonly refusal: null }
  | { readonly found: null; readonly refusal: Refusal };

export const found = <T>(value: T): Found<T> => ({ found: value, refusal: null });
export const refusedWith = (refusal: Refusal): Found<never> => ({ found: null, refusal });

/** A party whose access the viewer wants to change, held, with what they may do there. */
export interface HeldParty {
  readonly delegator: Delegator;
  readonly rows: DelegatorRows;
}

/**
 * Holds a party, then reads what the viewer may do on its behalf: nobody can take that away before the change is done.
 * @param alsoHold ids of others that the change is about
 * @returns `NOT_AUTHORISED` for a party that there is not, one that the viewer has nothing to do with, and a viewer
 *   whom the register does not know, alike
 */
export const holdParty = async (
  { tx, tables, dialect, deed }: Change,
  urn: PartyUrn,
  alsoHold: readonly string[] = [],
): Promise<Found<HeldParty>> => {
  const party = await partyByUrn(tx, tables, urn);
  const viewer = await partyByUrn(tx, tables, deed.viewer.party);
  if (party === null || viewer === null) return refusedWith(notAuthorised());
  await holdParties(tx, dialect, [party.id, party.parentId, ...alsoHold]);
  const rows = await delegatorRows(tx, tables, viewer, party);
  return found({ rows, delegator: delegatorOf(rows, party, deed.viewer, deed.at) });
};

/** Whether the viewer may administer what was held, and has signed in surely enough to do so. */
export const administrationRefusal = (delegator: Delegator, isAllowed: boolean): Refusal | null => {
  if (!isAllowed) return notAuthorised();
  return delegator.level < ADMINISTRATION_LEVEL ? levelTooLow(ADMINISTRATION_LEVEL, delegator.level) : null;
};

/** Whom something is for: as the giver names them, or as the room itself knows them. */
export type To = Recipient | { readonly partyId: string };

/** Finds whom something is for, as far as the giver may know of them. */
export const findRecipient = async (
  { tx, tables }: Change,
  to: To,
  { delegator }: HeldParty,
): Promise<Found<PartyRow>> => {
  const urn = "partyId" in to ? PARTY_UUID_PREFIX + to.partyId : to.urn;
  const party = await partyByUrn(tx, tables, urn);
  const isKnown = "partyId" in to || (party !== null && (await isKnownTo(tx, tables, delegator, party)));
  const refusal = recipientRefusal({ urn, lastName: "partyId" in to ? null : to.lastName }, party, isKnown);
  return party === null || refusal !== null ? refusedWith(refusal ?? notAuthorised()) : found(party);
};

/** Whether the giver or its main unit has something to do with a party, or it is the viewer themselves. */
const isKnownTo = async (
  tx: Queries,
  tables: AuthorizationTables,
  { party, viewer }: Delegator,
  other: PartyRow,
): Promise<boolean> =>
  other.id === viewer.id || isConnected(tx, tables, [party.id, party.parentId], other.id);

/** URN of a role that the rules treat by name. @throws Error where the register lacks it: nothing can be given then */
export const roleUrnOf = ({ rows }: HeldParty, name: keyof typeof ROLE_CODES): string => {
  const role = rows.roles.roles.find(({ code }) => code === ROLE_CODES[name]);
  if (role === undefined) throw new Error(`The register has no role ${ROLE_CODES[name]}.`);
  return role.urn;
};

export const givingOf = ({ deed }: Change, { viewer }: Delegator): Giving => ({
  givenAt: deed.at,
  givenById: viewer.id,
});

/** Writes one line of the trail for each thing that was given or taken. */
export const record = async (
  { tx, deed }: Change,
  { viewer }: Delegator,
  lines: readonly {
    readonly kind: AuditKind;
    readonly partyId: string;
    readonly counterpartId: string | null;
    readonly subject: string | null;
    readonly action?: string | null;
    readonly referenceId: string;
  }[],
): Promise<void> => {
  if (lines.length === 0) return;
  const actor = actorOf(deed, viewer.id);
  await appendAudit(
    tx,
    ...lines.map((line) => auditEntry(actor, { ...line, id: deed.newId(deed.at), at: deed.at })),
  );
};
