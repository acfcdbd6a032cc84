import { keptWith } from "../lib/kept-with.js";
import { partiesOf, type Scope } from "./scope.js";
import {
  ORGANIZATION_PREFIX,
  PARTY_UUID_PREFIX,
  type PartyUrn,
  parsePartyUrn,
  SYSTEM_USER_PREFIX,
} from "./urns.js";

/** Names of a scope's parties, both ways. */
export interface PartyNames {
  /** UUID by URN. */
  readonly idByUrn: ReadonlyMap<PartyUrn, string>;
  /** URN by UUID. */
  readonly urnById: ReadonlyMap<string, PartyUrn>;
}

const namesOf = (scope: Scope): PartyNames => {
  const parties = [...partiesOf(scope).values()];
  return {
    idByUrn: new Map(parties.map(({ urn, id }) => [urn, id])),
    urnById: new Map(parties.map(({ urn, id }) => [id, urn])),
  };
};

/** The names of a scope's parties; gathered once for each scope. */
export const partyNamesOf = keptWith(namesOf);

/** UUID of a party that is named by its own URN or by its UUID's; `null` where it is none of these. */
export const idOfParty = ({ idByUrn, urnById }: PartyNames, name: string): string | null => {
  const urn = parsePartyUrn(name);
  if (urn === null) return null;
  if (!urn.startsWith(PARTY_UUID_PREFIX)) return idByUrn.get(urn) ?? null;
  const id = urn.slice(PARTY_UUID_PREFIX.length);
  return urnById.has(id) ? id : null;
};

/** Names that may leave the rooms as they are; all others name persons. */
export const isPublicParty = (urn: string): boolean =>
  urn.startsWith(ORGANIZATION_PREFIX) || urn.startsWith(SYSTEM_USER_PREFIX);
