import { SERVICE_PROVIDER } from "./callers.js";
import { written } from "./dialogs.js";
import {
  etag,
  idIn,
  type Operation,
  type OwnersApi,
  type OwnersRequest,
  writeOptionsOf,
} from "./operations.js";
import { readDialog, readWhole } from "./whole-dialog.js";

/** A service owner's own labels. If-Match is the service owner context's revision, not the dialog's. */
export const ownerLabelOperations = (api: OwnersApi): readonly Operation[] => {
  const { writer } = api;
  const path = "/dialogs/:dialogId/context/labels";
  const scopes = [SERVICE_PROVIDER];
  const dialogId = ({ params }: OwnersRequest): string => idIn(params, "dialogId");
  return [
    {
      method: "GET",
      path,
      scopes,
      async answer(request) {
        const { dialog, body } = await readWhole(
          api,
          await readDialog(api, request.caller, dialogId(request)),
        );
        return {
          status: 200,
          headers: etag(dialog.serviceOwnerContextRevision),
          body: body.serviceOwnerLabels.map((value) => ({ value })),
        };
      },
    },
    {
      method: "POST",
      path,
      scopes,
      answer: async (request) =>
        written(
          await writer.addOwnerLabel(
            request.caller.owner,
            dialogId(request),
            request.body,
            writeOptionsOf(request),
          ),
        ),
    },
    {
      method: "DELETE",
      path: `${path}/:label`,
      scopes,
      answer: async (request) =>
        written(
          await writer.removeOwnerLabel(
            request.caller.owner,
            dialogId(request),
            idIn(request.params, "label"),
            writeOptionsOf(request),
          ),
        ),
    },
  ];
};
