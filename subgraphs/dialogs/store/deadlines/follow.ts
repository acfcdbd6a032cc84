import { and, eq, inArray, sql } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { DeadlineRow, DialogRow, DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { DEADLINE_ACTIVITIES, type Deadline, deadlinesOf } from "../../rules/deadlines.js";
import type { DialogSeed } from "../../seed.js";
import type { DialogChange, DialogState } from "../../writing/rules/state.js";

/** The deadlines of dialogs that are being made. */
export const deadlinesOfNew = (
  placed: readonly { readonly seq: number; readonly seed: DialogSeed }[],
): DeadlineRow[] =>
  placed.flatMap(({ seq, seed }) => {
    const { dialog, body, activities, deadlines: declared = [] } = seed;
    if (dialog.dueAt === null && declared.length === 0) return [];
    const rows = deadlinesOf(
      {
        dialog,
        guiActions: body.guiActions,
        activities: [...activities].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
        statusBefore: null,
      },
      [],
      declared,
    );
    return rows.map((row) => ({ ...row, dialogSeq: seq, party: dialog.party.toLowerCase() }));
  });

/** Columns of the dialog, and of its body, that deadlines follow from. */
const FOLLOWED: ReadonlySet<string> = new Set(["dueAt", "status", "instanceRef", "guiActions"] satisfies (
  | keyof DialogRow
  | keyof DialogState["body"]
)[]);

const isAboutDeadlines = ({ row, body, activities, declaredDeadlines }: DialogChange): boolean =>
  declaredDeadlines !== null ||
  [...Object.keys(row), ...Object.keys(body)].some((key) => FOLLOWED.has(key)) ||
  activities.some(({ type }) => DEADLINE_ACTIVITIES.has(type));

/** A dialog's deadlines, in the transaction that is to change them. */
export const deadlinesOfDialog = (
  queries: Queries,
  { deadlines }: DialogsTables,
  dialogId: string,
): Promise<DeadlineRow[]> =>
  queries
    .select()
    .from(deadlines)
    .where(sql`${deadlines.dialogSeq} = (SELECT x.seq FROM dialog x WHERE x.id = ${dialogId})`);

const knownRows = (
  queries: Queries,
  { deadlines }: DialogsTables,
  dialogSeq: number,
): Promise<DeadlineRow[]> =>
  queries
    .select()
    .from(deadlines)
    .where(eq(deadlines.dialogSeq, dialogSeq))
    .orderBy(deadlines.dueAt, deadlines.id);

/**
 * Brings a dialog's deadlines up to date with a change, in its transaction and after it is written. What has nothing to
 * do with deadlines costs nothing.
 */
export const followChange = async (
  tx: Queries,
  tables: DialogsTables,
  { row: before, body: bodyBefore }: Pick<DialogState, "row" | "body">,
  change: DialogChange,
): Promise<void> => {
  if (!isAboutDeadlines(change)) return;
  const row = { ...before, ...change.row };
  const known = await knownRows(tx, tables, row.seq);
  if (row.dueAt === null && known.length === 0 && (change.declaredDeadlines ?? []).length === 0) return;
  const { activities, deadlines } = tables;
  const looked = await tx
    .select({ type: activities.type, createdAt: activities.createdAt })
    .from(activities)
    .where(and(eq(activities.dialogId, row.id), inArray(activities.type, [...DEADLINE_ACTIVITIES])))
    .orderBy(activities.createdAt, activities.id);
  const body = { ...bodyBefore, ...change.body };
  const knownAlone: Deadline[] = known.map(({ dialogSeq: _, party: _party, ...deadline }) => deadline);
  const after = deadlinesOf(
    { dialog: row, guiActions: body.guiActions, activities: looked, statusBefore: before.status },
    knownAlone,
    change.declaredDeadlines,
  );
  const kept = new Set(after.map(({ id }) => id));
  const gone = known.map(({ id }) => id).filter((id) => !kept.has(id));
  if (gone.length > 0) await tx.delete(deadlines).where(inArray(deadlines.id, gone));
  const unknown = after.filter(({ id }) => known.every((one) => one.id !== id));
  const rows = unknown.map((deadline) => ({ ...deadline, dialogSeq: row.seq, party: row.party }));
  await tx.insertAll({ table: deadlines, rows });
  for (const deadline of after) {
    if (unknown.includes(deadline) || knownAlone.includes(deadline)) continue;
    const { id, ...set } = deadline;
    await tx.update(deadlines).set(set).where(eq(deadlines.id, id));
  }
};
