import type { FormsContext } from "../context.js";
import { taskOfHeld } from "../rules/process.js";
import { FormConflictReason } from "../types/form-error.js";
import { actingParty, changeAsParty, conflict, type Outcome } from "./acting.js";

/** Puts an instance away; it can be brought back. Not while the service owner has the next word. */
export const deleteInstance = (context: FormsContext, id: string): Promise<Outcome> =>
  changeAsParty(context, id, { action: "delete", revision: null, alsoWhen: "SENT" }, (held) => {
    if (taskOfHeld(held)?.type === "FEEDBACK") {
      return conflict(
        FormConflictReason.OTHER_TASK,
        "It is with the service owner; it can't be deleted meanwhile.",
      );
    }
    const event = { kind: "DELETED" as const, actor: actingParty(context), taskId: held.row.currentTaskId };
    return { set: { softDeletedAt: held.now }, events: [event] };
  });

/** Brings an instance back that was put away. */
export const undeleteInstance = (context: FormsContext, id: string): Promise<Outcome> =>
  changeAsParty(context, id, { action: "delete", revision: null, alsoWhen: "DELETED" }, ({ row }) => {
    if (row.softDeletedAt === null) {
      return conflict(FormConflictReason.NOT_DELETED, "It is not deleted; there is nothing to bring back.");
    }
    const event = { kind: "UNDELETED" as const, actor: actingParty(context), taskId: row.currentTaskId };
    return { set: { softDeletedAt: null }, events: [event] };
  });

/** Throws a draft away for good, answers and all. What was ever sent is the service owner's as well, and stays. */
export const purgeInstance = (context: FormsContext, id: string): Promise<Outcome> =>
  changeAsParty(context, id, { action: "delete", revision: null, alsoWhen: "DELETED" }, ({ row, now }) => {
    if (row.submittedAt !== null || row.archivedAt !== null) {
      return conflict(
        FormConflictReason.SENT,
        "It was sent: it can be deleted, but not thrown away for good.",
      );
    }
    return {
      set: { softDeletedAt: row.softDeletedAt ?? now, hardDeletedAt: now, presentationTexts: {} },
      filling: { answers: {}, changedAt: {}, prefilled: {}, unfilled: {} },
      events: [{ kind: "PURGED", actor: actingParty(context), taskId: row.currentTaskId }],
      also: (tx) => context.store.blobs.releaseAllOf(tx, id, now),
    };
  });
