import { randomUUID } from "node:crypto";
import type { Dialect } from "../../../../drizzle/columns.js";
import { columnsOf } from "../../../../drizzle/columns.js";
import type { Database, Queries } from "../../../../drizzle/database.js";
import { type DialogsTables, dialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { uuidFromName } from "../../../../lib/ids.js";
import {
  dialogEvent,
  type EventDialog,
  type EventMoment,
  type NewDialogEvent,
} from "../../../../subgraphs/dialogs/events/new-event.js";
import { appendEvents } from "../../../../subgraphs/dialogs/store/events.js";
import { NOW, partyOf, serviceOf } from "../dialogs.js";

/** A dialog as its events know it. */
export const anEventDialog = (name: string, options: Partial<EventDialog> = {}): EventDialog => ({
  id: uuidFromName(`dialog ${name}`),
  org: "tst",
  serviceResource: serviceOf(0),
  party: partyOf(0).urn,
  process: null,
  precedingProcess: null,
  visibleFrom: null,
  ...options,
});

export const aMoment = (at: number = NOW, isSilent = false): EventMoment => ({
  id: randomUUID(),
  at,
  isSilent,
});

export const created = (dialog: EventDialog, at = NOW): NewDialogEvent =>
  dialogEvent("CREATED", dialog, aMoment(at));
export const updated = (dialog: EventDialog, at = NOW): NewDialogEvent =>
  dialogEvent("UPDATED", dialog, aMoment(at));
export const deleted = (dialog: EventDialog, at = NOW): NewDialogEvent =>
  dialogEvent("DELETED", dialog, aMoment(at));

/** The tables of a dialect, and events written as a writer would write them. */
export const eventsOn = (dialect: Dialect, database: Database) => {
  const tables: DialogsTables = dialogsTables(columnsOf(dialect));
  const append = (tx: Queries, events: readonly NewDialogEvent[]) =>
    appendEvents(tx, dialect, tables, events);
  return {
    tables,
    append,
    write: (...events: readonly NewDialogEvent[]) => database.transaction((tx) => append(tx, events)),
  };
};
