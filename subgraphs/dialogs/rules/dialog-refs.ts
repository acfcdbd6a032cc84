import { isUuid } from "../../../lib/ids.js";

const DIALOG_ID_PREFIX = "urn:altinn:dialog-id:";

/** The id that a reference of the form `urn:altinn:dialog-id:{uuid}` names; `null` for other references. */
export const dialogIdOf = (instanceRef: string): string | null => {
  const id = instanceRef.startsWith(DIALOG_ID_PREFIX) ? instanceRef.slice(DIALOG_ID_PREFIX.length) : "";
  return isUuid(id) ? id.toLowerCase() : null;
};

/** The reference of a dialog that has no instance. */
export const dialogRefOf = (dialogId: string): string => DIALOG_ID_PREFIX + dialogId;
