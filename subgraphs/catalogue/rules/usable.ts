import { partiesOf, restrictScope, type Scope, type ScopeParty } from "../../../schema/scope.js";
import { PARTY_UUID_PREFIX, parsePartyUrn, type ServiceUrn } from "../../../schema/urns.js";

/**
 * The part of a scope that concerns these parties.
 * @param named a party is named by its UUID, by the URN of that, or by its own; names of others count for nothing; `null`
 *   for all
 */
export const ofParties = (scope: Scope, named: readonly string[] | null): Scope => {
  if (named === null) return scope;
  const names = new Set(named.map((name) => parsePartyUrn(name) ?? PARTY_UUID_PREFIX + name.toLowerCase()));
  const ids = [...partiesOf(scope).values()]
    .filter(({ urn, id }) => names.has(urn) || names.has(PARTY_UUID_PREFIX + id))
    .map(({ id }) => id);
  return restrictScope(scope, new Set(ids));
};

/** The services that a scope gives access to, each once, ascending. */
export const servicesOf = (scope: Scope): ServiceUrn[] =>
  [
    ...new Set([
      ...scope.groups.flatMap((group) => group.services.map(({ service }) => service)),
      ...scope.instances.map(({ service }) => service),
    ]),
  ].sort();

/** That a party's service may be used, as a whole or one thing in it. */
export interface ServiceUseEntry {
  readonly party: ScopeParty;
  readonly requiredLevel: number;
  /** `null` for all of the service. */
  readonly instanceRef: string | null;
}

/** On whose behalf each service may be used. */
export type ServiceUses = (service: ServiceUrn, limit: number) => readonly ServiceUseEntry[];

/** Reads a scope by service. Parties whose whole service may be used come first; thousands of them cost nothing. */
export const usesIn =
  (scope: Scope): ServiceUses =>
  (service, limit) => {
    const uses: ServiceUseEntry[] = [];
    for (const group of scope.groups) {
      const found = group.services.find((entry) => entry.service === service);
      if (found === undefined) continue;
      const { requiredLevel } = found;
      for (const party of group.parties.slice(0, limit - uses.length)) {
        uses.push({ party, requiredLevel, instanceRef: null });
      }
      if (uses.length >= limit) return uses;
    }
    const things = scope.instances.filter((instance) => instance.service === service);
    return [
      ...uses,
      ...things.slice(0, limit - uses.length).map(({ party, requiredLevel, instanceRef }) => ({
        party,
        requiredLevel,
        instanceRef,
      })),
    ];
  };
