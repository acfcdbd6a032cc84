import { eq, sql } from "drizzle-orm";
import type { Queries, Transaction } from "../../../../drizzle/database.js";
import type { DialogRow } from "../../../../drizzle/dialogs/tables.js";
import { isUuid } from "../../../../lib/ids.js";
import type { DialogChange, DialogState, FactsWanted } from "../../writing/rules/state.js";
import { followChange } from "../deadlines/follow.js";
import { searchEntryOf } from "../search/catch-up.js";
import { followIdentifiers } from "../twins/follow.js";
import { readFacts } from "./facts.js";
import type { Tools } from "./tools.js";

/** Reads a dialog and holds it until the transaction ends: others who want to change it wait. */
const heldRow = async (
  tx: Queries,
  { tables, dialect }: Tools,
  dialogId: string,
): Promise<DialogRow | null> => {
  if (!isUuid(dialogId)) return null;
  const { dialogs } = tables;
  await tx.rows(sql`SELECT x.seq FROM dialog x WHERE x.id = ${dialogId} ${dialect.forUpdate}`);
  const [row] = await tx.select().from(dialogs).where(eq(dialogs.id, dialogId));
  return row ?? null;
};

const heldState = async (
  tx: Queries,
  tools: Tools,
  row: DialogRow,
  wanted: FactsWanted,
): Promise<DialogState> => {
  const { bodies } = tools.tables;
  const [body] = await tx.select().from(bodies).where(eq(bodies.dialogId, row.id));
  if (body === undefined) throw new Error(`Dialog ${row.id} has no body.`);
  return { row, body, facts: await readFacts(tx, tools, row.id, wanted) };
};

/** Columns that the search document is made of, and the one that gives it its place. */
const SEARCHED: ReadonlySet<string> = new Set([
  "title",
  "summary",
  "senderName",
  "nonSensitiveTitle",
  "nonSensitiveSummary",
  "externalReference",
  "content",
  "searchTags",
  "attachments",
  "contentUpdatedAt",
] satisfies (keyof DialogRow | keyof DialogState["body"])[]);

const reindex = async (tx: Transaction, { tables, dialect }: Tools, state: DialogState): Promise<void> => {
  const entry = await searchEntryOf(tx, tables, state.row, state.body);
  await dialect.search.remove(tx, [state.row.seq]);
  await dialect.search.add(tx, [entry]);
};

/** Whether the owner has sent anything that nobody, by the owner's own word, has opened. */
const recountUnopened = async (tx: Queries, dialogId: string): Promise<void> => {
  const of = (type: string) =>
    sql`SELECT 1 FROM activity a WHERE a.dialog_id = ${dialogId} AND a.type = ${type}`;
  await tx.rows(sql`UPDATE dialog SET has_unopened_content = (
      EXISTS (
        SELECT 1 FROM transmission t WHERE t.dialog_id = ${dialogId} AND t.type NOT IN ('SUBMISSION', 'CORRECTION')
          AND t.id NOT IN (
            SELECT a.transmission_id FROM activity a WHERE a.dialog_id = ${dialogId}
              AND a.type = 'TRANSMISSION_OPENED' AND a.transmission_id IS NOT NULL))
      OR (service_resource_type = 'correspondenceservice' AND NOT EXISTS (${of("CORRESPONDENCE_OPENED")})))
    WHERE id = ${dialogId} RETURNING 1`);
};

/** Writes what a change says of a dialog's rows, and nothing that follows from it. */
export const writeRows = async (
  tx: Queries,
  { tables, newId }: Tools,
  row: Pick<DialogRow, "seq" | "id">,
  change: DialogChange,
): Promise<void> => {
  const { dialogs, bodies } = tables;
  if (Object.keys(change.row).length > 0) {
    await tx.update(dialogs).set(change.row).where(eq(dialogs.seq, row.seq));
  }
  if (Object.keys(change.body).length > 0) {
    await tx.update(bodies).set(change.body).where(eq(bodies.dialogId, row.id));
  }
  const { labels, changedTransmission, movedActivity } = change;
  if (changedTransmission !== null) {
    const { id, ...set } = changedTransmission;
    await tx.update(tables.transmissions).set(set).where(eq(tables.transmissions.id, id));
  }
  if (movedActivity !== null) {
    const { id, createdAt } = movedActivity;
    await tx.update(tables.activities).set({ createdAt }).where(eq(tables.activities.id, id));
  }
  const log = (labels?.log ?? []).map((line) => ({
    ...line,
    id: newId(labels?.at ?? 0),
    createdAt: labels?.at ?? 0,
    performedBy: labels?.by,
  }));
  for (const [table, rows] of [
    [tables.transmissions, change.transmissions],
    [tables.activities, change.activities],
    [tables.labelAssignmentLog, log],
  ] as const) {
    await tx.insertAll({ table, rows: rows.map((part) => ({ ...part, dialogId: row.id })) });
  }
};

