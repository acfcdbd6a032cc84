import { type AnyColumn, and, asc, gt, type SQL, sql } from "drizzle-orm";
import {
  type CatalogueTables,
  catalogueTables,
  type NewServiceOwner,
  type NewServiceResource,
  type ServiceOwnerRow,
  type ServiceResourceRow,
} from "../../drizzle/catalogue/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import { importRows, isSameRow } from "../../drizzle/import-rows.js";
import { jsonList } from "../../drizzle/json-rows.js";
import { excludedOf, inChunks } from "../../drizzle/statements.js";
import type { ImportChanges } from "../../schema/import-report.js";

/** The row as read, with the moment of its last change where nothing else differs. */
const keepingMoment = (before: NewServiceResource, read: NewServiceResource): NewServiceResource => {
  const unmoved = { ...before, ...read, updatedAt: before.updatedAt };
  return isSameRow(unmoved, before) ? unmoved : { ...before, ...read };
};

/** The catalogue's SQL: public data, so nothing here depends on who asks. */
export class CatalogueStore {
  readonly #database: Database;
  readonly #tables: CatalogueTables;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = catalogueTables(columnsOf(database.dialect));
  }

  /** Services by URN, in no order; unknown ones are left out. @param ids at most 1,000 */
  async serviceResourcesByIds(ids: readonly string[]): Promise<ServiceResourceRow[]> {
    const { serviceResources } = this.#tables;
    return this.#database.read.select().from(serviceResources).where(this.#isOneOf(serviceResources.id, ids));
  }

  /** The services that took over from these, by URN. @param ids at most 1,000 */
  async successorsByIds(ids: readonly string[]): Promise<ServiceResourceRow[]> {
    const { serviceResources } = this.#tables;
    return this.#database.read
      .select()
      .from(serviceResources)
      .where(this.#isOneOf(serviceResources.replacesId, ids))
      .orderBy(asc(serviceResources.id));
  }

  /** Owners by code, in no order; unknown ones are left out. */
  async serviceOwnersByCodes(codes: readonly string[]): Promise<ServiceOwnerRow[]> {
    const { serviceOwners } = this.#tables;
    return this.#database.read.select().from(serviceOwners).where(this.#isOneOf(serviceOwners.code, codes));
  }

  /** The owners that these organisations are, by number; unknown ones are left out. */
  async serviceOwnersByOrganizations(numbers: readonly string[]): Promise<ServiceOwnerRow[]> {
    const { serviceOwners } = this.#tables;
    return this.#database.read
      .select()
      .from(serviceOwners)
      .where(this.#isOneOf(serviceOwners.organizationNumber, numbers))
      .orderBy(asc(serviceOwners.code));
  }

  /**
   * Visible services by URN, ascending.
   * @param page `after` an URN, at most `limit` of them; `within` these URNs only, `null` for all
   */
  async visibleServiceResources(page: {
    within: readonly string[] | null;
    after: string | null;
    limit: number;
  }): Promise<ServiceResourceRow[]> {
    const { serviceResources } = this.#tables;
    return this.#database.read
      .select()
      .from(serviceResources)
      .where(
        and(
          this.#visible(page.within),
          page.after === null ? undefined : gt(serviceResources.id, page.after),
        ),
      )
      .orderBy(asc(serviceResources.id))
      .limit(page.limit);
  }

  /** How many services `visibleServiceResources` gives over all its pages. */
  async countVisibleServiceResources(within: readonly string[] | null): Promise<number> {
    return this.#database.read.$count(this.#tables.serviceResources, this.#visible(within));
  }

  /** Adds owners and services, or brings them up to date. All or nothing. */
  async upsert(entries: {
    serviceOwners: readonly NewServiceOwner[];
    serviceResources: readonly NewServiceResource[];
  }): Promise<void> {
    const { serviceOwners, serviceResources } = this.#tables;
    await this.#database.transaction(async (tx) => {
      for (const rows of inChunks(entries.serviceOwners)) {
        const set = excludedOf(serviceOwners);
        await tx.insert(serviceOwners).values(rows).onConflictDoUpdate({ target: serviceOwners.code, set });
      }
      for (const rows of inChunks(entries.serviceResources)) {
        const set = excludedOf(serviceResources);
        await tx
          .insert(serviceResources)
          .values(rows)
          .onConflictDoUpdate({ target: serviceResources.id, set });
      }
    });
  }

  /**
   * Brings owners and services up to date, and tells what that changed. Takes nothing away. All or nothing.
   * @param entries `keepsOwners`: it is about services; owners that are known already stay as they are
   */
  import(entries: {
    serviceOwners: readonly NewServiceOwner[];
    serviceResources: readonly NewServiceResource[];
    keepsOwners?: boolean;
  }): Promise<ImportChanges[]> {
    const { serviceOwners, serviceResources } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const owners = await importRows<NewServiceOwner>(tx, {
        table: serviceOwners,
        target: [serviceOwners.code],
        rows: entries.serviceOwners,
        keyOf: ({ code }) => code,
        merge: (before, read) => (entries.keepsOwners === true ? before : read),
      });
      const services = await importRows<NewServiceResource>(tx, {
        table: serviceResources,
        target: [serviceResources.id],
        rows: entries.serviceResources,
        keyOf: ({ id }) => id,
        // Which service it took over from is ours to know; when it changed is told by what differs besides.
        merge: (before, read) =>
          keepingMoment(before, { ...read, replacesId: before.replacesId ?? read.replacesId }),
      });
      const isAboutOwners = entries.keepsOwners !== true;
      return [
        { kind: "service owners in the catalogue", ...owners, missing: isAboutOwners ? owners.missing : [] },
        ...(isAboutOwners ? [] : [{ kind: "services in the catalogue", ...services }]),
      ];
    });
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** Bound as one value, so that the statement is the same however many there are. */
  #isOneOf(column: AnyColumn, values: readonly string[]): SQL {
    return sql`${column} IN ${jsonList(this.#database.dialect, values)}`;
  }

  #visible(within: readonly string[] | null) {
    const { serviceResources } = this.#tables;
    return and(
      sql`${serviceResources.isVisible}`,
      within === null ? undefined : this.#isOneOf(serviceResources.id, within),
    );
  }
}
