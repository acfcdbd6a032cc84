import { inArray, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { NewDialogEvent } from "../events/new-event.js";
import { announcementsOf } from "../rules/announcing.js";
import { holdPlaceInFeed } from "./event-feed.js";
import { insertRows } from "./insert.js";

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
  const { told, postponed, announced } = announcementsOf(events, pending);
  if (announced.size > 0) {
    const { pendingAnnouncements: table } = tables;
    await tx.delete(table).where(inArray(table.dialogId, [...announced]));
  }
  await insertRows(
    tx,
    dialect,
    tables.pendingAnnouncements,
    postponed.map((entry) => ({ ...entry })),
    sql`ON CONFLICT (dialog_id) DO UPDATE SET due_at = excluded.due_at RETURNING 1`,
  );
  if (told.length === 0) return;
  await holdPlaceInFeed(tx, dialect);
  await insertRows(tx, dialect, tables.events, told.map(rowOf), sql``);
};
