import { isUuid } from "../../../lib/ids.js";
import { idOfParty, isPublicParty, partyNamesOf } from "../../../schema/party-names.js";
import type { Scope } from "../../../schema/scope.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import { profileError } from "../errors.js";

/** The parties that the viewer may act for, by both their names. */
export interface KnownParties {
  /** UUIDs. */
  has(partyId: string): boolean;
  /** UUID of a party named by UUID or URN; `null` where the viewer acts for none such. */
  idOf(name: string): string | null;
  /** As answers name it: an organisation by its number, all others by their UUID. Lost ones too. */
  publicUrnOf(partyId: string): string;
  /** UUID of the viewer's own party; `null` where they act for none of their own. */
  readonly viewerId: string | null;
}

/** @param viewer party URN of who signed in */
export const knownPartiesOf = (scope: Scope, viewer: PartyUrn): KnownParties => {
  const names = partyNamesOf(scope);
  return {
    has: (partyId) => names.urnById.has(partyId),
    idOf(name) {
      const text = name.trim().toLowerCase();
      return idOfParty(names, isUuid(text) ? PARTY_UUID_PREFIX + text : text);
    },
    publicUrnOf(partyId) {
      const urn = names.urnById.get(partyId);
      return urn !== undefined && isPublicParty(urn) ? urn : PARTY_UUID_PREFIX + partyId;
    },
    viewerId: names.idByUrn.get(viewer) ?? null,
  };
};

/** A UUID of a party, as it was named, whether the viewer acts for it or not; `null` where it names none by UUID. */
export const uuidNamed = (name: string): string | null => {
  const text = name.trim().toLowerCase();
  const uuid = text.startsWith(PARTY_UUID_PREFIX) ? text.slice(PARTY_UUID_PREFIX.length) : text;
  return isUuid(uuid) ? uuid : null;
};

/**
 * UUIDs of parties that the viewer may act for, each once.
 * @param kept those that are taken though the viewer may no longer act for them, as they are in there already
 * @throws DomainError `PARTY_NOT_AUTHORISED`, worded alike for unknown parties and those out of reach
 */
export const partyIdsOf = (
  names: readonly string[],
  known: KnownParties,
  kept: ReadonlySet<string> = new Set(),
): string[] => {
  const ids = names.map((name, index) => {
    const id = known.idOf(name);
    if (id !== null) return id;
    const uuid = uuidNamed(name);
    if (uuid !== null && kept.has(uuid)) return uuid;
    throw profileError(
      "PARTY_NOT_AUTHORISED",
      `Party ${index + 1} is none that you act for. Name parties that Workspace.parties lists.`,
    );
  });
  return [...new Set(ids)];
};
