import type { DialogsContext } from "../context.js";
import type { HistoryRow } from "../store/selection.js";
import type { SeenLog } from "../types/activity.js";
import type { SearchContent } from "../types/search-dialog.js";
import { type Showing, seenLogOf } from "./dialog-parts.js";
import { type Accepted, plainContent, plainText } from "./language.js";

/*
 * What Dialogporten's `Dialog` and `SearchDialog` have in common.
 */

/** What the parts of a dialog are shown with, in this call. */
export const showingOf = async ({ view, pseudonymize, accepted }: DialogsContext): Promise<Showing> => ({
  now: (await view()).now,
  pseudonymize,
  accepted,
});

/** The texts that lists show. */
export const listTextsOf = (dialog: HistoryRow, accepted: Accepted): SearchContent => ({
  title: plainContent(dialog.title, accepted),
  summary: plainText(dialog.summary, accepted),
  senderName: plainText(dialog.senderName, accepted),
  extendedStatus: plainText(dialog.extendedStatus, accepted),
});

/** Who has seen a dialog since a moment, oldest first. */
export const seenSince = async (
  dialog: Pick<HistoryRow, "id">,
  moment: number,
  context: DialogsContext,
): Promise<SeenLog[]> => {
  const [rows, showing] = await Promise.all([
    context.loaders.seenLogByDialogId.load(dialog.id),
    showingOf(context),
  ]);
  return rows
    .filter(({ seenAt }) => seenAt >= moment)
    .map((row) => seenLogOf(row, context.call.viewer.party, showing));
};
