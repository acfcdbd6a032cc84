import { partiesOf, restrictScope, type Scope } from "../../schema/scope.js";
import { PARTY_UUID_PREFIX, parsePartyUrn, type ServiceUrn } from "../../schema/urns.js";

/**
 * The part of a scope that concerns these parties.
 * @param named a party is named by its UUID's URN or by its own; names of others count for nothing; `null` for all
 */
export const ofParties = (scope: Scope, named: readonly string[] | null): Scope => {
  if (named === null) return scope;
  const urns = new Set(named.map((name) => parsePartyUrn(name) ?? ""));
  const ids = [...partiesOf(scope).values()]
    .filter(({ urn, id }) => urns.has(urn) || urns.has(PARTY_UUID_PREFIX + id))
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
