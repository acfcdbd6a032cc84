import type { DeadlineRow } from "../../../drizzle/dialogs/tables.js";
import { DUE_KEY } from "../rules/deadlines.js";
import { moment, momentOrNull, spelled, tidy } from "./bodies/values.js";
import { SERVICE_PROVIDER } from "./callers.js";
import { written } from "./dialogs.js";
import { etag, idIn, type Operation, type OwnersApi, writeOptionsOf } from "./operations.js";
import { readLivingDialog } from "./whole-dialog.js";

const deadlineBody = (row: DeadlineRow) =>
  tidy({
    key: row.key,
    kind: row.kind === null ? null : spelled(row.kind),
    dueAt: moment(row.dueAt),
    amount: row.amount === null ? null : { value: row.amount, currency: row.currency },
    kid: row.kid,
    account: row.account,
    isMetByOwnerOnly: row.isMetByOwnerOnly,
    metAt: momentOrNull(row.metAt),
    metBy: row.metBy === null ? null : spelled(row.metBy),
    followsFromDueAt: row.key === DUE_KEY,
  });

/**
 * A dialog's deadlines: ours, beside Dialogporten's paths. GET gives all of them, PUT replaces the owner's own. If-Match
 * is the dialog's revision.
 */
export const deadlineOperations = ({ store, owners, writer }: OwnersApi): readonly Operation[] => {
  const path = "/dialogs/:dialogId/deadlines";
  const scopes = [SERVICE_PROVIDER];
  return [
    {
      method: "GET",
      path,
      scopes,
      async answer({ caller, params }) {
        const dialog = await readLivingDialog({ owners }, caller, idIn(params, "dialogId"));
        const rows = await store.agenda.ofDialogs([dialog.seq]);
        return { status: 200, headers: etag(dialog.revision), body: { deadlines: rows.map(deadlineBody) } };
      },
    },
    {
      method: "PUT",
      path,
      scopes,
      answer: async (request) =>
        written(
          await writer.setDeadlines(
            request.caller.owner,
            idIn(request.params, "dialogId"),
            request.body,
            writeOptionsOf(request),
          ),
        ),
    },
  ];
};
