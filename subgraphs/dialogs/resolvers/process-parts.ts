import type { DialogsContext } from "../context.js";
import { accessRefOf, transmissionRequest } from "../rules/masking.js";
import type { TimelineEntry } from "../store/cases/case-store.js";
import type { Transmission } from "../types/transmission.js";
import { isPermitted } from "./dialog-access.js";
import { showingOf } from "./dialog-fields.js";
import { transmissionOf } from "./dialog-parts.js";

/** A timeline's transmission, masked as in its dialog. */
export const timelineTransmission = async (
  { id, dialogId }: TimelineEntry,
  context: DialogsContext,
): Promise<Transmission | null> => {
  const { loaders, view } = context;
  const [found, dialog, showing, { scope }] = await Promise.all([
    loaders.transmissionById.load(id),
    loaders.itemById.load(dialogId),
    showingOf(context),
    view(),
  ]);
  if (found === null || dialog === null) return null;
  const { row, isOpened } = found;
  const accessed = {
    party: dialog.party,
    serviceResource: dialog.serviceResource,
    accessRef: accessRefOf(scope, dialog),
  };
  const isAuthorized = await isPermitted(transmissionRequest(accessed, row.authorizationAttribute), context);
  return transmissionOf(row, { isAuthorized, isOpened }, showing);
};
