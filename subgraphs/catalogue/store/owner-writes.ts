import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type {
  CatalogueTables,
  NewServiceResource,
  ServiceResourceRow,
} from "../../../drizzle/catalogue/tables.js";
import type { Database, Queries } from "../../../drizzle/database.js";
import { indexServices } from "./indexing.js";
import { nextMoment } from "./moments.js";
import { putSubjects, restoreSubjects } from "./policy-subjects.js";
import { keepVersions } from "./versions.js";

/** Who changes something, when, and which version they know. */
export interface Change {
  /** Whose services they may change; `null`: everybody's. */
  readonly ownerCode: string | null;
  readonly organization: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** The change is made to this version only; `null`: to whichever it is. */
  readonly ifVersion: number | null;
}

export interface NewPolicy {
  readonly xml: string;
  /** Whom it names; `null` where no list says so. */
  readonly subjects: readonly string[] | null;
}

export type ChangeOutcome =
  | { readonly outcome: "WRITTEN"; readonly row: ServiceResourceRow; readonly isNew: boolean }
  | { readonly outcome: "EXISTS" }
  | { readonly outcome: "NOT_FOUND" }
  | { readonly outcome: "VERSION_MISMATCH"; readonly version: number };

/** A change that authorization has not been told of. */
export interface PendingService {
  readonly serviceId: string;
  readonly version: number;
  readonly organization: string;
}

