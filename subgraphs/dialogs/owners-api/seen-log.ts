import { seenLogBody } from "./bodies/values.js";
import { SERVICE_PROVIDER } from "./callers.js";
import { idIn, type Operation, type OwnersApi, type OwnersRequest } from "./operations.js";
import { notFound } from "./refusals.js";
import { readLivingDialog } from "./whole-dialog.js";

/** Who has seen a dialog. */
export const seenLogOperations = (api: OwnersApi): readonly Operation[] => {
  const path = "/dialogs/:dialogId/seenlog";
  const scopes = [SERVICE_PROVIDER];
  const logOf = async ({ caller, params }: OwnersRequest) => {
    const { id } = await readLivingDialog(api, caller, idIn(params, "dialogId"));
    return api.store.parts.seenLog([id]);
  };
  return [
    {
      method: "GET",
      path,
      scopes,
      answer: async (request) => ({ status: 200, body: (await logOf(request)).map(seenLogBody) }),
    },
    {
      method: "GET",
      path: `${path}/:seenLogId`,
      scopes,
      async answer(request) {
        const seenLogId = idIn(request.params, "seenLogId");
        const row = (await logOf(request)).find(({ id }) => id === seenLogId);
        if (row === undefined) throw notFound("SeenLog", seenLogId);
        return { status: 200, body: seenLogBody(row) };
      },
    },
  ];
};
