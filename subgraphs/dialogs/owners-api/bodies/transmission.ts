import type { TransmissionRow } from "../../../../drizzle/dialogs/tables.js";
import {
  actorBody,
  attachmentBody,
  contentValue,
  moment,
  navigationalActionBody,
  plainContent,
  spelled,
  tidy,
} from "./values.js";

/** `V1ServiceOwnerDialogsQueriesGetTransmission_Transmission` */
export const transmissionBody = (row: TransmissionRow) =>
  tidy({
    id: row.id,
    idempotentKey: row.idempotentKey,
    createdAt: moment(row.createdAt),
    authorizationAttribute: row.authorizationAttribute,
    extendedType: row.extendedType,
    externalReference: row.externalReference,
    relatedTransmissionId: row.relatedTransmissionId,
    type: spelled(row.type),
    sender: actorBody(row.sender),
    content: tidy({
      title: plainContent(row.content.title),
      summary: plainContent(row.content.summary),
      contentReference: contentValue(row.content.contentReference),
    }),
    attachments: row.attachments.map(attachmentBody),
    navigationalActions: row.navigationalActions.map(navigationalActionBody),
  });
