import type { DialogRow } from "../../../drizzle/dialogs/tables.js";
import type { ActivityType } from "../../../drizzle/dialogs/values.js";

/** What happens to a dialog itself, by what it is called here. */
const OF_DIALOGS = {
  CREATED: "dialogporten.dialog.created.v1",
  UPDATED: "dialogporten.dialog.updated.v1",
  DELETED: "dialogporten.dialog.deleted.v1",
  RESTORED: "dialogporten.dialog.restored.v1",
  SEEN: "dialogporten.dialog.seen.v1",
} as const;

const OF_TRANSMISSIONS = "dialogporten.dialog.transmission.created.v1";

const OF_ACTIVITIES = {
  DIALOG_CREATED: "dialogporten.dialog.activity.created.v1",
  DIALOG_CLOSED: "dialogporten.dialog.activity.closed.v1",
  INFORMATION: "dialogporten.dialog.activity.information.v1",
  TRANSMISSION_OPENED: "dialogporten.dialog.activity.transmission-opened.v1",
  PAYMENT_MADE: "dialogporten.dialog.activity.payment-made.v1",
  SIGNATURE_PROVIDED: "dialogporten.dialog.activity.signature-provided.v1",
  DIALOG_OPENED: "dialogporten.dialog.activity.dialog-opened.v1",
  DIALOG_DELETED: "dialogporten.dialog.activity.dialog-deleted.v1",
  DIALOG_RESTORED: "dialogporten.dialog.activity.dialog-restored.v1",
  SENT_TO_SIGNING: "dialogporten.dialog.activity.sent-to-signing.v1",
  SENT_TO_FORM_FILL: "dialogporten.dialog.activity.sent-to-form-fill.v1",
  SENT_TO_SEND_IN: "dialogporten.dialog.activity.sent-to-send-in.v1",
  SENT_TO_PAYMENT: "dialogporten.dialog.activity.sent-to-payment.v1",
  FORM_SUBMITTED: "dialogporten.dialog.activity.form-submitted.v1",
  FORM_SAVED: "dialogporten.dialog.activity.form-saved.v1",
  CORRESPONDENCE_OPENED: "dialogporten.dialog.activity.correspondence-opened.v1",
  CORRESPONDENCE_CONFIRMED: "dialogporten.dialog.activity.correspondence-confirmed.v1",
} as const satisfies Record<ActivityType, string>;

/** Every type of event that dialogs have: Dialogporten's 23 CloudEvents, and no other. */
export const DIALOG_EVENT_TYPES = [
  ...Object.values(OF_DIALOGS),
  OF_TRANSMISSIONS,
  ...Object.values(OF_ACTIVITIES),
] as const;

export type DialogEventType = (typeof DIALOG_EVENT_TYPES)[number];

/** What an event says of the dialog that it is about, as the dialog is after the change. */
export type EventDialog = Pick<
  DialogRow,
  "id" | "org" | "serviceResource" | "party" | "process" | "precedingProcess" | "visibleFrom"
>;

/** An event that is written in the same transaction as what it tells of; see store/events.ts, `appendEvents`. */
export interface NewDialogEvent {
  /** UUIDv7, the CloudEvent's id. */
  readonly id: string;
  readonly type: DialogEventType;
  readonly dialog: EventDialog;
  /** Milliseconds since 1970 UTC. */
  readonly occurredAt: number;
  /** The transmission or the activity that was added; null where the event is of the dialog itself. */
  readonly partId: string | null;
  /** Of an activity; null otherwise. */
  readonly extendedActivityType: string | null;
  /** Of a silent update: it is in the change feed, but no webhook is told. */
  readonly isSilent: boolean;
}

/** When an event happened, its id, and whether webhooks are told. */
export interface EventMoment {
  readonly id: string;
  readonly at: number;
  readonly isSilent?: boolean;
}

const anEvent = (type: DialogEventType, dialog: EventDialog, moment: EventMoment): NewDialogEvent => ({
  id: moment.id,
  type,
  dialog,
  occurredAt: moment.at,
  partId: null,
  extendedActivityType: null,
  isSilent: moment.isSilent ?? false,
});

/** Something that happened to the dialog itself. A purge is DELETED as well. */
export const dialogEvent = (
  what: keyof typeof OF_DIALOGS,
  dialog: EventDialog,
  moment: EventMoment,
): NewDialogEvent => anEvent(OF_DIALOGS[what], dialog, moment);

/** A transmission was added. */
export const transmissionEvent = (
  dialog: EventDialog,
  transmission: { readonly id: string },
  moment: EventMoment,
): NewDialogEvent => ({ ...anEvent(OF_TRANSMISSIONS, dialog, moment), partId: transmission.id });

/** An activity was added. */
export const activityEvent = (
  dialog: EventDialog,
  activity: { readonly id: string; readonly type: ActivityType; readonly extendedType: string | null },
  moment: EventMoment,
): NewDialogEvent => ({
  ...anEvent(OF_ACTIVITIES[activity.type], dialog, moment),
  partId: activity.id,
  extendedActivityType: activity.extendedType,
});
