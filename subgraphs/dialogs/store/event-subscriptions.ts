import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { Queries } from "../../../drizzle/database.js";
import type { DialogsTables, SubscriptionRow } from "../../../drizzle/dialogs/tables.js";

/** A subscription as it is asked for. */
export type NewSubscription = Pick<
  SubscriptionRow,
  | "org"
  | "endPoint"
  | "resourceFilter"
  | "subjectFilter"
  | "sourceFilter"
  | "typeFilter"
  | "consumer"
  | "createdBy"
>;

const ofOrg = ({ subscriptions: s }: DialogsTables, org: string, id: number) =>
  and(eq(s.org, org), eq(s.id, id));

/**
 * Adds a subscription, or finds the one that asks for the same; that one is validated anew where it was given up.
 * @returns null where the owner has as many as `limit` already
 */
export const subscribe = async (
  tx: Queries,
  { subscriptions: s }: DialogsTables,
  wanted: NewSubscription,
  at: { readonly now: number; readonly position: number; readonly limit: number },
): Promise<{ readonly row: SubscriptionRow; readonly isNew: boolean } | null> => {
  const own = await tx.select().from(s).where(eq(s.org, wanted.org)).orderBy(asc(s.id));
  const known = own.find(
    (row) =>
      row.endPoint === wanted.endPoint &&
      row.resourceFilter === wanted.resourceFilter &&
      row.subjectFilter === wanted.subjectFilter &&
      row.sourceFilter === wanted.sourceFilter &&
      row.typeFilter === wanted.typeFilter &&
      row.consumer === wanted.consumer,
  );
  if (known !== undefined) {
    if (known.validatedAt === null && known.validationDueAt === null) {
      const again = { validationAttempts: 0, validationDueAt: at.now };
      await tx.update(s).set(again).where(eq(s.id, known.id));
      return { row: { ...known, ...again }, isNew: false };
    }
    return { row: known, isNew: false };
  }
  if (own.length >= at.limit) return null;
  const [row] = await tx
    .insert(s)
    .values({
      ...wanted,
      createdAt: at.now,
      validationAttempts: 0,
      validationDueAt: at.now,
      position: at.position,
    })
    .returning();
  return row === undefined ? null : { row, isNew: true };
};

/** An owner's subscriptions, oldest first. */
export const subscriptionsOf = (
  read: Queries,
  { subscriptions: s }: DialogsTables,
  org: string,
): Promise<SubscriptionRow[]> => read.select().from(s).where(eq(s.org, org)).orderBy(asc(s.id));

/** One of an owner's; null for an unknown one and another owner's alike. */
export const subscriptionById = async (
  read: Queries,
  tables: DialogsTables,
  org: string,
  id: number,
): Promise<SubscriptionRow | null> => {
  const [row] = await read
    .select()
    .from(tables.subscriptions)
    .where(ofOrg(tables, org, id));
  return row ?? null;
};

/** @returns whether there was one */
export const unsubscribe = async (
  tx: Queries,
  tables: DialogsTables,
  org: string,
  id: number,
): Promise<boolean> => {
  const gone = await tx
    .delete(tables.subscriptions)
    .where(ofOrg(tables, org, id))
    .returning({ id: tables.subscriptions.id });
  return gone.length > 0;
};

/** Who delivers, and until when nobody else may. */
export interface Lease {
  readonly owner: string;
  readonly now: number;
  readonly until: number;
}

/** A subscription as whoever delivers it needs it. */
export type HeldSubscription = SubscriptionRow & { readonly hasDue: boolean };

const isToLease = ({ subscriptions: s }: DialogsTables, { owner, now, until }: Lease) =>
  or(
    isNull(s.leaseOwner),
    lte(s.leaseUntil, now),
    and(eq(s.leaseOwner, owner), lte(s.leaseUntil, now + (until - now) / 2)),
  );

/**
 * Takes every subscription that nobody else holds, and keeps those that are held: two that do this at once get
 * different ones. Leases that last beyond half of their time are left as they are.
 */
export const leaseSubscriptions = async (tx: Queries, tables: DialogsTables, lease: Lease): Promise<void> => {
  await tx
    .update(tables.subscriptions)
    .set({ leaseOwner: lease.owner, leaseUntil: lease.until })
    .where(isToLease(tables, lease));
};

/** Gives back what is held, so that another may go on at once. */
export const releaseSubscriptions = async (
  tx: Queries,
  { subscriptions: s }: DialogsTables,
  owner: string,
): Promise<void> => {
  await tx.update(s).set({ leaseOwner: null, leaseUntil: null }).where(eq(s.leaseOwner, owner));
};

/** Whether there is something to lease: to be asked before, so that waking up for nothing writes nothing. */
export const isAnythingToLease = async (
  read: Queries,
  tables: DialogsTables,
  lease: Lease,
): Promise<boolean> => {
  const { subscriptions: s } = tables;
  const [row] = await read.select({ id: s.id }).from(s).where(isToLease(tables, lease)).limit(1);
  return row !== undefined;
};

/** The subscriptions that one holds, with whether something of them is to be tried again by now. One statement. */
export const heldSubscriptions = async (
  read: Queries,
  { subscriptions: s }: DialogsTables,
  { owner, now }: Pick<Lease, "owner" | "now">,
): Promise<HeldSubscription[]> => {
  const rows = await read
    .select({
      row: s,
      // Written out: of one table alone Drizzle leaves the names of tables away.
      due: sql<number>`(SELECT count(*) FROM (SELECT 1 FROM event_delivery d
        WHERE d.subscription_id = event_subscription.id AND d.due_at <= ${now} LIMIT 1) AS due)`,
    })
    .from(s)
    .where(and(eq(s.leaseOwner, owner), gt(s.leaseUntil, now)))
    .orderBy(asc(s.id));
  return rows.map(({ row, due }) => ({ ...row, hasDue: Number(due) > 0 }));
};

/** What came of a validation. */
export const settleValidation = async (
  tx: Queries,
  { subscriptions: s }: DialogsTables,
  id: number,
  owner: string,
  outcome: Pick<SubscriptionRow, "validatedAt" | "validationAttempts" | "validationDueAt" | "lastError"> & {
    readonly position?: number;
  },
): Promise<void> => {
  await tx
    .update(s)
    .set(outcome)
    .where(and(eq(s.id, id), eq(s.leaseOwner, owner)));
};
