import { isUuid } from "../../../lib/ids.js";
import { partiesOf, type Scope } from "../../../schema/scope.js";
import {
  ORGANIZATION_PREFIX,
  PARTY_UUID_PREFIX,
  type PartyUrn,
  parsePartyUrn,
  SYSTEM_USER_PREFIX,
} from "../../../schema/urns.js";
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

const isPublic = (urn: PartyUrn): boolean =>
  urn.startsWith(ORGANIZATION_PREFIX) || urn.startsWith(SYSTEM_USER_PREFIX);

/** @param viewer party URN of who signed in */
export const knownPartiesOf = (scope: Scope, viewer: PartyUrn): KnownParties => {
  const byId = partiesOf(scope);
  const idByUrn = new Map([...byId.values()].map(({ urn, id }) => [urn, id]));
  return {
    has: (partyId) => byId.has(partyId),
    idOf(name) {
      const text = name.trim().toLowerCase();
      const urn = isUuid(text) ? PARTY_UUID_PREFIX + text : parsePartyUrn(text);
      if (urn === null) return null;
      const id = urn.startsWith(PARTY_UUID_PREFIX) ? urn.slice(PARTY_UUID_PREFIX.length) : idByUrn.get(urn);
      return id !== undefined && byId.has(id) ? id : null;
    },
    publicUrnOf(partyId) {
      const urn = byId.get(partyId)?.urn;
      return urn !== undefined && isPublic(urn) ? urn : PARTY_UUID_PREFIX + partyId;
    },
    viewerId: idByUrn.get(viewer) ?? null,
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
