import type { DialogRow } from "../../../drizzle/dialogs/tables.js";
import type { WholeDialog } from "./bodies/dialog.js";
import type { Caller } from "./callers.js";
import type { OwnersApi } from "./operations.js";
import { gone, notFound } from "./refusals.js";

/**
 * A dialog of the caller's, in whatever state. Another owner's is as one that is not there.
 * @throws RestRefusal 404
 */
export const readDialog = async (
  { owners }: Pick<OwnersApi, "owners">,
  { readableOrg }: Pick<Caller, "readableOrg">,
  dialogId: string,
): Promise<DialogRow> => {
  const [row] = await owners.dialogsByIds([dialogId], readableOrg);
  if (row === undefined) throw notFound("Dialog", dialogId);
  return row;
};

/** {@link readDialog}, where a deleted one is gone. @throws RestRefusal 404, 410 */
export const readLivingDialog = async (...asked: Parameters<typeof readDialog>): Promise<DialogRow> => {
  const row = await readDialog(...asked);
  if (row.deletedAt !== null) throw gone("Dialog", row.id);
  return row;
};

/** All that belongs to a dialog. */
export const readWhole = async (
  { store }: Pick<OwnersApi, "store">,
  dialog: DialogRow,
): Promise<WholeDialog> => {
  const ids = [dialog.id];
  const [[body], transmissions, activities, seenLog] = await Promise.all([
    store.parts.bodies(ids),
    store.parts.transmissions(ids),
    store.parts.activities(ids),
    store.parts.seenLog(ids),
  ]);
  if (body === undefined) throw notFound("Dialog", dialog.id); // purged since it was read
  return { dialog, body, transmissions, activities, seenLog };
};
