import type { FormDecisionRow, InstanceEventRow } from "../../../drizzle/forms/tables.js";
import { countedIdFromName } from "../../../lib/ids.js";
import { isJsonObject, type Json } from "../../../lib/json.js";
import { tableOf } from "../../../lib/table-of.js";
import { type LocalizedText, localize } from "../../../schema/localization.js";
import type { InstanceHistory } from "./store.js";
import {
  FEEDBACK,
  PAYMENT_FAILED,
  RECEIPT,
  SENT,
  SIGNATURE_WITHDRAWN,
  SIGNATURES_DISCARDED,
  SIGNING_DECLINED,
  TURNED_DOWN,
} from "./texts.js";

/** As Dialogporten's bodies have texts. */
export interface ContentValue {
  readonly mediaType: "text/plain";
  readonly value: readonly { readonly value: string; readonly languageCode: string }[];
}

const LANGUAGES = ["nb", "nn", "en"] as const;
const MAX_LENGTH = 255;

/** At most so long; half a character is none. */
const clamped = (value: string, max: number): string => value.slice(0, max).replace(/[\uD800-\uDBFF]$/, "");

/** A text in our languages; `null` where it has no words. @param max longest, in UTF-16 units */
export const localizations = (text: LocalizedText, max = MAX_LENGTH): ContentValue["value"] =>
  LANGUAGES.flatMap((languageCode) => {
    const value = clamped(localize(text, languageCode) ?? "", max);
    return value.trim() === "" ? [] : [{ value, languageCode }];
  });

/** @returns `undefined` where it has no words, so that the body lacks it */
export const contentOf = (text: LocalizedText | null, max = MAX_LENGTH): ContentValue | undefined => {
  const value = text === null ? [] : localizations(text, max);
  return value.length === 0 ? undefined : { mediaType: "text/plain", value };
};

type Event = Pick<
  InstanceEventRow,
  "instanceId" | "sequence" | "kind" | "at" | "actorKind" | "actor" | "details"
>;

/** Always the same, and in the order of the events, also of those that happened at once. */
const partId = (part: string, { instanceId, sequence, at }: Event): string =>
  countedIdFromName(`${part} ${instanceId} ${sequence}`, at, sequence);

const isoOf = (at: number): string => new Date(at).toISOString();

const actorOf = ({ actorKind, actor }: Event): object =>
  actorKind === "PARTY" && actor !== null
    ? { actorType: "PartyRepresentative", actorId: actor }
    : { actorType: "ServiceOwner" };

const TASK_ACTIVITIES: Readonly<Record<string, string>> = tableOf({
  SIGNING: "SentToSigning",
  PAYMENT: "SentToPayment",
  CONFIRMATION: "SentToSendIn",
});

/** What the log says of an event; `null`: nothing. A form that is come to for the first time is not sent to anybody. */
const activityTypeOf = ({ kind, details, sequence }: Event): string | null => {
  switch (kind) {
    case "STARTED":
      return "DialogCreated";
    case "SAVED":
      return "FormSaved";
    case "TASK_STARTED":
      if (details["type"] === "DATA") return sequence <= 2 ? null : "SentToFormFill";
      return TASK_ACTIVITIES[String(details["type"])] ?? null;
    case "WENT_BACK":
      return "SentToFormFill";
    case "SIGNED":
      return "SignatureProvided";
    case "PAID":
      return "PaymentMade";
    case "SUBMITTED":
      return "FormSubmitted";
    case "CONFIRMED":
      return "DialogClosed";
    case "DELETED":
      return "DialogDeleted";
    case "UNDELETED":
      return "DialogRestored";
    case "PAYMENT_FAILED":
    case "SIGNATURES_DISCARDED":
    case "SIGNATURE_WITHDRAWN":
    case "SIGNING_DECLINED":
      return "Information";
    default:
      return null;
  }
};

const DESCRIPTIONS: Partial<Record<Event["kind"], LocalizedText>> = {
  PAYMENT_FAILED,
  SIGNATURES_DISCARDED,
  SIGNATURE_WITHDRAWN,
  SIGNING_DECLINED,
};

