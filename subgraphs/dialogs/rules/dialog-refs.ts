import { isUuid } from "../../../lib/ids.js";

const DIALOG_ID_PREFIX = "urn:altinn:dialog-id:";

/** The id that a reference of the form `urn:altinn:dialog-id:{uuid}` names; `null` for other references. */
export const dialogIdOf = (instanceRef: string): string | null => {
  const id = instanceRef.startsWith(DIALOG_ID_PREFIX) ? instanceRef.slice(DIALOG_ID_PREFIX.length) : "";
  return isUuid(id) ? id.toLowerCase() : null;
};

const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const REFERENCE = new RegExp(
  `^urn:altinn:(instance-id:\\d+/${UUID}|correspondence-id:${UUID}|dialog-id:${UUID})$`,
);

/**
 * A reference in the form that is stored: `urn:altinn:instance-id:{partyId}/{uuid}`,
 * `urn:altinn:correspondence-id:{uuid}` or `urn:altinn:dialog-id:{uuid}`; `null` where the text is none of these.
 */
export const parseReference = (text: string): string | null => {
  const reference = text.trim().toLowerCase();
  return REFERENCE.test(reference) ? reference : null;
};

/** The reference of a dialog that has no instance. */
export const dialogRefOf = (dialogId: string): string => DIALOG_ID_PREFIX + dialogId;
