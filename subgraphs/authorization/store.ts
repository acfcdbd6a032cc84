import { eq, inArray } from "drizzle-orm";
import {
  type AuthorizationTables,
  authorizationTables,
  type PartyRow,
} from "../../drizzle/authorization/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import type { LocalizedText } from "../../schema/localization.js";
import type { PartyUrn } from "../../schema/urns.js";
import type { Policies } from "./rules/decision.js";
import type { ConnectionRows } from "./rules/rows.js";
import type { ReadRule } from "./rules/scope.js";
import type { AuthorizationSeed } from "./seed.js";
import { connectionRows } from "./store/connections.js";
import { policiesOf, readRules } from "./store/policies.js";
import { upsertSeed } from "./store/seed.js";

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

  /** Everything that the register holds of one party's connections, in twelve statements. */
  connectionRows(viewer: PartyRow): Promise<ConnectionRows> {
    return connectionRows(this.#database.read, this.#tables, viewer);
  }

  /** Policy lines for `read` that name one of these subjects, or stand in the policy of one of these services. */
  readRules(needs: {
    readonly subjectUrns: readonly string[];
    readonly services: readonly string[];
  }): Promise<ReadRule[]> {
    return readRules(this.#database.read, this.#tables, needs);
  }

  /** The policies of these services, as far as they concern these actions. @param serviceUrns at most 1,000 */
  policies(serviceUrns: readonly string[], actions: readonly string[]): Promise<Policies> {
    return policiesOf(this.#database.read, this.#tables, serviceUrns, actions);
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

  /** Adds rows, or brings them up to date. All or nothing. */
  upsert(seed: AuthorizationSeed): Promise<void> {
    return this.#database.transaction((tx) => upsertSeed(tx, this.#tables, seed));
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
