import type { DialogBodyRow, DialogRow } from "../../../drizzle/dialogs/tables.js";
import { dialogRefOf } from "./dialog-refs.js";

/** What names one thing on whatever platform: longer ones, and what is no URN or address, name nothing. */
const IDENTIFIER = /^(urn|https):[!-~]{1,250}$/;
/** As Dialogporten's integration with apps labels a form instance's dialog: `…:{partyId}/{uuid}`. */
const STORAGE_LABEL = "urn:altinn:integration:storage:";
const INSTANCE_PREFIX = "urn:altinn:instance-id:";

/**
 * A name as it is compared: in small letters, as labels are kept; of an app's label the instance that it is of.
 * `null` where the text names nothing.
 */
export const identifierOf = (text: string): string | null => {
  const name = text.trim().toLowerCase();
  if (!IDENTIFIER.test(name)) return null;
  return name.startsWith(STORAGE_LABEL) ? INSTANCE_PREFIX + name.slice(STORAGE_LABEL.length) : name;
};

/** Names as they are compared, each once. */
export const identifiersOf = (texts: readonly (string | null)[]): string[] => [
  ...new Set(texts.flatMap((text) => (text === null ? [] : (identifierOf(text) ?? [])))),
];

/**
 * What a dialog is called elsewhere: by its form instance, its owner's labels, and its external reference where that is
 * a URN. Its own id is another of its names, and is not kept.
 */
export const keptIdentifiersOf = (
  { instanceRef, externalReference }: Pick<DialogRow, "instanceRef" | "externalReference">,
  { serviceOwnerLabels }: Pick<DialogBodyRow, "serviceOwnerLabels">,
): string[] => identifiersOf([instanceRef, externalReference, ...serviceOwnerLabels]);

/** All names of a dialog. @param kept of its names those that are kept */
export const namesOfDialog = (id: string, kept: readonly string[]): string[] => [dialogRefOf(id), ...kept];
