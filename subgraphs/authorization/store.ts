import { eq, inArray } from "drizzle-orm";
import {
  type AuthorizationTables,
  authorizationTables,
  type PartyRow,
} from "../../drizzle/authorization/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import type { LocalizedText } from "../../schema/localization.js";
import type { PartyUrn, ServiceUrn } from "../../schema/urns.js";
import type { StoredPolicy } from "./pdp/service-policy.js";
import type { RoleRights } from "./rules/role-rights.js";
import type { ConnectionRows } from "./rules/rows.js";
import type { AuthorizationSeed } from "./seed.js";
import { TOPICS, type Versions, versionsFor, versionsOf } from "./store/changes.js";
import { connectionRows, type DirectlyHeld, directlyHeld } from "./store/connections.js";
import { policiesInForce, policySubjects, type StoredVersion, storePolicy } from "./store/policies.js";
import { type RuleBookRows, ruleBookRows } from "./store/rule-book.js";
import { addSeed } from "./store/seed.js";

/**
 * Authorization's SQL. It fetches what the rules decide on; every statement is about all parties of a viewer at once,
 * so that their number is the same for one client and for five thousand. What the room's parts ask is in `store/`, by
 * subject.
 */
export class AuthorizationStore {
  readonly #database: Database;
  readonly #tables: AuthorizationTables;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = authorizationTables(columnsOf(database.dialect));
  }

  /** The database and its tables, for the room's parts that bring statements of their own. */
  get open(): { readonly database: Database; readonly tables: AuthorizationTables } {
    return { database: this.#database, tables: this.#tables };
  }

  /** The party that an agency would name so; `null` where the register has none. */
  async partyByUrn(urn: PartyUrn): Promise<PartyRow | null> {
    const { parties } = this.#tables;
    const [party] = await this.#database.read.select().from(parties).where(eq(parties.urn, urn));
    return party ?? null;
  }

  /** Parties by id, in no order; unknown ones are left out. @param ids at most 1,000 */
  async partiesByIds(ids: readonly string[]): Promise<PartyRow[]> {
    const { parties } = this.#tables;
    return this.#database.read
      .select()
      .from(parties)
      .where(inArray(parties.id, [...ids]));
  }

  /** Parties by the URNs that agencies use, in no order. @param urns at most 1,000 */
  async partiesByUrns(urns: readonly PartyUrn[]): Promise<PartyRow[]> {
    const { parties } = this.#tables;
    if (urns.length === 0) return [];
    return this.#database.read
      .select()
      .from(parties)
      .where(inArray(parties.urn, [...urns]));
  }

  /** Parties by Altinn's own numbers, in no order. @param partyIds at most 1,000 */
  async partiesByNumbers(partyIds: readonly number[]): Promise<PartyRow[]> {
    const { parties } = this.#tables;
    if (partyIds.length === 0) return [];
    return this.#database.read
      .select()
      .from(parties)
      .where(inArray(parties.partyId, [...partyIds]));
  }

  /** What was given to a party directly; `null` where the register does not know it. */
  directlyHeld(roles: RoleRights, urn: PartyUrn): Promise<DirectlyHeld | null> {
    return directlyHeld(this.#database.read, this.#tables, roles, urn);
  }

  /** Everything that the register holds of one party's connections, in five statements at most. */
  connectionRows(direct: DirectlyHeld, roles: RoleRights): Promise<ConnectionRows> {
    return connectionRows(this.#database.read, direct, roles);
  }

  /** What is the same for every viewer. */
  ruleBookRows(): Promise<RuleBookRows> {
    return ruleBookRows(this.#database.read, this.#tables);
  }

  /** The policies in force of these services. @param services at most 1,000 */
  policiesInForce(services: readonly ServiceUrn[]): Promise<StoredPolicy[]> {
    return policiesInForce(this.#database.read, this.#tables, services);
  }

  /** Whom policies name, by service, as far as they are lists of rights. @param services `null`: all */
  policySubjects(
    services: readonly ServiceUrn[] | null,
  ): Promise<ReadonlyMap<ServiceUrn, readonly string[]>> {
    return policySubjects(this.#database.read, this.#tables, services);
  }

  /** How often topics have changed: `rules`, `register`, or ids of parties. */
  versionsOf(topics: readonly string[]): Promise<Versions> {
    return versionsOf(this.#database.read, this.#tables, topics);
  }

  /** How often the rules, the register and what this party was given have changed. */
  versionsFor(urn: PartyUrn): Promise<Versions> {
    return versionsFor(this.#database.read, this.#tables, urn);
  }

  async rulesVersion(): Promise<number> {
    return (await this.versionsOf([TOPICS.rules])).get(TOPICS.rules) ?? 0;
  }

  /**
   * Puts a service's policy in force, with the lists that follow from it.
   * @param xml XACML 3.0
   * @param now milliseconds since 1970 UTC
   * @throws DomainError `POLICY_INVALID`, `POLICY_ILL_TYPED` or `POLICY_UNSUPPORTED`: the one in force stays
   */
  storePolicy(service: ServiceUrn, xml: string, now: number): Promise<StoredVersion> {
    return this.#database.transaction((tx) => storePolicy(tx, this.#tables, { service, xml }, now));
  }

  /** Names of roles and packages by URN; unknown ones are left out. */
  async names(
    roleUrns: readonly string[],
    packageUrns: readonly string[],
  ): Promise<Map<string, LocalizedText>> {
    const { roles, accessPackages } = this.#tables;
    const { read } = this.#database;
    const [roleNames, packageNames] = await Promise.all([
      roleUrns.length === 0
        ? []
        : read
            .select({ urn: roles.urn, name: roles.name })
            .from(roles)
            .where(inArray(roles.urn, [...roleUrns])),
      packageUrns.length === 0
        ? []
        : read
            .select({ urn: accessPackages.urn, name: accessPackages.name })
            .from(accessPackages)
            .where(inArray(accessPackages.urn, [...packageUrns])),
    ]);
    return new Map([...roleNames, ...packageNames].map(({ urn, name }) => [urn, name]));
  }

  /** Adds what is missing. All or nothing. */
  addSeed(seed: AuthorizationSeed, now: number): Promise<void> {
    return this.#database.transaction((tx) => addSeed(tx, this.#tables, seed, now));
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
