import { eq, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { DialogRow, DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { Actor, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { idFromName, type NewId } from "../../../lib/ids.js";
import { changeLabels, type LabelChange } from "../rules/labels.js";
import { accessStatement, readAccess } from "./access.js";
import type { DialogsDialect } from "./dialect.js";
import type { DialogAccess, View } from "./selection.js";

/** Who did it, when, and the ids of what is written about it. */
export interface Deed {
  readonly by: Actor;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly newId: NewId;
}

/** What became of a change of labels. */
export type LabelOutcome =
  | { readonly outcome: "CHANGED"; readonly revision: string; readonly mask: number }
  | { readonly outcome: "REFUSED"; readonly access: DialogAccess | null }
  | { readonly outcome: "REVISION_CONFLICT"; readonly revision: string };

/** Which labels to put on and take off a dialog. */
export interface LabelOrder {
  readonly dialogId: string;
  readonly view: View;
  readonly add: readonly SystemLabel[];
  readonly remove: readonly SystemLabel[];
  /** `null`: whatever it is now. */
  readonly expectedRevision: string | null;
  readonly isAllowed: (access: DialogAccess) => boolean;
  readonly deed: Deed;
}

const writeLabels = async (
  tx: Queries,
  { dialogs, labelAssignmentLog }: DialogsTables,
  dialogId: string,
  change: { mask: number; log: readonly LabelChange[]; deed: Deed; also?: Partial<DialogRow> },
): Promise<string> => {
  const { mask, log, deed } = change;
  const revision = deed.newId(deed.at);
  await tx
    .update(dialogs)
    .set({ ...change.also, systemLabels: mask, endUserContextRevision: revision })
    .where(eq(dialogs.id, dialogId));
  if (log.length > 0) {
    await tx.insert(labelAssignmentLog).values(
      log.map(({ name, action }) => ({
        id: deed.newId(deed.at),
        dialogId,
        createdAt: deed.at,
        name,
        action,
        performedBy: deed.by,
      })),
    );
  }
  return revision;
};

/** One transaction: is the dialog still the viewer's to change, and at the revision that they saw? */
export const setSystemLabels = (
  database: Database,
  tables: DialogsTables,
  dialect: DialogsDialect,
  change: LabelOrder,
): Promise<LabelOutcome> =>
  database.transaction(async (tx) => {
    const { dialogId, view, expectedRevision, deed } = change;
    const [raw] = await tx.rows<Record<string, unknown>>(
      accessStatement(dialect, view, [dialogId], dialect.forUpdate),
    );
    const access = raw === undefined ? null : readAccess(raw);
    if (access === null || !change.isAllowed(access)) return { outcome: "REFUSED", access };

    const { dialogs } = tables;
    const [row] = await tx
      .select({ mask: dialogs.systemLabels, revision: dialogs.endUserContextRevision })
      .from(dialogs)
      .where(eq(dialogs.id, dialogId));
    if (row === undefined) return { outcome: "REFUSED", access: null };
    if (expectedRevision !== null && expectedRevision !== row.revision) {
      return { outcome: "REVISION_CONFLICT", revision: row.revision };
    }
    const { mask, log } = changeLabels(row.mask, change);
    if (mask === row.mask) return { outcome: "CHANGED", revision: row.revision, mask };
    const revision = await writeLabels(tx, tables, dialogId, { mask, log, deed });
    return { outcome: "CHANGED", revision, mask };
  });

/**
 * Notes that somebody has seen a dialog as it is now. The note's id follows from the dialog, its latest change and the
 * one who saw it, so seeing it again writes nothing.
 * @returns whether anything was written
 */
export const markSeen = async (
  database: Database,
  tables: DialogsTables,
  dialect: DialogsDialect,
  seen: { readonly dialogId: string; readonly endUserType: string; readonly deed: Deed },
): Promise<boolean> => {
  const { dialogs, seenLog } = tables;
  const { dialogId, deed } = seen;
  const stateOf = async (queries: Queries) => {
    const [row] = await queries.select().from(dialogs).where(eq(dialogs.id, dialogId));
    if (row === undefined) return null;
    const who = deed.by.actorId ?? deed.by.actorName ?? "";
    const noteId = idFromName(
      `seen ${dialogId} ${row.updatedAt} ${row.contentUpdatedAt} ${who}`,
      row.updatedAt,
    );
    const [note] = await queries.select({ id: seenLog.id }).from(seenLog).where(eq(seenLog.id, noteId));
    const labels = changeLabels(row.systemLabels, { add: [], remove: ["MARKED_AS_UNOPENED"] });
    const isKnown = row.isSeenSinceLastContentUpdate && labels.mask === row.systemLabels;
    return { row, noteId, labels, isDone: isKnown && note !== undefined };
  };
  const before = await stateOf(database.read);
  if (before === null || before.isDone) return false;

  return database.transaction(async (tx) => {
    // Nobody else may change the labels between reading and writing them.
    await tx.rows(sql`SELECT x.seq FROM dialog x WHERE x.id = ${dialogId} ${dialect.forUpdate}`);
    const state = await stateOf(tx);
    if (state === null || state.isDone) return false;
    const { row, noteId, labels } = state;
    await tx
      .insert(seenLog)
      .values({
        id: noteId,
        dialogId,
        seenAt: deed.at,
        seenBy: deed.by,
        endUserType: seen.endUserType,
        isViaServiceOwner: false,
      })
      .onConflictDoNothing({ target: seenLog.id });
    const also = { isSeenSinceLastContentUpdate: true };
    if (labels.mask === row.systemLabels) {
      await tx.update(dialogs).set(also).where(eq(dialogs.id, dialogId));
    } else {
      await writeLabels(tx, tables, dialogId, { ...labels, deed, also });
    }
    return true;
  });
};
