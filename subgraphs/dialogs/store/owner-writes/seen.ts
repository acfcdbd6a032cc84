import { eq, sql } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { Actor } from "../../../../drizzle/dialogs/values.js";
import { idFromName } from "../../../../lib/ids.js";
import { dialogEvent } from "../../events/new-event.js";
import { changeLabels } from "../../rules/labels.js";
import { NO_CHANGE } from "../../writing/rules/state.js";
import { writeRows } from "./change.js";
import type { Tools } from "./tools.js";

/** Somebody who sees a dialog. */
export interface Sight {
  readonly dialogId: string;
  readonly endUserType: string;
  readonly by: Actor;
  readonly isViaServiceOwner: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** What is left to write of a sight; `null` where all of it is there, or there is no such dialog. */
const remainderOf = async (queries: Queries, { tables }: Tools, sight: Sight) => {
  const { dialogs, seenLog } = tables;
  const [row] = await queries.select().from(dialogs).where(eq(dialogs.id, sight.dialogId));
  if (row === undefined) return null;
  const who = `${sight.by.actorId ?? sight.by.actorName ?? ""}${sight.isViaServiceOwner ? " via the owner" : ""}`;
  // The note's id follows from the dialog, its latest change and the one who saw it.
  const noteId = idFromName(`seen ${row.id} ${row.updatedAt} ${row.contentUpdatedAt} ${who}`, row.updatedAt);
  const [note] = await queries.select({ id: seenLog.id }).from(seenLog).where(eq(seenLog.id, noteId));
  const labels = changeLabels(row.systemLabels, { add: [], remove: ["MARKED_AS_UNOPENED"] });
  const isNoted = note !== undefined;
  return isNoted && row.isSeenSinceLastContentUpdate && labels.mask === row.systemLabels
    ? null
    : { row, noteId, isNoted, labels };
};

/**
 * Notes that somebody has seen a dialog as it is now. Seeing it again writes nothing.
 * @returns whether anything was written
 */
export const noteSight = async (tools: Tools, sight: Sight): Promise<boolean> => {
  const { database, dialect, tables, newId } = tools;
  const { at } = sight;
  if ((await remainderOf(database.read, tools, sight)) === null) return false;
  return database.transaction(async (tx) => {
    // Nobody else may change the labels between reading and writing them.
    await tx.rows(sql`SELECT x.seq FROM dialog x WHERE x.id = ${sight.dialogId} ${dialect.forUpdate}`);
    const remainder = await remainderOf(tx, tools, sight);
    if (remainder === null) return false;
    const { row, noteId, isNoted, labels } = remainder;
    if (!isNoted) {
      await tx.insert(tables.seenLog).values({
        id: noteId,
        dialogId: row.id,
        seenAt: at,
        seenBy: sight.by,
        endUserType: sight.endUserType,
        isViaServiceOwner: sight.isViaServiceOwner,
      });
    }
    const areLabelsChanged = labels.mask !== row.systemLabels;
    await writeRows(tx, tools, row, {
      ...NO_CHANGE,
      row: {
        isSeenSinceLastContentUpdate: true,
        ...(areLabelsChanged ? { systemLabels: labels.mask, endUserContextRevision: newId(at) } : {}),
      },
      labels: areLabelsChanged ? { log: labels.log, by: sight.by, at } : null,
    });
    if (!isNoted) {
      const events = (["SEEN", "UPDATED"] as const).map((what) =>
        dialogEvent(what, row, { id: newId(at), at }),
      );
      await tools.tell(tx, events);
    }
    return true;
  });
};
