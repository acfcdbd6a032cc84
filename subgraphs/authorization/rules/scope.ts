import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Scope, ScopeGroup, ScopeInstance, ScopeParty, ScopeService } from "../../../schema/scope.js";
import type { Connection, Connections } from "./connections.js";
import type { Source } from "./sources.js";

/** The action that lists are about. */
export const READ = "read";

/** One line of a service's policy for `read`. */
export interface ReadRule {
  readonly service: string;
  readonly subjectUrn: string;
  readonly requiredLevel: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What must be known of policies to tell a scope: whose rules, and rules of which services. */
export const policyNeeds = ({ sources }: Connections): { subjectUrns: string[]; services: string[] } => {
  const wholeServices = sources.flatMap(({ services }) =>
    [...services].flatMap(([service, { actions }]) => (actions === null ? [service] : [])),
  );
  return {
    subjectUrns: [...new Set(sources.flatMap(({ subjects }) => [...subjects.keys()]))].sort(),
    services: [...new Set(wholeServices)].sort(),
  };
};

/** The services that a source may read, with the level of each. */
const readableServices = (source: Source, rules: readonly ReadRule[]): Map<string, number> => {
  const services = new Map<string, number>();
  for (const { service, subjectUrn, requiredLevel } of rules) {
    if (source.subjects.has(subjectUrn) || source.services.get(service)?.actions === null) {
      services.set(service, requiredLevel);
    }
  }
  for (const [service, { actions, requiredLevel }] of source.services) {
    if (actions?.includes(READ)) services.set(service, requiredLevel);
  }
  return services;
};

const scopeParty = ({ id, urn }: PartyRow): ScopeParty => ({ id, urn });

const byPartyId = (a: ScopeParty, b: ScopeParty): number => byText(a.id, b.id);

const sourceIdsOf = (list: readonly Connection[]): number[] =>
  [...new Set(list.map(({ source }) => source.id))].sort((a, b) => a - b);

/**
 * Parties with equal services in one group. First by the sources that they have, so that the services of thousands of
 * clients are worked out once; then by the services themselves.
 */
const groupsOf = (connections: Connections, rules: readonly ReadRule[]): ScopeGroup[] => {
  const servicesBySource = new Map(
    connections.sources.map((source) => [source.id, readableServices(source, rules)]),
  );
  const partiesBySources = new Map<string, { sourceIds: number[]; parties: ScopeParty[] }>();
  for (const [partyId, list] of connections.byPartyId) {
    const party = connections.parties.get(partyId);
    if (party === undefined) continue;
    const sourceIds = sourceIdsOf(list);
    const key = sourceIds.join(" ");
    const alike = partiesBySources.get(key);
    if (alike === undefined) partiesBySources.set(key, { sourceIds, parties: [scopeParty(party)] });
    else alike.parties.push(scopeParty(party));
  }

  const groups = new Map<string, { services: ScopeService[]; parties: ScopeParty[] }>();
  for (const { sourceIds, parties } of partiesBySources.values()) {
    const levels = new Map(sourceIds.flatMap((id) => [...(servicesBySource.get(id) ?? [])]));
    if (levels.size === 0) continue;
    const services = [...levels]
      .map(([service, requiredLevel]) => ({ service, requiredLevel }))
      .sort((a, b) => byText(a.service, b.service));
    const key = JSON.stringify(services);
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, { services, parties });
    else alike.parties.push(...parties);
  }
  return [...groups.values()]
    .map(({ services, parties }) => ({ parties: parties.sort(byPartyId), services }))
    .sort((a, b) => byText(a.parties[0]?.id ?? "", b.parties[0]?.id ?? ""));
};

const instancesOf = (connections: Connections): ScopeInstance[] => {
  const instances = new Map<string, ScopeInstance>();
  for (const [partyId, list] of connections.byPartyId) {
    const row = connections.parties.get(partyId);
    if (row === undefined) continue;
    for (const { service, instanceRef, actions, requiredLevel } of list.flatMap((c) => c.instances)) {
      if (!actions.includes(READ)) continue;
      const instance = { party: scopeParty(row), service, instanceRef, requiredLevel };
      instances.set(JSON.stringify([partyId, service, instanceRef]), instance);
    }
  }
  return [...instances].sort(([a], [b]) => byText(a, b)).map(([, instance]) => instance);
};

/**
 * Everything that a viewer may read. The order is fixed: groups by their first party's id, parties by id, services by
 * URN. A service above the viewer's level stays in, with its level: who shows it hides what the level does not reach.
 */
export const scopeOf = (connections: Connections, rules: readonly ReadRule[], level: number): Scope => ({
  level,
  groups: groupsOf(connections, rules),
  instances: instancesOf(connections),
});
