import { updateBody } from "./bodies/update.js";
import { SERVICE_PROVIDER } from "./callers.js";
import { written } from "./dialogs.js";
import { patched } from "./json-patch.js";
import {
  idIn,
  type Operation,
  type OwnersApi,
  type OwnersRequest,
  type RestAnswer,
  writeOptionsOf,
} from "./operations.js";
import { RestRefusal, refusalOf } from "./refusals.js";
import { readDialog, readWhole } from "./whole-dialog.js";

/** How often a patch is made anew on what somebody else has written meanwhile. */
const ATTEMPTS = 5;

/**
 * A patch is applied to the dialog as PUT would have it, and written like a PUT at the revision that was read. Where
 * somebody else was faster it is applied to what they wrote, so that neither change is lost; with If-Match it is not.
 */
const patch = async (api: OwnersApi, request: OwnersRequest): Promise<RestAnswer> => {
  const dialogId = idIn(request.params, "dialogId");
  const { ifMatch = null, ...options } = writeOptionsOf(request);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const whole = await readWhole(api, await readDialog(api, request.caller, dialogId));
    const body = patched(updateBody(whole), request.body);
    const outcome = await api.writer.replace(request.caller.owner, dialogId, body, {
      ...options,
      ifMatch: ifMatch ?? whole.dialog.revision,
    });
    if (outcome.outcome === "WRITTEN") return written(outcome);
    if (outcome.outcome !== "REVISION_MISMATCH" || ifMatch !== null) throw refusalOf(outcome);
  }
  throw new RestRefusal(409, {
    Dialog: [`The dialog ${dialogId} is being changed by many at once. Try again in a moment.`],
  });
};

export const patchOperations = (api: OwnersApi): readonly Operation[] => [
  {
    method: "PATCH",
    path: "/dialogs/:dialogId",
    scopes: [SERVICE_PROVIDER],
    answer: (request) => patch(api, request),
  },
];
