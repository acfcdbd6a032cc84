import type { Refusal, Written } from "../writing/index.js";
import { dialogBody } from "./bodies/dialog.js";
import { SERVICE_PROVIDER } from "./callers.js";
import { endUserIn, readRights } from "./end-users.js";
import {
  API_PATH,
  etag,
  idIn,
  type Operation,
  type OwnersApi,
  type OwnersRequest,
  type RestAnswer,
  writeOptionsOf,
} from "./operations.js";
import { refusalOf } from "./refusals.js";
import { readDialog, readWhole } from "./whole-dialog.js";

/** What was written, or why not. @throws RestRefusal */
export const written = (outcome: Written | Refusal): RestAnswer => {
  if (outcome.outcome !== "WRITTEN") throw refusalOf(outcome);
  return { status: 204, headers: etag(outcome.revision) };
};

const create = async ({ writer }: OwnersApi, request: OwnersRequest): Promise<RestAnswer> => {
  const { isSilentUpdate } = writeOptionsOf(request);
  const outcome = await writer.create(request.caller.owner, request.body, {
    ...(isSilentUpdate === undefined ? {} : { isSilentUpdate }),
  });
  if (outcome.outcome !== "CREATED") throw refusalOf(outcome);
  const { dialogId, revision } = outcome;
  return {
    status: 201,
    headers: { ...etag(revision), location: `${API_PATH}/dialogs/${dialogId}` },
    body: dialogId,
  };
};

/** Where an end user is named, they have then seen it: the owner shows it to them. */
const get = async (api: OwnersApi, { caller, params, query }: OwnersRequest): Promise<RestAnswer> => {
  const endUserId = endUserIn(query);
  query.check();
  const read = async () => readWhole(api, await readDialog(api, caller, idIn(params, "dialogId")));
  const whole = await read();
  const { revision } = whole.dialog;
  if (endUserId === null) return { status: 200, headers: etag(revision), body: dialogBody(whole) };

  const rights = await readRights(api, caller, endUserId, whole);
  await api.writer.markSeen({
    dialogId: whole.dialog.id,
    endUserType: "ServiceOwnerOnBehalfOfPerson",
    by: { actorType: "PARTY_REPRESENTATIVE", actorId: endUserId, actorName: null },
    isViaServiceOwner: true,
  });
  return { status: 200, headers: etag(revision), body: dialogBody(await read(), rights) };
};

/** A dialog as a whole. */
export const dialogOperations = (api: OwnersApi): readonly Operation[] => {
  const { writer } = api;
  const path = "/dialogs/:dialogId";
  const scopes = [SERVICE_PROVIDER];
  const dialogId = ({ params }: OwnersRequest): string => idIn(params, "dialogId");
  return [
    { method: "POST", path: "/dialogs", scopes, answer: (request) => create(api, request) },
    { method: "GET", path, scopes, answer: (request) => get(api, request) },
    {
      method: "PUT",
      path,
      scopes,
      answer: async (request) =>
        written(
          await writer.replace(
            request.caller.owner,
            dialogId(request),
            request.body,
            writeOptionsOf(request),
          ),
        ),
    },
    {
      method: "DELETE",
      path,
      scopes,
      answer: async (request) =>
        written(await writer.remove(request.caller.owner, dialogId(request), writeOptionsOf(request))),
    },
    {
      method: "POST",
      path: `${path}/actions/restore`,
      scopes,
      answer: async (request) =>
        written(await writer.restore(request.caller.owner, dialogId(request), writeOptionsOf(request))),
    },
    {
      method: "POST",
      path: `${path}/actions/purge`,
      scopes,
      // There is nothing left that the revision would be of.
      answer: async (request) => {
        written(await writer.purge(request.caller.owner, dialogId(request), writeOptionsOf(request)));
        return { status: 204 };
      },
    },
    {
      method: "POST",
      path: `${path}/actions/freeze`,
      // Who is no administrator is told so by the writer: the contract asks for this scope only.
      scopes,
      answer: async (request) =>
        written(await writer.freeze(request.caller.owner, dialogId(request), writeOptionsOf(request))),
    },
  ];
};
