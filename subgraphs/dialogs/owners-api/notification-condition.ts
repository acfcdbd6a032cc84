import type { ActivityType } from "../../../drizzle/dialogs/values.js";
import { isUuid } from "../../../lib/ids.js";
import { spelled } from "./bodies/values.js";
import { NOTIFICATION_CONDITION_CHECK } from "./callers.js";
import { idIn, type OwnersApi, type SystemOperation } from "./operations.js";
import { gone, notFound } from "./refusals.js";

const ACTIVITY_TYPES: readonly ActivityType[] = [
  "DIALOG_CREATED",
  "DIALOG_CLOSED",
  "INFORMATION",
  "TRANSMISSION_OPENED",
  "PAYMENT_MADE",
  "SIGNATURE_PROVIDED",
  "DIALOG_OPENED",
  "DIALOG_DELETED",
  "DIALOG_RESTORED",
  "SENT_TO_SIGNING",
  "SENT_TO_FORM_FILL",
  "SENT_TO_SEND_IN",
  "SENT_TO_PAYMENT",
  "FORM_SUBMITTED",
  "FORM_SAVED",
  "CORRESPONDENCE_OPENED",
  "CORRESPONDENCE_CONFIRMED",
];

const byName = new Map(ACTIVITY_TYPES.map((type) => [spelled(type), type]));

/**
 * Whether a notification that was ordered is still to be sent. It is the notification system that asks, about whosever
 * dialog it is: it is told yes or no, and nothing else of it.
 */
export const notificationOperations = (api: OwnersApi): readonly SystemOperation[] => [
  {
    method: "GET",
    path: "/dialogs/:dialogId/actions/should-send-notification",
    scopes: [NOTIFICATION_CONDITION_CHECK],
    isSystem: true,
    async answer({ params, query }) {
      const dialogId = idIn(params, "dialogId");
      const condition = query.word("conditionType", ["Exists", "NotExists"]);
      const type = query.word("activityType", [...byName.keys()]);
      const transmissionId = query.text("transmissionId")?.toLowerCase() ?? null;
      for (const name of ["conditionType", "activityType"]) {
        if (query.text(name) === null) query.problem(name, "It must be given.");
      }
      if (transmissionId !== null && !isUuid(transmissionId)) {
        query.problem("transmissionId", `"${transmissionId}" is no UUID.`);
      }
      if (type === "TransmissionOpened" && transmissionId === null) {
        query.problem("transmissionId", "It must be given where activityType is TransmissionOpened.");
      }
      if (type !== null && type !== "TransmissionOpened" && transmissionId !== null) {
        query.problem("transmissionId", "It is only for the activityType TransmissionOpened.");
      }
      query.check();
      const activity = { type: byName.get(type ?? "") ?? "INFORMATION", transmissionId };
      const found = await api.owners.activityOf(dialogId, activity);
      if (found === null) throw notFound("Dialog", dialogId);
      if (found.isDeleted) throw gone("Dialog", dialogId);
      return { status: 200, body: { sendNotification: found.hasActivity === (condition === "Exists") } };
    },
  },
];
