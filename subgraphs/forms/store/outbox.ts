import { and, asc, eq, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import type { FormsTables } from "../../../drizzle/forms/tables.js";
import type { OutboxRow } from "../../../drizzle/forms/tables-parts.js";

type Outbox = Pick<FormsTables, "outbox">;

/**
 * Says, in the transaction that changes an instance, that its dialog must follow. Due at once, also where an earlier
 * change waits to be tried again.
 */
export const markChanged = async (
  tx: Pick<Queries, "insert">,
  { outbox }: Outbox,
  instanceId: string,
  now: number,
): Promise<void> => {
  await tx
    .insert(outbox)
    .values({ instanceId, changes: 1, delivered: 0, dueAt: now, attempts: 0, lastError: null })
    .onConflictDoUpdate({
      target: outbox.instanceId,
      set: { changes: sql`${outbox.changes} + 1`, dueAt: now, attempts: 0 },
    });
};

/**
 * Takes instances whose dialogs are due, the longest due first. Nobody else takes them before `until`, unless they
 * change again.
 */
export const takeDue = async (
  tx: Pick<Queries, "select" | "update">,
  { outbox }: Outbox,
  dialect: Dialect,
  lease: { readonly now: number; readonly until: number; readonly take: number },
): Promise<OutboxRow[]> => {
  const due = tx
    .select({ id: outbox.instanceId })
    .from(outbox)
    .where(lte(outbox.dueAt, lease.now))
    .orderBy(asc(outbox.dueAt), asc(outbox.instanceId))
    .limit(lease.take);
  const taken: SQL = dialect === "sqlite" ? sql`${due}` : sql`${due} FOR UPDATE SKIP LOCKED`;
  return tx
    .update(outbox)
    .set({ dueAt: lease.until })
    .where(sql`${outbox.instanceId} IN (${taken})`)
    .returning();
};

/** Notes that a dialog has followed the changes that were there when it was taken; those since are still due. */
export const settleDelivered = async (
  tx: Pick<Queries, "update">,
  { outbox }: Outbox,
  { instanceId, changes }: Pick<OutboxRow, "instanceId" | "changes">,
): Promise<void> => {
  await tx
    .update(outbox)
    .set({
      delivered: changes,
      dueAt: sql`CASE WHEN ${outbox.changes} = ${changes} THEN NULL ELSE ${outbox.dueAt} END`,
      attempts: 0,
      lastError: null,
    })
    .where(and(eq(outbox.instanceId, instanceId), lt(outbox.delivered, changes)));
};

/** Notes that a dialog could not follow, and when it is tried again; at once where it has changed meanwhile. */
export const settleFailed = async (
  tx: Pick<Queries, "update">,
  { outbox }: Outbox,
  { instanceId, changes }: Pick<OutboxRow, "instanceId" | "changes">,
  failure: { readonly dueAt: number; readonly reason: string },
): Promise<void> => {
  await tx
    .update(outbox)
    .set({ dueAt: failure.dueAt, attempts: sql`${outbox.attempts} + 1`, lastError: failure.reason })
    .where(and(eq(outbox.instanceId, instanceId), eq(outbox.changes, changes)));
};
