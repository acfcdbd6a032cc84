import type { PartyUrn, ServiceUrn } from "./urns.js";

/** A party in a scope, by both its names. */
export interface ScopeParty {
  /** As agencies store it; stays inside the rooms. */
  readonly urn: PartyUrn;
  /** UUID: the id that a browser sees. */
  readonly id: string;
}

/** One service that a group may be read in. */
export interface ScopeService {
  readonly service: ServiceUrn;
  /** The authentication level that reading its content needs. */
  readonly requiredLevel: number;
}

/** Parties for whom the viewer has exactly the same rights. Thousands of clients are one group. */
export interface ScopeGroup {
  readonly parties: readonly ScopeParty[];
  readonly services: readonly ScopeService[];
}

/** One thing that was given to the viewer by itself, whatever else they may see of that party. */
export interface ScopeInstance {
  readonly party: ScopeParty;
  readonly service: ServiceUrn;
  /** `urn:altinn:instance-id:{partyId}/{uuid}` or `urn:altinn:dialog-id:{uuid}`. */
  readonly instanceRef: string;
  readonly requiredLevel: number;
}

/** What a viewer may read, whoever they act for. A party is in one group at most. */
export interface Scope {
  /** The level that the viewer signed in with. */
  readonly level: number;
  readonly groups: readonly ScopeGroup[];
  readonly instances: readonly ScopeInstance[];
}

/** Every party of a scope once, by id. */
export const partiesOf = (scope: Scope): ReadonlyMap<string, ScopeParty> => {
  const parties = new Map<string, ScopeParty>();
  for (const group of scope.groups) for (const party of group.parties) parties.set(party.id, party);
  for (const { party } of scope.instances) parties.set(party.id, party);
  return parties;
};

/** The part of a scope that concerns these parties. @param partyIds UUIDs; `null` for all */
export const restrictScope = (scope: Scope, partyIds: ReadonlySet<string> | null): Scope => {
  if (partyIds === null) return scope;
  return {
    level: scope.level,
    groups: scope.groups
      .map((group) => ({ ...group, parties: group.parties.filter(({ id }) => partyIds.has(id)) }))
      .filter((group) => group.parties.length > 0),
    instances: scope.instances.filter(({ party }) => partyIds.has(party.id)),
  };
};
