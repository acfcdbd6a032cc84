import type { DialogRow } from "../../../../drizzle/dialogs/tables.js";
import type { OwnerCall, WriteOptions } from "../calls.js";
import type { Refusal } from "../outcomes.js";

/** Which revision a change is measured by. */
export type RevisionName = "revision" | "endUserContextRevision" | "serviceOwnerContextRevision";

/** No dialog of this id is the caller's. */
export const notFound = (dialogId: string): Refusal => ({
  outcome: "NOT_FOUND",
  entity: "Dialog",
  ids: [dialogId],
});

/**
 * Why a call may not change a dialog, or `null`. Another owner's is not found; what is deleted is gone, except for what
 * a deleted dialog is for: to be restored or purged; what is frozen is the administrators'.
 */
export const refusedEntry = (
  dialogId: string,
  row: Pick<DialogRow, "org" | "deletedAt" | "isFrozen" | RevisionName> | null,
  call: Pick<OwnerCall, "org" | "rights">,
  options: Pick<WriteOptions, "ifMatch"> & {
    readonly isDeletedAllowed?: boolean;
    readonly revisionName?: RevisionName;
  },
): Refusal | null => {
  const isAdmin = call.rights.has("ADMIN");
  if (row === null || (row.org !== call.org && !isAdmin)) return notFound(dialogId);
  if (row.deletedAt !== null && options.isDeletedAllowed !== true) {
    return { outcome: "DELETED", entity: "Dialog", ids: [dialogId] };
  }
  if (row.isFrozen && !isAdmin) {
    return { outcome: "FORBIDDEN", message: "The dialog is frozen; only an administrator may change it." };
  }
  const revision = row[options.revisionName ?? "revision"];
  const { ifMatch = null } = options;
  return ifMatch !== null && ifMatch.toLowerCase() !== revision
    ? { outcome: "REVISION_MISMATCH", revision }
    : null;
};
