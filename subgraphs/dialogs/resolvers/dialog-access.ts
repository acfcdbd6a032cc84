import type { DialogBodyRow } from "../../../drizzle/dialogs/tables.js";
import type { AccessRequest } from "../../../schema/ports.js";
import type { DialogsContext } from "../context.js";
import {
  type Accessed,
  accessRefOf,
  actionRequest,
  isAllowed,
  mainReadRequest,
  transmissionRequest,
} from "../rules/masking.js";
import type { TokenSubject } from "../token/index.js";
import type { DialogRoot } from "../types/dialog.js";

/** What lists do not show of a dialog. */
export const bodyOf = async (dialog: DialogRoot, { loaders }: DialogsContext): Promise<DialogBodyRow> => {
  const body = await loaders.bodyByDialogId.load(dialog.id);
  if (body === null) throw new Error("A dialog was read that has no body.");
  return body;
};

/** What questions about a dialog are asked with. */
export const accessedOf = async (dialog: DialogRoot, { view }: DialogsContext): Promise<Accessed> => ({
  party: dialog.party,
  serviceResource: dialog.serviceResource,
  accessRef: accessRefOf((await view()).scope, dialog),
});

/** Whether this viewer, with this login, may do it. */
export const isPermitted = async (
  request: AccessRequest,
  { loaders, view }: DialogsContext,
): Promise<boolean> => {
  const [decision, { scope }] = await Promise.all([loaders.decision.load(request), view()]);
  return isAllowed(decision, scope.level);
};

/** Whether the dialog itself may be read. */
export const isMainReadPermitted = async (dialog: DialogRoot, context: DialogsContext): Promise<boolean> =>
  isPermitted(mainReadRequest(await accessedOf(dialog, context)), context);

/** Every action of a dialog that this viewer may do, reading it first. Asks nothing twice. */
export const permittedActions = async (
  dialog: DialogRoot,
  context: DialogsContext,
): Promise<TokenSubject["actions"]> => {
  const [{ guiActions, apiActions }, transmissions, accessed] = await Promise.all([
    bodyOf(dialog, context),
    context.loaders.transmissionsByDialogId.load(dialog.id),
    accessedOf(dialog, context),
  ]);
  const questions = [
    { request: mainReadRequest(accessed), authorizationAttribute: null },
    ...[...guiActions, ...apiActions].map(({ action, authorizationAttribute }) => ({
      request: actionRequest(accessed, action, authorizationAttribute),
      authorizationAttribute,
    })),
    ...transmissions.map(({ authorizationAttribute }) => ({
      request: transmissionRequest(accessed, authorizationAttribute),
      authorizationAttribute,
    })),
  ];
  const answers = await Promise.all(
    questions.map(async ({ request, authorizationAttribute }) =>
      (await isPermitted(request, context)) ? [{ action: request.action, authorizationAttribute }] : [],
    ),
  );
  return answers.flat();
};
