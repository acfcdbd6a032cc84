import type { DialogRow } from "../../../drizzle/dialogs/tables.js";
import { transmissionBody } from "./bodies/transmission.js";
import { CHANGE_TRANSMISSIONS, SERVICE_PROVIDER } from "./callers.js";
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
import { readLivingDialog } from "./whole-dialog.js";

/** What was sent, in either direction. */
export const transmissionOperations = (api: OwnersApi): readonly Operation[] => {
  const { store, writer } = api;
  const path = "/dialogs/:dialogId/transmissions";
  const scopes = [SERVICE_PROVIDER];
  const dialogId = ({ params }: OwnersRequest): string => idIn(params, "dialogId");
  const transmissionsOf = async ({ id }: DialogRow) => store.parts.transmissions([id]);

  return [
    {
      method: "GET",
      path,
      scopes,
      async answer(request) {
        const rows = await transmissionsOf(await readLivingDialog(api, request.caller, dialogId(request)));
        return { status: 200, body: rows.map(transmissionBody) };
      },
    },
    {
      method: "GET",
      path: `${path}/:transmissionId`,
      scopes,
      async answer(request) {
        const transmissionId = idIn(request.params, "transmissionId");
        const rows = await transmissionsOf(await readLivingDialog(api, request.caller, dialogId(request)));
        const row = rows.find(({ id }) => id === transmissionId);
        if (row === undefined) throw notFound("Transmission", transmissionId);
        return { status: 200, body: transmissionBody(row) };
      },
    },
    {
      method: "POST",
      path,
      scopes,
      async answer(request) {
        const outcome = await writer.createTransmissions(
          request.caller.owner,
          dialogId(request),
          [request.body],
          writeOptionsOf(request),
        );
        if (outcome.outcome !== "WRITTEN") throw refusalOf(outcome);
        const [id = ""] = outcome.ids;
        const location = `${API_PATH}/dialogs/${dialogId(request)}/transmissions/${id}`;
        return { status: 201, headers: { ...etag(outcome.revision), location }, body: id };
      },
    },
    {
      method: "PUT",
      path: `${path}/:transmissionId`,
      scopes: [SERVICE_PROVIDER, CHANGE_TRANSMISSIONS],
      async answer(request) {
        const { body } = request;
        const options = writeOptionsOf(request);
        // Here, and here only, silence is asked for in the body.
        const isSilentUpdate =
          options.isSilentUpdate === true ||
          (body as { isSilentUpdate?: unknown } | null)?.isSilentUpdate === true;
        return written(
          await writer.replaceTransmission(
            request.caller.owner,
            dialogId(request),
            idIn(request.params, "transmissionId"),
            body,
            { ...options, isSilentUpdate },
          ),
        );
      },
    },
  ];
};
