import { and, asc, eq, gt, inArray, isNotNull, or, sql } from "drizzle-orm";
import type {
  CatalogueTables,
  PolicySubjectRow,
  ServiceResourceRow,
} from "../../../drizzle/catalogue/tables.js";
import type { Database, Queries } from "../../../drizzle/database.js";
import { nextMoment } from "./moments.js";

/** Where a row lies among what has changed. */
export interface SubjectPosition {
  readonly updatedAt: number;
  readonly serviceId: string;
  readonly subjectUrn: string;
}

/**
 * Has a service's policy name these from now on; what was named before and is no more stays, as deleted.
 * @returns whether it named others before
 */
export const putSubjects = async (
  tx: Queries,
  { policySubjects }: CatalogueTables,
  serviceId: string,
  wanted: readonly string[],
  now: number,
): Promise<boolean> => {
  const before = await tx.select().from(policySubjects).where(eq(policySubjects.serviceId, serviceId));
  const known = new Map(before.map((row) => [row.subjectUrn, row]));
  const rows: PolicySubjectRow[] = [
    ...wanted
      .filter((subjectUrn) => known.get(subjectUrn)?.isDeleted !== false)
      .map((subjectUrn) => ({ serviceId, subjectUrn, updatedAt: now, isDeleted: false })),
    ...before
      .filter(({ subjectUrn, isDeleted }) => !isDeleted && !wanted.includes(subjectUrn))
      .map((row) => ({ ...row, updatedAt: now, isDeleted: true })),
  ];
  for (const row of rows) {
    await tx
      .insert(policySubjects)
      .values(row)
      .onConflictDoUpdate({ target: [policySubjects.serviceId, policySubjects.subjectUrn], set: row });
  }
  return rows.length > 0 && before.length > 0;
};

/** A service that is made anew has its policy still: whom it named when the service was deleted, it names again. */
export const restoreSubjects = async (
  tx: Queries,
  { policySubjects: s }: CatalogueTables,
  { id, deletedAt }: Pick<ServiceResourceRow, "id" | "deletedAt">,
  now: number,
): Promise<void> => {
  if (deletedAt === null) return;
  await tx
    .update(s)
    .set({ isDeleted: false, updatedAt: now })
    .where(and(eq(s.serviceId, id), eq(s.isDeleted, true), eq(s.updatedAt, deletedAt)));
};

/** The statements of whom policies name, for those who follow it. */
export const createPolicySubjects = (database: Database, tables: CatalogueTables) => {
  const { policySubjects, serviceResources } = tables;
  const { updatedAt, serviceId, subjectUrn } = policySubjects;
  return {
    /**
     * Has policies that came past this room, by an import or a seed, be known here as well. The same again changes
     * nothing. A service that is deleted names nobody, though its policy is kept.
     * @param named whom each service's policy names
     * @param replaced services whose policy is another one now: that is a change of the service
     * @param asked the moment, in milliseconds since 1970 UTC: see `nextMoment`
     */
    follow: (
      named: ReadonlyMap<string, readonly string[]>,
      replaced: readonly string[],
      asked: number,
    ): Promise<void> =>
      database.transaction(async (tx) => {
        const now = await nextMoment(tx, { dialect: database.dialect, tables }, asked);
        const changed = new Set(replaced);
        const deleted = await tx
          .select({ id: serviceResources.id })
          .from(serviceResources)
          .where(isNotNull(serviceResources.deletedAt));
        const isDeleted = new Set(deleted.map(({ id }) => id));
        for (const [id, subjects] of named) {
          if (isDeleted.has(id)) continue;
          if (await putSubjects(tx, tables, id, subjects, now)) changed.add(id);
        }
        for (const id of changed) {
          await tx.update(serviceResources).set({ updatedAt: now }).where(eq(serviceResources.id, id));
        }
      }),

    /** Whom policies name, in the order in which that changed. @param page `after` a row, at most `take` */
    since: (
      since: number,
      page: { readonly after: SubjectPosition | null; readonly take: number },
    ): Promise<PolicySubjectRow[]> => {
      const { after } = page;
      const isAfter =
        after === null
          ? undefined
          : or(
              gt(updatedAt, after.updatedAt),
              and(eq(updatedAt, after.updatedAt), gt(serviceId, after.serviceId)),
              and(
                eq(updatedAt, after.updatedAt),
                eq(serviceId, after.serviceId),
                gt(subjectUrn, after.subjectUrn),
              ),
            );
      return database.read
        .select()
        .from(policySubjects)
        .where(and(sql`${updatedAt} >= ${since}`, isAfter))
        .orderBy(asc(updatedAt), asc(serviceId), asc(subjectUrn))
        .limit(page.take);
    },

    /** Services whose policies name one of these. @param subjects at most 1,000 */
    servicesNaming: (subjects: readonly string[]): Promise<PolicySubjectRow[]> =>
      database.read
        .select()
        .from(policySubjects)
        .where(and(inArray(subjectUrn, [...subjects]), eq(policySubjects.isDeleted, false)))
        .orderBy(asc(subjectUrn), asc(serviceId)),

    /** Services by when they, or their policies, last changed; deleted ones too. @param page `after` a service, at most `take` */
    changedSince: (
      since: number,
      page: {
        readonly after: { readonly updatedAt: number; readonly id: string } | null;
        readonly take: number;
      },
    ): Promise<Pick<ServiceResourceRow, "id" | "updatedAt" | "deletedAt">[]> => {
      const { id, updatedAt: changedAt, deletedAt } = serviceResources;
      const { after } = page;
      const isAfter =
        after === null
          ? undefined
          : or(gt(changedAt, after.updatedAt), and(eq(changedAt, after.updatedAt), gt(id, after.id)));
      return database.read
        .select({ id, updatedAt: changedAt, deletedAt })
        .from(serviceResources)
        .where(and(sql`${changedAt} >= ${since}`, isAfter))
        .orderBy(asc(changedAt), asc(id))
        .limit(page.take);
    },
  };
};

export type PolicySubjects = ReturnType<typeof createPolicySubjects>;
