import { type AnyColumn, and, asc, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
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
import { inChunks } from "../../drizzle/statements.js";
import { type TableRows, tableRows } from "../../drizzle/table-rows.js";
import type { ImportChanges } from "../../schema/import-report.js";
import type { LineageRow } from "./rules/lineage.js";
import { INDEX_VERSION } from "./rules/words-of-service.js";
import { indexServices } from "./store/indexing.js";
import { createLifeEvents, type LifeEvents } from "./store/life-events.js";
import { lineagesOf } from "./store/lineage.js";
import { createListing, type Listing } from "./store/listing.js";
import { nextMoment } from "./store/moments.js";
import { createOwnerWrites, type OwnerWrites } from "./store/owner-writes.js";
import { createPolicySubjects, type PolicySubjects } from "./store/policy-subjects.js";
import { keepVersions } from "./store/versions.js";

/** Rows of one transaction of the index, at the start of an installation from before it. */
const INDEXED_AT_ONCE = 200;

/** What stays as it is where a document does not speak of it: Altinn's own never speak of these. */
const unspokenOf = (before: NewServiceResource, read: NewServiceResource): Partial<NewServiceResource> => ({
  replacesId: read.replacesId ?? before.replacesId ?? null,
  purpose: read.purpose ?? before.purpose ?? null,
  audience: read.audience ?? before.audience ?? null,
  processingTime: read.processingTime ?? before.processingTime ?? null,
  ...(read.costs?.length === 0 ? { costs: before.costs ?? [] } : {}),
  ...(read.legalBasis?.length === 0 ? { legalBasis: before.legalBasis ?? [] } : {}),
});

/** The row as read: a version of its own where it differs from the one before, else the same with the same moment. */
const importedOver = (before: ServiceResourceRow, read: NewServiceResource): ServiceResourceRow => {
  const merged = { ...before, ...read, ...unspokenOf(before, read), deletedAt: null };
  const unmoved = { ...merged, updatedAt: before.updatedAt };
  if (isSameRow(unmoved, before)) return unmoved;
  return { ...merged, version: before.version + 1, changedBy: null };
};

/** The catalogue's SQL: public data, so nothing here depends on who asks. */
export class CatalogueStore {
  readonly #database: Database;
  readonly #tables: CatalogueTables;
  readonly #serviceRows: TableRows<CatalogueTables["serviceResources"]>;
  readonly #ownerRows: TableRows<CatalogueTables["serviceOwners"]>;
  readonly listing: Listing;
  readonly lifeEvents: LifeEvents;
  readonly ownerWrites: OwnerWrites;
  /** Whom services' policies name. */
  readonly policySubjects: PolicySubjects;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = catalogueTables(columnsOf(database.dialect));
    this.#serviceRows = tableRows(this.#tables.serviceResources, { isShared: true });
    this.#ownerRows = tableRows(this.#tables.serviceOwners, { isShared: true });
    this.listing = createListing(database, this.#tables);
    this.lifeEvents = createLifeEvents(database, this.#tables);
    this.ownerWrites = createOwnerWrites(database, this.#tables);
    this.policySubjects = createPolicySubjects(database, this.#tables);
  }

  /** The database and its tables, for the room's parts that bring statements of their own. */
  get open(): { readonly database: Database; readonly tables: CatalogueTables } {
    return { database: this.#database, tables: this.#tables };
  }

  /** Services by URN, in no order; unknown ones are left out. @param ids at most 1,000 */
  async serviceResourcesByIds(ids: readonly string[]): Promise<ServiceResourceRow[]> {
    const { serviceResources } = this.#tables;
    const found = await this.#database.read.rows<Record<string, unknown>>(
      sql`SELECT ${this.#serviceRows.columns} FROM ${serviceResources} WHERE ${this.#isOneOf(serviceResources.id, ids)}`,
    );
    return found.map(this.#serviceRows.read);
  }

  /** The services that took over from these, by URN. @param ids at most 1,000 */
  async successorsByIds(ids: readonly string[]): Promise<ServiceResourceRow[]> {
    const { serviceResources } = this.#tables;
    return this.#database.read
      .select()
      .from(serviceResources)
      .where(and(this.#isOneOf(serviceResources.replacesId, ids), isNull(serviceResources.deletedAt)))
      .orderBy(asc(serviceResources.id));
  }

  /** What these services were, and have become, with how that hangs together. @param ids at most 1,000 */
  lineagesOf(ids: readonly string[]): Promise<LineageRow[]> {
    return lineagesOf(this.#database, this.#tables, ids);
  }

  /** All owners, by code. */
  async serviceOwners(): Promise<ServiceOwnerRow[]> {
    const { serviceOwners } = this.#tables;
    return this.#database.read.select().from(serviceOwners).orderBy(asc(serviceOwners.code));
  }

  /** Owners by code, in no order; unknown ones are left out. */
  async serviceOwnersByCodes(codes: readonly string[]): Promise<ServiceOwnerRow[]> {
    const { serviceOwners } = this.#tables;
    const found = await this.#database.read.rows<Record<string, unknown>>(
      sql`SELECT ${this.#ownerRows.columns} FROM ${serviceOwners} WHERE ${this.#isOneOf(serviceOwners.code, codes)}`,
    );
    return found.map(this.#ownerRows.read);
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

  /** All visible services, or those of these URNs, ascending. */
  async visibleServiceResources(within: readonly string[] | null): Promise<ServiceResourceRow[]> {
    const { serviceResources } = this.#tables;
    return this.#database.read
      .select()
      .from(serviceResources)
      .where(
        and(
          eq(serviceResources.isVisible, true),
          isNull(serviceResources.deletedAt),
          within === null ? undefined : this.#isOneOf(serviceResources.id, within),
        ),
      )
      .orderBy(asc(serviceResources.id));
  }

  /** Brings the index of those services up to date that were indexed by other rules, or never. @returns how many */
  async indexWhatIsBehind(): Promise<number> {
    const { serviceResources } = this.#tables;
    let done = 0;
    for (;;) {
      const behind = await this.#database.read
        .select({ id: serviceResources.id })
        .from(serviceResources)
        .where(lt(serviceResources.indexVersion, INDEX_VERSION))
        .orderBy(asc(serviceResources.id))
        .limit(INDEXED_AT_ONCE);
      if (behind.length === 0) return done;
      const ids = behind.map(({ id }) => id);
      await this.#database.transaction((tx) => indexServices(tx, this.#tables, ids));
      done += ids.length;
    }
  }

  /** Adds owners and services; those that are there already stay as they are. All or nothing. */
  async add(entries: {
    serviceOwners: readonly NewServiceOwner[];
    serviceResources: readonly NewServiceResource[];
  }): Promise<void> {
    const { serviceOwners, serviceResources } = this.#tables;
    await this.#database.transaction(async (tx) => {
      for (const rows of inChunks(entries.serviceOwners)) {
        await tx.insert(serviceOwners).values(rows).onConflictDoNothing();
      }
      for (const rows of inChunks(entries.serviceResources)) {
        const added = await tx
          .insert(serviceResources)
          .values(rows)
          .onConflictDoNothing({ target: serviceResources.id })
          .returning({ id: serviceResources.id });
        const ids = added.map(({ id }) => id);
        await indexServices(tx, this.#tables, ids);
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
      const from = await nextMoment(tx, { dialect: this.#database.dialect, tables: this.#tables }, 0);
      const owners = await importRows<NewServiceOwner>(tx, {
        table: serviceOwners,
        target: [serviceOwners.code],
        rows: entries.serviceOwners,
        keyOf: ({ code }) => code,
        merge: (before, read) => (entries.keepsOwners === true ? before : read),
      });
      const superseded: ServiceResourceRow[] = [];
      const services = await importRows<NewServiceResource>(tx, {
        table: serviceResources,
        target: [serviceResources.id],
        rows: entries.serviceResources.map((row) => ({ ...row, updatedAt: Math.max(row.updatedAt, from) })),
        keyOf: ({ id }) => id,
        merge: (before, read) => {
          const known = before as ServiceResourceRow;
          const merged = importedOver(known, read);
          if (merged.version !== known.version) superseded.push(known);
          return merged;
        },
      });
      await keepVersions(tx, this.#tables, superseded);
      await indexServices(tx, this.#tables, [...services.added, ...services.changed]);
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
}
