import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Queries } from "../../../drizzle/database.js";
import type { DeliveryRow, DialogsTables, EventRow } from "../../../drizzle/dialogs/tables.js";
import { inChunks } from "../../../drizzle/statements.js";

/** A delivery with its event. */
export interface DeliveryOfEvent {
  readonly delivery: DeliveryRow;
  readonly event: EventRow;
}

/** A delivery that did not work at once, or that waits behind one of the same dialog. */
export type NewDelivery = Pick<
  DeliveryRow,
  "eventSeq" | "dialogId" | "attempts" | "dueAt" | "giveUpAt" | "deadAt" | "lastStatus" | "lastError"
>;

/** What came of trying again; `null`: it was delivered. */
export interface Retried {
  readonly delivery: DeliveryRow;
  readonly failed: Pick<NewDelivery, "attempts" | "dueAt" | "deadAt" | "lastStatus" | "lastError"> | null;
}

/** What is to be tried again by now, oldest event first. */
export const dueDeliveries = (
  read: Queries,
  { deliveries: d, events }: DialogsTables,
  subscriptionId: number,
  { now, take }: { readonly now: number; readonly take: number },
): Promise<DeliveryOfEvent[]> =>
  read
    .select({ delivery: d, event: events })
    .from(d)
    .innerJoin(events, eq(events.seq, d.eventSeq))
    .where(and(eq(d.subscriptionId, subscriptionId), lte(d.dueAt, now), isNull(d.deadAt)))
    .orderBy(asc(d.eventSeq))
    .limit(take);

/** Those of some dialogs that have an older event under way: newer ones wait behind it. */
export const waitingDialogs = async (
  read: Queries,
  { deliveries: d }: DialogsTables,
  subscriptionId: number,
  dialogIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (dialogIds.length === 0) return new Set();
  const rows = await read
    .selectDistinct({ dialogId: d.dialogId })
    .from(d)
    .where(and(eq(d.subscriptionId, subscriptionId), inArray(d.dialogId, [...dialogIds]), isNull(d.deadAt)));
  return new Set(rows.map(({ dialogId }) => dialogId));
};

/** Whether one still holds a subscription; in a transaction, nobody else takes it before that ends. */
const holds = async (
  tx: Queries,
  { subscriptions: s }: DialogsTables,
  id: number,
  owner: string,
  position?: number,
): Promise<boolean> => {
  const held = await tx
    .update(s)
    .set(position === undefined ? { leaseOwner: owner } : { position })
    .where(and(eq(s.id, id), eq(s.leaseOwner, owner)))
    .returning({ id: s.id });
  return held.length > 0;
};

/**
 * Notes how far the feed has been delivered, and what of it was not.
 * @returns false where somebody else holds the subscription by now, or it is gone: nothing is noted
 */
export const settleBatch = async (
  tx: Queries,
  tables: DialogsTables,
  by: { readonly subscriptionId: number; readonly owner: string },
  batch: { readonly position: number; readonly undelivered: readonly NewDelivery[] },
): Promise<boolean> => {
  const { subscriptionId, owner } = by;
  if (!(await holds(tx, tables, subscriptionId, owner, batch.position))) return false;
  for (const rows of inChunks(batch.undelivered)) {
    await tx.insert(tables.deliveries).values(rows.map((row) => ({ ...row, subscriptionId })));
  }
  return true;
};

/** Lets the oldest event of a dialog that waits be tried, where the one before it is done with. */
const letNextGo = async (
  tx: Queries,
  { deliveries: d }: DialogsTables,
  done: DeliveryRow,
  now: number,
): Promise<void> => {
  const next = sql`(SELECT min(${d.eventSeq}) FROM ${d} WHERE ${d.subscriptionId} = ${done.subscriptionId}
    AND ${d.dialogId} = ${done.dialogId} AND ${d.deadAt} IS NULL)`;
  await tx
    .update(d)
    .set({ dueAt: now })
    .where(and(eq(d.subscriptionId, done.subscriptionId), sql`${d.eventSeq} = ${next}`, isNull(d.dueAt)));
};

/** Notes what came of trying again. @returns as `settleBatch` */
export const settleRetries = async (
  tx: Queries,
  tables: DialogsTables,
  by: { readonly subscriptionId: number; readonly owner: string; readonly now: number },
  retried: readonly Retried[],
): Promise<boolean> => {
  const { deliveries: d } = tables;
  if (!(await holds(tx, tables, by.subscriptionId, by.owner))) return false;
  for (const { delivery, failed } of retried) {
    if (failed === null) await tx.delete(d).where(eq(d.id, delivery.id));
    else await tx.update(d).set(failed).where(eq(d.id, delivery.id));
    if (failed === null || failed.deadAt !== null) await letNextGo(tx, tables, delivery, by.now);
  }
  return true;
};

/** What was given up of a subscription, in the order of the feed. */
export const deadLetters = (
  read: Queries,
  { deliveries: d, events }: DialogsTables,
  subscriptionId: number,
  page: { readonly after: number; readonly take: number },
): Promise<DeliveryOfEvent[]> =>
  read
    .select({ delivery: d, event: events })
    .from(d)
    .innerJoin(events, eq(events.seq, d.eventSeq))
    .where(and(eq(d.subscriptionId, subscriptionId), gt(d.eventSeq, page.after), isNotNull(d.deadAt)))
    .orderBy(asc(d.eventSeq))
    .limit(page.take);

/**
 * Tries dead letters again, with all their attempts.
 * @param places of their events; null: all of them
 * @returns how many there were
 */
export const resendDeadLetters = async (
  tx: Queries,
  { deliveries: d }: DialogsTables,
  subscriptionId: number,
  again: { readonly places: readonly number[] | null; readonly now: number; readonly giveUpAt: number },
): Promise<number> => {
  const sent = await tx
    .update(d)
    .set({ attempts: 0, dueAt: again.now, giveUpAt: again.giveUpAt, deadAt: null })
    .where(
      and(
        eq(d.subscriptionId, subscriptionId),
        isNotNull(d.deadAt),
        again.places === null ? undefined : inArray(d.eventSeq, [...again.places]),
      ),
    )
    .returning({ id: d.id });
  return sent.length;
};
