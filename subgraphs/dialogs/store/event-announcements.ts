import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { NewId } from "../../../lib/ids.js";
import { dialogEvent } from "../events/new-event.js";
import { appendEvents } from "./events.js";

/** When the next dialog that is not announced becomes visible; null where none does. */
const nextAnnouncementAt = async (
  { read }: Database,
  { pendingAnnouncements: p }: DialogsTables,
): Promise<number | null> => {
  const [row] = await read.select({ at: sql<number | null>`min(${p.dueAt})` }).from(p);
  return row?.at == null ? null : Number(row.at);
};

/** When announcements are made, and how many at most. */
export interface AnnouncingMoment {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly take: number;
  readonly newId: NewId;
}

/**
 * Announces dialogs that have become visible, in one transaction; several nodes may do so at once. A dialog that is
 * gone, deleted, or visible only later by now is not announced now. Where nothing is due nothing is written.
 * @returns how many were looked at
 */
export const announceVisible = async (
  database: Database,
  tables: DialogsTables,
  at: AnnouncingMoment,
): Promise<number> => {
  const next = await nextAnnouncementAt(database, tables);
  return next === null || next > at.now ? 0 : announceDue(database, tables, at);
};

const announceDue = (database: Database, tables: DialogsTables, at: AnnouncingMoment): Promise<number> =>
  database.transaction(async (tx) => {
    const { pendingAnnouncements: p, dialogs } = tables;
    const due = await tx
      .select({ dialogId: p.dialogId })
      .from(p)
      .where(lte(p.dueAt, at.now))
      .orderBy(asc(p.dueAt), asc(p.dialogId))
      .limit(at.take);
    if (due.length === 0) return 0;
    const ids = due.map(({ dialogId }) => dialogId).sort();
    await lock(tx, database.dialect, ids);
    // By now another node may have announced some of them, or their owners changed them.
    const pending = await tx
      .select({ dueAt: p.dueAt, dialog: dialogs, dialogId: p.dialogId })
      .from(p)
      .leftJoin(dialogs, eq(dialogs.id, p.dialogId))
      .where(and(inArray(p.dialogId, ids), lte(p.dueAt, at.now)));
    const isOut = ({ dialog }: (typeof pending)[number]): boolean =>
      dialog !== null &&
      dialog.deletedAt === null &&
      (dialog.visibleFrom === null || dialog.visibleFrom <= at.now);
    const events = pending
      .filter(isOut)
      .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
      .flatMap(({ dialog, dueAt }) => {
        const moment = dialog?.visibleFrom ?? dueAt ?? at.now;
        return dialog === null ? [] : [dialogEvent("CREATED", dialog, { id: at.newId(moment), at: moment })];
      });
    await settle(
      tx,
      tables,
      pending.filter((entry) => !isOut(entry)),
    );
    const told = events.map(({ dialog }) => dialog.id);
    if (told.length > 0) await tx.delete(p).where(inArray(p.dialogId, told));
    await appendEvents(tx, database.dialect, tables, events);
    return due.length;
  });

type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Nobody changes them until they are announced: in a fixed order, so that two nodes never wait for each other. */
const lock = async (tx: Tx, dialect: Dialect, ids: readonly string[]): Promise<void> => {
  if (dialect === "sqlite") return;
  const list = `{${ids.join(",")}}`;
  await tx.rows(sql`SELECT 1 FROM dialog WHERE id = ANY(${list}::uuid[]) ORDER BY id FOR UPDATE`);
};

/** Those that are not out after all: gone ones are forgotten, deleted ones wait, others are due when they are visible. */
const settle = async (
  tx: Tx,
  { pendingAnnouncements: p }: DialogsTables,
  pending: readonly {
    readonly dialogId: string;
    readonly dialog: { readonly deletedAt: number | null; readonly visibleFrom: number | null } | null;
  }[],
): Promise<void> => {
  for (const { dialogId, dialog } of pending) {
    if (dialog === null) await tx.delete(p).where(eq(p.dialogId, dialogId));
    else {
      const dueAt = dialog.deletedAt === null ? dialog.visibleFrom : null;
      await tx.update(p).set({ dueAt }).where(eq(p.dialogId, dialogId));
    }
  }
};