/** The statements of owners' changes. Whose service it is stands in the statement that finds it. */
export const createOwnerWrites = (database: Database, tables: CatalogueTables) => {
  const { serviceResources, servicePolicies, pendingServices } = tables;

  const note = async (tx: Queries, row: ServiceResourceRow, { organization, now }: Change): Promise<void> => {
    const pending = { serviceId: row.id, version: row.version, organization, since: now };
    await tx
      .insert(pendingServices)
      .values(pending)
      .onConflictDoUpdate({ target: pendingServices.serviceId, set: pending });
  };

  /** One that is deleted is found by its identifier only when it is made anew. */
  const found = async (
    tx: Queries,
    id: string,
    { ownerCode }: Change,
  ): Promise<ServiceResourceRow | null> => {
    const [row] = await tx
      .select()
      .from(serviceResources)
      .where(
        and(
          eq(serviceResources.id, id),
          isNull(serviceResources.deletedAt),
          ownerCode === null ? undefined : eq(serviceResources.ownerCode, ownerCode),
        ),
      );
    return row ?? null;
  };

  /** Changes the version that was read, and no other: of two who change it at once, one does. */
  const supersede = async (
    tx: Queries,
    before: ServiceResourceRow,
    changes: Partial<NewServiceResource>,
    change: Change,
  ): Promise<ChangeOutcome> => {
    const [row] = await tx
      .update(serviceResources)
      .set({
        ...changes,
        version: before.version + 1,
        changedBy: change.organization,
        updatedAt: change.now,
      })
      .where(and(eq(serviceResources.id, before.id), eq(serviceResources.version, before.version)))
      .returning();
    if (row === undefined) return { outcome: "VERSION_MISMATCH", version: before.version + 1 };
    await keepVersions(tx, tables, [before]);
    await indexServices(tx, tables, [row.id]);
    await note(tx, row, change);
    return { outcome: "WRITTEN", row, isNew: false };
  };

  /** The change under its moment: see `nextMoment`. */
  const timed = async (tx: Queries, change: Change): Promise<Change> => ({
    ...change,
    now: await nextMoment(tx, { dialect: database.dialect, tables }, change.now),
  });

  const changed = (
    id: string,
    asked: Change,
    work: (tx: Queries, before: ServiceResourceRow, change: Change) => Promise<ChangeOutcome>,
  ): Promise<ChangeOutcome> =>
    database.transaction(async (tx) => {
      const change = await timed(tx, asked);
      const before = await found(tx, id, change);
      if (before === null) return { outcome: "NOT_FOUND" };
      if (change.ifVersion !== null && change.ifVersion !== before.version) {
        return { outcome: "VERSION_MISMATCH", version: before.version };
      }
      return work(tx, before, change);
    });

  return {
    /** A service that was deleted can be made anew, by whoever owned it: its versions go on. */
    create: (row: NewServiceResource, asked: Change): Promise<ChangeOutcome> =>
      database.transaction(async (tx) => {
        const change = await timed(tx, asked);
        const made = { ...row, version: 1, changedBy: change.organization, updatedAt: change.now };
        const [inserted] = await tx.insert(serviceResources).values(made).onConflictDoNothing().returning();
        if (inserted !== undefined) {
          await indexServices(tx, tables, [inserted.id]);
          await note(tx, inserted, change);
          return { outcome: "WRITTEN", row: inserted, isNew: true };
        }
        const [before] = await tx.select().from(serviceResources).where(eq(serviceResources.id, row.id));
        const isTheirs = change.ownerCode === null || before?.ownerCode === change.ownerCode;
        if (before === undefined || before.deletedAt === null || !isTheirs) return { outcome: "EXISTS" };
        await restoreSubjects(tx, tables, before, change.now);
        const outcome = await supersede(tx, before, { ...row, deletedAt: null }, change);
        return outcome.outcome === "WRITTEN" ? { ...outcome, isNew: true } : outcome;
      }),

    replace: (row: NewServiceResource, change: Change): Promise<ChangeOutcome> =>
      changed(row.id, change, (tx, before, at) => supersede(tx, before, row, at)),

    remove: (id: string, asked: Change): Promise<ChangeOutcome> =>
      changed(id, asked, async (tx, before, change) => {
        await putSubjects(tx, tables, id, [], change.now);
        return supersede(tx, before, { deletedAt: change.now, isDelegable: false }, change);
      }),

    putPolicy: (id: string, policy: NewPolicy, asked: Change): Promise<ChangeOutcome> =>
      changed(id, asked, async (tx, before, change) => {
        const outcome = await supersede(tx, before, {}, change);
        if (outcome.outcome !== "WRITTEN") return outcome;
        const { version } = outcome.row;
        await tx
          .insert(servicePolicies)
          .values({ serviceId: id, version, xml: policy.xml, storedAt: change.now });
        if (policy.subjects !== null) await putSubjects(tx, tables, id, policy.subjects, change.now);
        return outcome;
      }),

    /** The policy that a service had in a version: the latest that came with it or before; `null` where none was sent. */
    async policyOf(serviceId: string, version: number): Promise<string | null> {
      const [row] = await database.read
        .select({ xml: servicePolicies.xml })
        .from(servicePolicies)
        .where(and(eq(servicePolicies.serviceId, serviceId), sql`${servicePolicies.version} <= ${version}`))
        .orderBy(desc(servicePolicies.version))
        .limit(1);
      return row?.xml ?? null;
    },

    pending: async (limit: number): Promise<PendingService[]> =>
      database.read.select().from(pendingServices).orderBy(asc(pendingServices.since)).limit(limit),

    /** Authorization knows this version; a later one still waits. */
    async told({ serviceId, version }: Pick<PendingService, "serviceId" | "version">): Promise<void> {
      await database.transaction((tx) =>
        tx
          .delete(pendingServices)
          .where(and(eq(pendingServices.serviceId, serviceId), eq(pendingServices.version, version))),
      );
    },

    /** All that an owner has here, also what is in no list; `null`: everybody's. */
    ownedBy: async (ownerCode: string | null): Promise<ServiceResourceRow[]> =>
      database.read
        .select()
        .from(serviceResources)
        .where(
          and(
            isNull(serviceResources.deletedAt),
            ownerCode === null ? undefined : eq(serviceResources.ownerCode, ownerCode),
          ),
        )
        .orderBy(asc(serviceResources.id)),
  };
};

export type OwnerWrites = ReturnType<typeof createOwnerWrites>;
