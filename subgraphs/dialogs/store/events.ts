import { inArray, type SQL } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries, Transaction } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { Insert } from "../../../drizzle/insert.js";
import type { NewDialogEvent } from "../events/new-event.js";
import { type Announcements, announcementsOf } from "../rules/announcing.js";
import { placeInFeed } from "./event-feed.js";

/** What is kept of an event; its place in the feed is the database's to give. */
const rowOf = ({ dialog, ...event }: NewDialogEvent) => ({
  id: event.id,
  type: event.type,
  dialogId: dialog.id,
  partId: event.partId,
  org: dialog.org,
  serviceResource: dialog.serviceResource,
  party: dialog.party,
  process: dialog.process,
  precedingProcess: dialog.precedingProcess,
  extendedActivityType: event.extendedActivityType,
  occurredAt: event.occurredAt,
  isSilent: event.isSilent,
});

/** Dialogs among these that are written but not announced. A dialog that is new can't be one. */
const pendingAmong = async (
  tx: Queries,
  { pendingAnnouncements: table }: DialogsTables,
  events: readonly NewDialogEvent[],
): Promise<ReadonlySet<string>> => {
  const created = new Set(
    events.filter(({ type }) => type === "dialogporten.dialog.created.v1").map(({ dialog }) => dialog.id),
  );
  const changed = new Set(events.map(({ dialog }) => dialog.id).filter((id) => !created.has(id)));
  if (changed.size === 0) return changed;
  const rows = await tx
    .select({ dialogId: table.dialogId })
    .from(table)
    .where(inArray(table.dialogId, [...changed]));
  return new Set(rows.map(({ dialogId }) => dialogId));
};

const postponing = (
  { pendingAnnouncements: table }: DialogsTables,
  rows: Announcements["postponed"],
): Insert => ({
  table,
  rows,
  end: "ON CONFLICT (dialog_id) DO UPDATE SET due_at = excluded.due_at",
});

const telling = (
  dialect: Dialect,
  { events: table }: DialogsTables,
  { told }: Announcements,
): { readonly hold: readonly SQL[]; readonly insert: Insert } => ({
  hold: told.length === 0 ? [] : placeInFeed(dialect),
  insert: { table, rows: told.map(rowOf) },
});

/**
 * Writes events in the transaction of the change that they tell of: after the dialog was inserted, or locked and
 * changed, so that the events of one dialog stand in the order of its changes.
 *
 * A dialog that may not be seen yet has no events. When it becomes visible it is announced by its created event, once;
 * what happened to it before is told by nothing else.
 * @param events in the order in which they happened; of many dialogs if need be, at most 10,000
 */
export const appendEvents = async (
  tx: Queries,
  dialect: Dialect,
  tables: DialogsTables,
  events: readonly NewDialogEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  const pending = await pendingAmong(tx, tables, events);
  const announcements = announcementsOf(events, pending);
  const { announced, postponed } = announcements;
  if (announced.size > 0) {
    const { pendingAnnouncements: table } = tables;
    await tx.delete(table).where(inArray(table.dialogId, [...announced]));
  }
  await tx.insertAll(postponing(tables, postponed));
  const { hold, insert } = telling(dialect, tables, announcements);
  for (const statement of hold) await tx.rows(statement, "ONCE");
  await tx.insertAll(insert);
};

/** The same of dialogs that are made in the transaction, at its end. */
export const appendEventsOfNew = (
  tx: Transaction,
  dialect: Dialect,
  tables: DialogsTables,
  events: readonly NewDialogEvent[],
): void => {
  const announcements = announcementsOf(events, new Set());
  const { hold, insert } = telling(dialect, tables, announcements);
  tx.atEnd(postponing(tables, announcements.postponed), ...hold, insert);
};
