import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Scope, ScopeGroup, ScopeInstance, ScopeParty, ScopeService } from "../../../schema/scope.js";
import { requiredLevel } from "../pdp/levels.js";
import { askPolicy, type Held, type PolicyAnswer } from "../pdp/policy-request.js";
import { inheritedLevel, isLetIn } from "../pdp/rule-book.js";
import type { ServicePolicy } from "../pdp/service-policy.js";
import type { Connection } from "./connections.js";
import { type Basis, heldThrough, sourceKeyOf } from "./decision-basis.js";
import type { Source } from "./sources.js";

/** The action that lists are about. */
export const READ = "read";

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Services whose policies must be at hand before a scope is told: whoever was given one whole may do what it names. */
export const wholeServices = (sources: readonly Source[]): string[] => [
  ...new Set(
    sources.flatMap(({ services }) =>
      [...services].flatMap(([service, actions]) => (actions === null ? [service] : [])),
    ),
  ),
];

/** Parties whose connections give equal rights. */
interface Alike {
  readonly list: readonly Connection[];
  readonly parties: PartyRow[];
}

/** First by the sources that they have, so that the services of thousands of clients are worked out once. */
const alikeBySources = ({ connections }: Basis): Alike[] => {
  const bySources = new Map<string, Alike>();
  for (const [partyId, list] of connections.byPartyId) {
    const party = connections.parties.get(partyId);
    if (party === undefined) continue;
    const key = sourceKeyOf(list);
    const alike = bySources.get(key);
    if (alike === undefined) bySources.set(key, { list, parties: [party] });
    else alike.parties.push(party);
  }
  return [...bySources.values()];
};

/** What each source may read by itself, as far as it can be told from lists of rights. */
class Readable {
  readonly #basis: Basis;
  readonly #bySource = new Map<number, ReadonlySet<string>>();
  /** What the viewer's own identity opens, for whatever party. */
  readonly #byIdentity: readonly string[];

  constructor(basis: Basis) {
    this.#basis = basis;
    const { readableBy } = basis.book;
    this.#byIdentity = basis.identity.flatMap(
      ([id, value]) => readableBy.get(`${id}:${value}`.toLowerCase()) ?? [],
    );
  }

  /** By policies and by name, with the level of each. */
  of(list: readonly Connection[]): Map<string, number> {
    const { book, isServiceOwner } = this.#basis;
    const levels = new Map<string, number>();
    const add = (service: string): void => {
      if (!levels.has(service) && book.services.has(service)) {
        levels.set(service, inheritedLevel(book, service, isServiceOwner));
      }
    };
    for (const service of this.#byIdentity) add(service);
    for (const { source } of list) for (const service of this.#ofSource(source)) add(service);
    return levels;
  }

  #ofSource(source: Source): ReadonlySet<string> {
    const known = this.#bySource.get(source.id);
    if (known !== undefined) return known;
    const { book, policies } = this.#basis;
    const services = new Set<string>();
    for (const urn of source.subjects.keys()) {
      for (const service of book.readableBy.get(urn) ?? []) services.add(service);
    }
    for (const [service, actions] of source.services) {
      const isNamed = () => policies.get(service)?.mentions.actions.has(READ) === true;
      if (actions === null ? isNamed() : actions.includes(READ)) services.add(service);
    }
    this.#bySource.set(source.id, services);
    return services;
  }
}

/** The policies that must be evaluated, asked once for all parties alike where they do not look at the party. */
class Evaluated {
  readonly #basis: Basis;
  readonly #held: Held;
  readonly #shared = new Map<ServicePolicy, PolicyAnswer>();

  constructor(basis: Basis, list: readonly Connection[]) {
    this.#basis = basis;
    this.#held = heldThrough(list, basis.identity);
  }

  answer(policy: ServicePolicy, party: PartyRow): PolicyAnswer {
    const known = policy.dependsOnParty ? undefined : this.#shared.get(policy);
    if (known !== undefined) return known;
    const { service } = policy;
    const answer = askPolicy(policy, {
      service,
      action: READ,
      held: this.#held,
      party,
      attribute: null,
      now: this.#basis.now,
    });
    if (!policy.dependsOnParty) this.#shared.set(policy, answer);
    return answer;
  }
}

/** What is the same for all parties alike, and what has to be asked for each. */
const splitPolicies = ({ book }: Basis) => ({
  common: book.evaluated.filter(({ dependsOnParty }) => !dependsOnParty),
  byParty: book.evaluated.filter(({ dependsOnParty }) => dependsOnParty),
});

