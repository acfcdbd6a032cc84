import type {
  ActivityType,
  NavigationalAction,
  TransmissionType,
} from "../../../../drizzle/dialogs/values.js";
import { tableOf } from "../../../../lib/table-of.js";
import type { DialogSeed } from "../../seed.js";
import { actor } from "./actors.js";
import { transmissionContent } from "./content.js";
import { LIMITS } from "./limits.js";
import { localizationsOrNull, someLocalizations } from "./localizations.js";
import { attachments, authorizationAttribute } from "./parts.js";
import { isObject, list, optional, type Read, required } from "./place.js";
import {
  givenOrNewId,
  httpsUrl,
  optionalMoment,
  optionalPastMoment,
  optionalUri,
  text,
  textOrNothing,
  uuid,
  word,
} from "./scalars.js";

/** A transmission as it is to be kept. */
export type NewTransmission = DialogSeed["transmissions"][number];
/** An activity as it is to be kept. */
export type NewActivity = DialogSeed["activities"][number];

const TRANSMISSION_TYPES: Readonly<Record<string, TransmissionType>> = tableOf({
  Information: "INFORMATION",
  Acceptance: "ACCEPTANCE",
  Rejection: "REJECTION",
  Request: "REQUEST",
  Alert: "ALERT",
  Decision: "DECISION",
  Submission: "SUBMISSION",
  Correction: "CORRECTION",
});
const transmissionType = word<TransmissionType>(TRANSMISSION_TYPES, "INFORMATION");

const navigationalAction: Read<NavigationalAction> = (at) => {
  isObject(at);
  return {
    title: someLocalizations(text({ max: LIMITS.text }))(at.field("title")),
    url: required(httpsUrl)(at.field("url")),
    expiresAt: optionalMoment(at.field("expiresAt")),
  };
};

/** A key that tells a request which was sent again. */
export const idempotentKey: Read<string | null> = optional(text(LIMITS.idempotentKey));

const externalReference = textOrNothing({ max: LIMITS.text });

/** @param isApiOnly whether the dialog is for programs alone: then content may be missing */
export const transmission =
  (isApiOnly: boolean): Read<NewTransmission> =>
  (at) => {
    isObject(at);
    const id = givenOrNewId(at.field("id"));
    const relatedAt = at.field("relatedTransmissionId");
    const relatedTransmissionId = optional(uuid)(relatedAt);
    if (relatedTransmissionId === id) relatedAt.wrong("A transmission can't be related to itself.");
    return {
      id,
      createdAt: optionalPastMoment(at.field("createdAt")) ?? at.reading.now,
      type: required(transmissionType)(at.field("type")),
      authorizationAttribute: authorizationAttribute(at.field("authorizationAttribute")),
      extendedType: optionalUri(at.field("extendedType")),
      externalReference: externalReference(at.field("externalReference")),
      relatedTransmissionId,
      idempotentKey: idempotentKey(at.field("idempotentKey")),
      sender: required(actor)(at.field("sender")),
      content: transmissionContent(isApiOnly)(at.field("content")),
      attachments: attachments(at.field("attachments")),
      navigationalActions: list(navigationalAction)(at.field("navigationalActions")),
    };
  };

const ACTIVITY_TYPES: Readonly<Record<string, ActivityType>> = tableOf({
  DialogCreated: "DIALOG_CREATED",
  DialogClosed: "DIALOG_CLOSED",
  Information: "INFORMATION",
  TransmissionOpened: "TRANSMISSION_OPENED",
  PaymentMade: "PAYMENT_MADE",
  SignatureProvided: "SIGNATURE_PROVIDED",
  DialogOpened: "DIALOG_OPENED",
  DialogDeleted: "DIALOG_DELETED",
  DialogRestored: "DIALOG_RESTORED",
  SentToSigning: "SENT_TO_SIGNING",
  SentToFormFill: "SENT_TO_FORM_FILL",
  SentToSendIn: "SENT_TO_SEND_IN",
  SentToPayment: "SENT_TO_PAYMENT",
  FormSubmitted: "FORM_SUBMITTED",
  FormSaved: "FORM_SAVED",
  CorrespondenceOpened: "CORRESPONDENCE_OPENED",
  CorrespondenceConfirmed: "CORRESPONDENCE_CONFIRMED",
});
const activityType = word<ActivityType>(ACTIVITY_TYPES, "DIALOG_CREATED");

export const activity: Read<NewActivity> = (at) => {
  isObject(at);
  const typeAt = at.field("type");
  const { problems } = at.reading;
  const known = problems.length;
  const type = required(activityType)(typeAt);
  const isTypeRight = problems.length === known;
  const max = at.reading.rights.has("CORRESPONDENCE")
    ? LIMITS.correspondenceActivityDescription
    : LIMITS.activityDescription;
  const descriptionAt = at.field("description");
  const description = localizationsOrNull(text({ max }))(descriptionAt);
  const transmissionAt = at.field("transmissionId");
  const transmissionId = optional(uuid)(transmissionAt);
  if (isTypeRight) {
    if (type === "INFORMATION" && description === null) {
      descriptionAt.wrong("An activity of type Information must have a description.");
    }
    if (type !== "INFORMATION" && description !== null) {
      descriptionAt.wrong("Only activities of type Information have a description.");
    }
    if (type === "TRANSMISSION_OPENED" && transmissionId === null) {
      transmissionAt.wrong("An activity of type TransmissionOpened must name the transmission.");
    }
    if (type !== "TRANSMISSION_OPENED" && transmissionId !== null) {
      transmissionAt.wrong("Only activities of type TransmissionOpened name a transmission.");
    }
  }
  return {
    id: givenOrNewId(at.field("id")),
    createdAt: optionalPastMoment(at.field("createdAt")) ?? at.reading.now,
    type,
    extendedType: optionalUri(at.field("extendedType")),
    transmissionId,
    performedBy: required(actor)(at.field("performedBy")),
    description,
  };
};