/** Activities of a dialog, by what happened to its instance: each event gives one at most, always the same. */
export const activitiesOf = (events: readonly Event[]): { readonly id: string }[] =>
  events.flatMap((event) => {
    const type = activityTypeOf(event);
    if (type === null) return [];
    const description = DESCRIPTIONS[event.kind];
    return [
      {
        id: partId("activity", event),
        createdAt: isoOf(event.at),
        type,
        performedBy: actorOf(event),
        ...(description === undefined ? {} : { description: localizations(description) }),
      },
    ];
  });

const textIn = (details: Event["details"], name: string): LocalizedText | null => {
  const found: Json | undefined = details[name];
  return isJsonObject(found) ? (found as LocalizedText) : null;
};

/** Where what was sent can be had. */
export interface SubmissionLinks {
  receiptUrl(instanceId: string, number: number): string;
  attachmentUrl(elementId: string): string;
}

interface SentAttachment {
  readonly id: string;
  readonly filename: string | null;
  readonly contentType: string;
}

const attachmentOf = (
  id: string,
  name: LocalizedText,
  url: { readonly id: string; readonly url: string; readonly mediaType: string },
) => ({ id, displayName: localizations(name), urls: [{ ...url, consumerType: "Gui" }] });

/** The receipt, and the files that were sent with it. */
const sentAttachments = (
  event: Event,
  submission: InstanceHistory["submissions"][number],
  links: SubmissionLinks,
): object[] => {
  const { attachments } = JSON.parse(submission.snapshot) as { attachments: readonly SentAttachment[] };
  const idOf = (name: string): string => partId(name, event);
  return [
    attachmentOf(idOf("receipt"), RECEIPT, {
      id: idOf("receipt url"),
      url: links.receiptUrl(event.instanceId, submission.number),
      mediaType: "text/html",
    }),
    ...attachments.map(({ id, filename, contentType }) =>
      attachmentOf(
        idOf(`file ${id}`),
        { nb: filename ?? id },
        {
          id: idOf(`file url ${id}`),
          url: links.attachmentUrl(id),
          mediaType: contentType,
        },
      ),
    ),
  ];
};

const decisionOf = (decisions: readonly FormDecisionRow[], number: number): object | null => {
  const decision = decisions.find((candidate) => candidate.number === number);
  return decision === undefined
    ? null
    : {
        type: "Decision",
        sender: { actorType: "ServiceOwner" },
        content: { title: contentOf(decision.title), summary: contentOf(decision.grounds) },
      };
};

const saidByOwner = (event: Event, type: string, title: LocalizedText): object => ({
  type,
  sender: { actorType: "ServiceOwner" },
  content: {
    title: contentOf(textIn(event.details, "title") ?? title),
    summary: contentOf(textIn(event.details, "text")),
  },
});

/** Transmissions of a dialog: what the party sent, and what came back, in order. */
export const transmissionsOf = (
  { events, submissions, decisions }: Pick<InstanceHistory, "events" | "submissions" | "decisions">,
  links: SubmissionLinks,
): { readonly id: string }[] => {
  let sent: { readonly id: string; readonly number: number } | null = null;
  const found: { readonly id: string }[] = [];
  for (const event of events) {
    const id = partId("transmission", event);
    const about = sent === null ? {} : { relatedTransmissionId: sent.id };
    const createdAt = isoOf(event.at);
    const add = (part: object): void => {
      found.push(Object.assign({ id, createdAt }, part));
    };
    if (event.kind === "SUBMITTED") {
      const number = Number(event.details["number"]);
      const submission = submissions.find((candidate) => candidate.number === number);
      add({
        type: "Submission",
        sender: actorOf(event),
        content: { title: contentOf(SENT) },
        attachments: submission === undefined ? [] : sentAttachments(event, submission, links),
      });
      sent = { id, number };
    } else if (event.kind === "DECIDED") {
      const decision = sent === null ? null : decisionOf(decisions, sent.number);
      if (decision !== null) add({ ...decision, ...about });
    } else if (event.kind === "FEEDBACK_GIVEN") {
      add({ ...saidByOwner(event, "Information", FEEDBACK), ...about });
    } else if (event.kind === "REJECTED") {
      add({ ...saidByOwner(event, "Rejection", TURNED_DOWN), ...about });
    }
  }
  return found;
};