const overrule = (
  levels: Map<string, number>,
  { service }: ServicePolicy,
  answer: PolicyAnswer,
  { book, isServiceOwner }: Basis,
): void => {
  const own = book.services.get(service);
  if (own === undefined) return;
  if (answer.decision === "PERMIT") levels.set(service, requiredLevel(answer.levels, own, isServiceOwner));
  if (answer.decision === "DENY") levels.delete(service);
};

const scopeParty = ({ id, urn }: PartyRow): ScopeParty => ({ id, urn });

const servicesOf = (levels: ReadonlyMap<string, number>): ScopeService[] =>
  [...levels]
    .map(([service, level]) => ({ service, requiredLevel: level }))
    .sort((a, b) => byText(a.service, b.service));

/** Collects parties by the services that they may be read in. */
class Groups {
  readonly #groups = new Map<string, { services: ScopeService[]; parties: ScopeParty[] }>();

  add(levels: ReadonlyMap<string, number>, parties: readonly PartyRow[]): void {
    if (levels.size === 0) return;
    const services = servicesOf(levels);
    const key = JSON.stringify(services);
    const group = this.#groups.get(key) ?? { services, parties: [] };
    this.#groups.set(key, group);
    for (const party of parties) group.parties.push(scopeParty(party));
  }

  sorted(): ScopeGroup[] {
    return [...this.#groups.values()]
      .map(({ services, parties }) => ({
        parties: parties.sort((a, b) => byText(a.id, b.id)),
        services,
      }))
      .sort((a, b) => byText(a.parties[0]?.id ?? "", b.parties[0]?.id ?? ""));
  }
}

/** Services that are not the same for every party alike: restricted ones, and those whose policies look at the party. */
const addAlike = (
  groups: Groups,
  alike: Alike,
  common: Map<string, number>,
  byParty: readonly ServicePolicy[],
  evaluated: Evaluated,
  basis: Basis,
): void => {
  const restricted = [...basis.book.restricted.keys()];
  const concerned = new Set([...byParty.map(({ service }) => service), ...restricted]);
  if (concerned.size === 0 || (byParty.length === 0 && !restricted.some((service) => common.has(service)))) {
    groups.add(common, alike.parties);
    return;
  }
  for (const party of alike.parties) {
    const own = new Map(common);
    for (const policy of byParty) overrule(own, policy, evaluated.answer(policy, party), basis);
    for (const service of restricted) {
      if (own.has(service) && !isLetIn(basis.book, service, READ, party)) own.delete(service);
    }
    groups.add(own, [party]);
  }
};

const groupsOf = (basis: Basis): ScopeGroup[] => {
  const readable = new Readable(basis);
  const { common: policies, byParty } = splitPolicies(basis);
  const groups = new Groups();
  for (const alike of alikeBySources(basis)) {
    const evaluated = new Evaluated(basis, alike.list);
    const [first] = alike.parties;
    const levels = readable.of(alike.list);
    if (first !== undefined) {
      for (const policy of policies) overrule(levels, policy, evaluated.answer(policy, first), basis);
    }
    addAlike(groups, alike, levels, byParty, evaluated, basis);
  }
  return groups.sorted();
};

const instancesOf = (basis: Basis): ScopeInstance[] => {
  const { connections, book, isServiceOwner } = basis;
  const evaluatedByService = new Map(book.evaluated.map((policy) => [policy.service, policy]));
  const instances = new Map<string, ScopeInstance>();
  for (const [partyId, list] of connections.byPartyId) {
    const party = connections.parties.get(partyId);
    if (party === undefined || list.every((connection) => connection.instances.length === 0)) continue;
    const given = list.flatMap((connection) => connection.instances);
    const evaluated = new Evaluated(basis, list);
    for (const { service, instanceRef, actions } of given) {
      const own = book.services.get(service);
      if (own === undefined || !actions.includes(READ) || !isLetIn(book, service, READ, party)) continue;
      const policy = evaluatedByService.get(service);
      const answer = policy === undefined ? null : evaluated.answer(policy, party);
      if (answer?.decision === "DENY") continue;
      const level =
        answer?.decision === "PERMIT"
          ? requiredLevel(answer.levels, own, isServiceOwner)
          : inheritedLevel(book, service, isServiceOwner);
      const instance = { party: scopeParty(party), service, instanceRef, requiredLevel: level };
      instances.set(JSON.stringify([partyId, service, instanceRef]), instance);
    }
  }
  return [...instances].sort(([a], [b]) => byText(a, b)).map(([, instance]) => instance);
};

/**
 * Everything that a viewer may read. The order is fixed: groups by their first party's id, parties by id, services by
 * URN. A service above the viewer's level stays in, with its level: who shows it hides what the level does not reach.
 */
export const scopeOf = (basis: Basis, level: number): Scope => ({
  level,
  groups: groupsOf(basis),
  instances: instancesOf(basis),
});
