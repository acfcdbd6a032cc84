import { INSTANCE_PREFIX } from "../../schema/urns.js";
import type { DialogLinks, InstanceUrl } from "./history/dialog.js";
import type { SubmissionLinks } from "./history/messages.js";

/** `{partyId}/{uuid}` */
const placeOf = (instanceId: string): string => instanceId.slice(INSTANCE_PREFIX.length);

/** Where an instance is filled in: on its form's own page, where it has one. */
export const instanceUrlOf =
  (publicUrl: () => string): InstanceUrl =>
  ({ id }, { content }) =>
    content?.url?.replaceAll("{id}", encodeURIComponent(placeOf(id))) ??
    `${publicUrl()}/forms/instances/${placeOf(id)}`;

/** Where what was sent is looked at, by whoever signs in and may see it. */
export const submissionLinksOf = (
  publicUrl: () => string,
): SubmissionLinks & Pick<DialogLinks, "actionUrl"> => ({
  actionUrl: (instanceId) => `${publicUrl()}/forms/instances/${placeOf(instanceId)}`,
  receiptUrl: (instanceId, number) => `${publicUrl()}/forms/receipts/${placeOf(instanceId)}/${number}`,
  attachmentUrl: (elementId) => `${publicUrl()}/forms/files/${elementId}`,
});
