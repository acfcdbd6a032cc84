import type { DialogRow } from "../../../drizzle/dialogs/tables.js";
import { activityBody } from "./bodies/values.js";
import { ADMIN, SERVICE_PROVIDER } from "./callers.js";
import { written } from "./dialogs.js";
import {
  API_PATH,
  etag,
  idIn,
  type Operation,
  type OwnersApi,
  type OwnersRequest,
  writeOptionsOf,
} from "./operations.js";
import { notFound, refusalOf } from "./refusals.js";
import { readDialog, readLivingDialog } from "./whole-dialog.js";

/** What was done with a dialog: a log that only grows. */
export const activityOperations = (api: OwnersApi): readonly Operation[] => {
  const { store, writer } = api;
  const path = "/dialogs/:dialogId/activities";
  const scopes = [SERVICE_PROVIDER];
  const dialogId = ({ params }: OwnersRequest): string => idIn(params, "dialogId");
  const activitiesOf = async ({ id }: DialogRow) => store.parts.activities([id]);

  return [
    {
      method: "GET",
      path,
      scopes,
      async answer(request) {
        const rows = await activitiesOf(await readDialog(api, request.caller, dialogId(request)));
        return { status: 200, body: rows.map((row) => activityBody(row, false)) };
      },
    },
    {
      method: "GET",
      path: `${path}/:activityId`,
      scopes,
      async answer(request) {
        const activityId = idIn(request.params, "activityId");
        const rows = await activitiesOf(await readLivingDialog(api, request.caller, dialogId(request)));
        const row = rows.find(({ id }) => id === activityId);
        if (row === undefined) throw notFound("Activity", activityId);
        return { status: 200, body: activityBody(row) };
      },
    },
    {
      method: "POST",
      path,
      scopes,
      async answer(request) {
        const outcome = await writer.createActivity(
          request.caller.owner,
          dialogId(request),
          request.body,
          writeOptionsOf(request),
        );
        if (outcome.outcome !== "WRITTEN") throw refusalOf(outcome);
        const [id = ""] = outcome.ids;
        const location = `${API_PATH}/dialogs/${dialogId(request)}/activities/${id}`;
        return { status: 201, headers: { ...etag(outcome.revision), location }, body: id };
      },
    },
    {
      method: "POST",
      path: `${path}/:activityId/actions/updateFormSavedActivityTime`,
      scopes: [SERVICE_PROVIDER, ADMIN],
      answer: async (request) =>
        written(
          await writer.setFormSavedActivityTime(
            request.caller.owner,
            dialogId(request),
            idIn(request.params, "activityId"),
            // Dialogporten takes the moment alone, as a JSON text.
            typeof request.body === "string" ? { newCreatedAt: request.body } : request.body,
            writeOptionsOf(request),
          ),
        ),
    },
  ];
};
