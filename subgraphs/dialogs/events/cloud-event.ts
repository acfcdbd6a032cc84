import type { EventRow } from "../../../drizzle/dialogs/tables.js";

/** A CloudEvent 1.0 as Dialogporten sends it; `tombstone` is ours, in the change feed. */
export interface CloudEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly source: string;
  readonly resource?: string;
  readonly resourceinstance?: string;
  readonly subject?: string;
  readonly tombstone?: true;
  readonly data?: Readonly<Record<string, string>>;
}

/** Where Dialogporten has its end users' dialogs, below the installation's URL. */
export const DIALOGS_PATH = "/dialogporten/api/v1/enduser/dialogs";

const TRANSMISSION = "dialogporten.dialog.transmission.created.v1";
const DELETED = "dialogporten.dialog.deleted.v1";

/** Where the event's dialog, transmission or activity is found by those who may see it. */
export const sourceOf = (
  { dialogId, partId, type }: Pick<EventRow, "dialogId" | "partId" | "type">,
  publicUrl: string,
): string => {
  const dialog = `${publicUrl}${DIALOGS_PATH}/${dialogId}`;
  if (partId === null) return dialog;
  return `${dialog}/${type === TRANSMISSION ? "transmissions" : "activities"}/${partId}`;
};

const given = (data: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> | null => {
  const entries = Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
};

/** An event as webhooks get it. */
export const cloudEventOf = (event: EventRow, publicUrl: string): CloudEvent => {
  const isActivity = event.partId !== null && event.type !== TRANSMISSION;
  const data = given({
    activityId: isActivity ? event.partId : null,
    extendedActivityType: event.extendedActivityType,
    process: event.process,
    precedingProcess: event.precedingProcess,
  });
  return {
    specversion: "1.0",
    id: event.id,
    type: event.type,
    time: new Date(event.occurredAt).toISOString(),
    source: sourceOf(event, publicUrl),
    resource: event.serviceResource,
    resourceinstance: event.dialogId,
    subject: event.party,
    ...(data === null ? {} : { data }),
  };
};

/** An event as the change feed gives it: a deletion is marked, so that a copy can be kept without knowing the types. */
export const feedEventOf = (event: EventRow, publicUrl: string): CloudEvent => ({
  ...cloudEventOf(event, publicUrl),
  ...(event.type === DELETED ? { tombstone: true as const } : {}),
});

/** What an endpoint must take before anything is delivered to it, as Altinn Events asks. */
export const validationEventOf = (
  subscription: { readonly id: number },
  moment: { readonly id: string; readonly at: number },
  publicUrl: string,
): CloudEvent => ({
  specversion: "1.0",
  id: moment.id,
  type: "platform.events.validatesubscription",
  time: new Date(moment.at).toISOString(),
  source: `${publicUrl}/events/api/v1/subscriptions/${subscription.id}`,
});