/** Writes a change of a dialog that is held, with its search document and its events. */
export const writeChange = async (
  tx: Transaction,
  tools: Tools,
  state: DialogState,
  change: DialogChange,
): Promise<void> => {
  await writeRows(tx, tools, state.row, change);
  await followChange(tx, tools.tables, state, change);
  await followIdentifiers(tx, tools.tables, state, change);
  const { row, body } = change;
  const isTold = change.activities.some(({ description }) => description !== null);
  const isSearchedChanged = [...Object.keys(row), ...Object.keys(body)].some((key) => SEARCHED.has(key));
  const areMessagesChanged = change.transmissions.length > 0 || change.changedTransmission !== null;
  if (isSearchedChanged || areMessagesChanged || isTold) {
    await reindex(tx, tools, { ...state, row: { ...state.row, ...row }, body: { ...state.body, ...body } });
  }
  const isOpened = change.activities.some(({ type }) => OPENING.has(type));
  if (areMessagesChanged || isOpened) await recountUnopened(tx, state.row.id);
  await tools.tell(tx, change.events);
};

const OPENING: ReadonlySet<string> = new Set(["TRANSMISSION_OPENED", "CORRESPONDENCE_OPENED"]);

/** What is decided on a dialog: an answer, and what becomes of it (`null`: nothing). */
export interface Decision<Answer> {
  readonly answer: Answer;
  readonly change: DialogChange | null;
  /** It goes, with all that belongs to it; of the change only the events are written. */
  readonly isPurged?: boolean;
}

/** Takes a dialog away with all that belongs to it. What happened to it stays in the feed. */
const purge = async (tx: Queries, { tables }: Tools, { row }: DialogState): Promise<void> => {
  const { dialogs, sources } = tables;
  await tx.delete(dialogs).where(eq(dialogs.seq, row.seq));
  await tx
    .update(sources)
    .set({ heldCount: sql`${sources.heldCount} - 1` })
    .where(eq(sources.id, row.sourceId));
};

/** A dialog that is gone is not announced; another that is made with its id later is announced by itself. */
const forgetAnnouncement = async (tx: Queries, { tables }: Tools, dialogId: string): Promise<void> => {
  const { pendingAnnouncements } = tables;
  await tx.delete(pendingAnnouncements).where(eq(pendingAnnouncements.dialogId, dialogId));
};

/** How a dialog is changed. */
export interface ChangeOrder<Answer> {
  readonly wanted: FactsWanted;
  /** Decides on the dialog alone (`null`: there is none), before anything else is read. */
  refuse(row: DialogRow | null): Answer | null;
  /** Decides on the dialog with the wanted facts; pure. */
  decide(state: DialogState): Decision<Answer>;
}

/** Changes one dialog in one transaction. While it is decided nobody else changes the dialog. */
export const changeDialog = <Answer>(
  tools: Tools,
  dialogId: string,
  { wanted, refuse, decide }: ChangeOrder<Answer>,
): Promise<Answer> =>
  tools.database.transaction(async (tx) => {
    const row = await heldRow(tx, tools, dialogId);
    const refusal = refuse(row);
    if (refusal !== null) return refusal;
    if (row === null) throw new Error(`Nobody refused to change dialog ${dialogId}, which is not there.`);
    const state = await heldState(tx, tools, row, wanted);
    const { answer, change, isPurged = false } = decide(state);
    if (isPurged) {
      await purge(tx, tools, state);
      await tools.tell(tx, change?.events ?? []);
      await forgetAnnouncement(tx, tools, row.id);
    } else if (change !== null) {
      await writeChange(tx, tools, state, change);
    }
    return answer;
  });
