import { LRUCache } from "lru-cache";
import { ORGANIZATION_PREFIX, type ServiceUrn } from "../../../schema/urns.js";
import { createRoleRights } from "../rules/role-rights.js";
import type { RuleBookRows } from "../store/rule-book.js";
import type { Levels } from "./levels.js";
import type { AccessList, RuleBook } from "./rule-book.js";
import { openServicePolicy, type ServicePolicy, type StoredPolicy } from "./service-policy.js";

/** Where rule books are read from. */
export interface RuleBookStore {
  ruleBookRows(): Promise<RuleBookRows>;
  policiesInForce(services: readonly ServiceUrn[]): Promise<readonly StoredPolicy[]>;
  /** How often what holds for everybody has changed. */
  rulesVersion(): Promise<number>;
}

/** Compiled policies that are kept: a version of a policy never changes. */
const MAX_POLICIES = 2_000;
const POLICIES_PER_STATEMENT = 500;
/** How often a book is read again because rules changed while it was read. */
const MAX_READINGS = 5;

const grouped = <Row, Value>(
  rows: readonly Row[],
  entryOf: (row: Row) => readonly [key: string, value: Value],
): Map<string, Value[]> => {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = entryOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
};

/** On several lists, a party may do what any of them lets it do. */
const accessListsOf = ({ restrictedServices, accessListMembers }: RuleBookRows) => {
  const lists = new Map<ServiceUrn, Map<string, readonly string[] | null>>(
    restrictedServices.map(({ service }) => [service, new Map()]),
  );
  for (const { service, partyId, actions } of accessListMembers) {
    const list = lists.get(service);
    const known = list?.get(partyId);
    if (known === null) continue;
    list?.set(partyId, actions === null ? null : [...(known ?? []), ...actions]);
  }
  return lists satisfies ReadonlyMap<ServiceUrn, AccessList>;
};

/** A rule book that can fetch policies by name. */
export interface OpenRuleBook extends RuleBook {
  readonly version: number;
  /** The policies of these services; `null` or nothing for those that have none, or are not in the register. */
  policies(services: readonly ServiceUrn[]): Promise<ReadonlyMap<ServiceUrn, ServicePolicy | null>>;
}

/**
 * The rule book of each version, read once and shared by all viewers. It is asked for by the version that a request has
 * just read, so a change of any process is there in the next request.
 */
export class RuleBooks {
  readonly #store: RuleBookStore;
  readonly #compiled = new LRUCache<string, ServicePolicy>({ max: MAX_POLICIES });
  #latest: { readonly version: number; readonly book: Promise<OpenRuleBook> } | null = null;

  constructor(store: RuleBookStore) {
    this.#store = store;
  }

  /** @param version of the rules, as it was read for the request */
  async at(version: number): Promise<OpenRuleBook> {
    if (this.#latest?.version === version) return this.#latest.book;
    const latest = { version, book: this.#read(version) };
    this.#latest = latest;
    // What failed is not kept: the next request tries again.
    latest.book.catch(() => {
      if (this.#latest === latest) this.#latest = null;
    });
    return latest.book;
  }

  /** Rows that were read while rules changed may belong to two versions: they are read again. */
  async #read(version: number): Promise<OpenRuleBook> {
    let before = version;
    for (let reading = 0; reading < MAX_READINGS; reading += 1) {
      const rows = await this.#store.ruleBookRows();
      const after = await this.#store.rulesVersion();
      if (after === before) return this.#bookOf(rows, version);
      before = after;
    }
    throw new Error(`The rules changed each of the ${MAX_READINGS} times that they were read.`);
  }

  #bookOf(rows: RuleBookRows, version: number): OpenRuleBook {
    const known = new Map<ServiceUrn, ServicePolicy | null>();
    const services = new Map(rows.services.map(({ urn, minimumLevel }) => [urn, minimumLevel]));
    return {
      version,
      services,
      roles: createRoleRights(rows),
      names: new Map([...rows.roles, ...rows.accessPackages].map(({ urn, name }) => [urn, name])),
      levels: new Map(rows.levels.map(({ service, ...levels }): [string, Levels] => [service, levels])),
      readableBy: grouped(rows.readers, ({ subjectUrn, service }) => [subjectUrn, service]),
      evaluated: rows.evaluated.map((policy) => this.#compile(policy)),
      restricted: accessListsOf(rows),
      ownerCodes: new Map(
        rows.serviceOwners.map(({ code, organizationNumber }) => [
          ORGANIZATION_PREFIX + organizationNumber,
          code,
        ]),
      ),
      policies: async (asked) => {
        const missing = [...new Set(asked)].filter((urn) => services.has(urn) && !known.has(urn));
        for (let from = 0; from < missing.length; from += POLICIES_PER_STATEMENT) {
          const some = missing.slice(from, from + POLICIES_PER_STATEMENT);
          const stored = await this.#store.policiesInForce(some);
          for (const service of some) known.set(service, null);
          for (const policy of stored) known.set(policy.service, this.#compile(policy));
        }
        return known;
      },
    };
  }

  #compile(policy: StoredPolicy): ServicePolicy {
    // Version 0 was written from a list of rights, which changes without a version of its own.
    if (policy.version === 0) return openServicePolicy(policy);
    const key = `${policy.service} ${policy.version}`;
    const compiled = this.#compiled.get(key) ?? openServicePolicy(policy);
    this.#compiled.set(key, compiled);
    return compiled;
  }
}
