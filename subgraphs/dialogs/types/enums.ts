import { registerEnumType } from "type-graphql";
import type { SourceActionState } from "../../../drizzle/dialogs/tables-actions.js";
import type { DeadlineKind, DeadlineMetBy } from "../../../drizzle/dialogs/values-deadlines.js";
import type { LiveAction } from "../../../schema/history-source/source.js";

/** Makes an enum of words, each with its description, and registers it. */
const enumOf = <Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): { readonly [W in Word]: W } => {
  const keys = Object.keys(words) as Word[];
  const object = Object.fromEntries(keys.map((word) => [word, word])) as { [W in Word]: W };
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(keys.map((word) => [word, { description: words[word] }])) as Record<
      Word,
      { description: string }
    >,
  });
  return object;
};

export const DialogStatusEnum = enumOf("DialogStatus", "Where a dialog stands, the same for all platforms.", {
  NOT_APPLICABLE: "There is no status to speak of, e.g. a letter for information.",
  IN_PROGRESS: "Begun, and under way.",
  DRAFT: "Begun by the party, and not sent in yet.",
  AWAITING: "The ball is in the service owner's court; the party has nothing to do for now.",
  REQUIRES_ATTENTION: "The party must do something before it can go on.",
  COMPLETED: "Finished.",
});

export const SystemLabelEnum = enumOf(
  "SystemLabel",
  "Labels with a fixed meaning. Everyone with access to a dialog shares them.",
  {
    DEFAULT: "In the inbox or among the drafts; excludes BIN and ARCHIVE.",
    BIN: "In the bin.",
    ARCHIVE: "Archived.",
    MARKED_AS_UNOPENED: "Shown as unread, though it has been seen.",
    SENT: "The party has sent something in. Set by the system alone.",
  },
);

export const HistoryFolderEnum = enumOf("HistoryFolder", "Views of the history, as Arbeidsflate has them.", {
  INBOX: "Neither archived, nor in the bin, nor a draft.",
  DRAFTS: "Drafts that are neither archived nor in the bin.",
  SENT: "Where the party has sent something in, wherever else it lies.",
  ARCHIVE: "Archived.",
  BIN: "In the bin.",
});

export const HistoryOrderFieldEnum = enumOf("HistoryOrderField", "What the history is ordered by.", {
  CONTENT_UPDATED_AT: "When the content last changed.",
  CREATED_AT: "When it was created.",
  DUE_AT: "When it is due; what has no due date comes last in both directions.",
  RELEVANCE:
    "How well it answers to the search, the best first whatever the direction: exact words before other forms, titles before " +
    "the rest. Of the newest 1,000 that are found; without a search it is CONTENT_UPDATED_AT, newest first.",
});

export const OrderDirectionEnum = enumOf("OrderDirection", "Which end comes first.", {
  ASC: "Earliest first.",
  DESC: "Latest first.",
});

export const FacetKeyEnum = enumOf("FacetKey", "What items can be counted by.", {
  STATUS: "The common status.",
  PARTY: "The party; the key is its UUID.",
  OWNER: "The agency; the key is its short code.",
  SERVICE: "The service; the key is its URN.",
  SOURCE: "The platform; the key is the source's id.",
  YEAR: "The calendar year, in Norway, of the latest change of content.",
  FOLDER: "The view. One item can be in SENT and in another one.",
});

export const SourceStateEnum = enumOf("SourceState", "How far a source can be relied on.", {
  OK: "Everything that it has is here.",
  STALE: "The copy is older than it should be: the newest may be missing.",
  PARTIAL: "Some of its dialogs are missing.",
  UNAVAILABLE: "It did not answer: nothing of it is here.",
  NOT_CONNECTED: "It is known, but nothing has been had of it yet.",
});

export const ActivityTypeEnum = enumOf("ActivityType", "What happened.", {
  DIALOG_CREATED: "The dialog was created.",
  DIALOG_CLOSED: "The dialog was closed.",
  INFORMATION: "Something that the service owner tells, in `description`.",
  TRANSMISSION_OPENED: "A transmission was opened.",
  PAYMENT_MADE: "Something was paid.",
  SIGNATURE_PROVIDED: "Something was signed.",
  DIALOG_OPENED: "The dialog was opened.",
  DIALOG_DELETED: "The dialog was deleted.",
  DIALOG_RESTORED: "The dialog was restored.",
  SENT_TO_SIGNING: "It was passed on for signing.",
  SENT_TO_FORM_FILL: "It was passed on to be filled in.",
  SENT_TO_SEND_IN: "It was passed on to be sent in.",
  SENT_TO_PAYMENT: "It was passed on for payment.",
  FORM_SUBMITTED: "A form was sent in.",
  FORM_SAVED: "A form was saved.",
  CORRESPONDENCE_OPENED: "A letter was opened.",
  CORRESPONDENCE_CONFIRMED: "A letter was confirmed as received.",
});

export const ActorTypeEnum = enumOf("ActorType", "On whose side somebody acted.", {
  PARTY_REPRESENTATIVE: "The party's.",
  SERVICE_OWNER: "The service owner's.",
});

export const TransmissionTypeEnum = enumOf("TransmissionType", "What a transmission is.", {
  INFORMATION: "Information that answers nothing in particular.",
  ACCEPTANCE: "Something that was sent in is accepted.",
  REJECTION: "Something that was sent in is rejected.",
  REQUEST: "More information is asked for.",
  ALERT: "A warning.",
  DECISION: "A formal decision.",
  SUBMISSION: "Something that the party sends in.",
  CORRECTION: "The party corrects something that it sent in before.",
});

export const AttachmentUrlConsumerEnum = enumOf("AttachmentUrlConsumer", "What an address is for.", {
  GUI: "To be opened in a browser.",
  API: "To be fetched by a program.",
});

export const GuiActionPriorityEnum = enumOf("GuiActionPriority", "How prominent an action is.", {
  PRIMARY: "The thing to do.",
  SECONDARY: "The other thing to do.",
  TERTIARY: "One of what may also be done.",
});

export const DialogLookupGrantTypeEnum = enumOf(
  "DialogLookupGrantType",
  "What a right to read a dialog is.",
  {
    ROLE: "A role at the party, e.g. managing director.",
    ACCESS_PACKAGE: "An access package that was given, or that comes with a role.",
    RESOURCE_DELEGATION: "The service was given by itself.",
    INSTANCE_DELEGATION: "This one thing was given by itself.",
  },
);

export const DialogEventTypeEnum = enumOf(
  "DialogEventType",
  "What happens to a dialog while one looks at it.",
  {
    DIALOG_UPDATED: "It is not what it was: read it again.",
    DIALOG_DELETED: "The service owner has deleted it.",
  },
);

export const HttpVerbEnum = enumOf("HttpVerb", "An HTTP method.", {
  GET: "Fetched, with nothing sent along.",
  POST: "Something is sent to be acted on.",
  PUT: "Something is put in place of what is there.",
  PATCH: "A part of what is there is changed.",
  DELETE: "What is there is removed.",
  HEAD: "Asked about, without its content.",
  OPTIONS: "Asked what can be done with it.",
  TRACE: "Sent back as it arrived, to see its way.",
  CONNECT: "Opened as a tunnel.",
});

export const DeadlineKindEnum = enumOf<DeadlineKind>("DeadlineKind", "What a deadline is for.", {
  ANSWER: "To answer, or to confirm.",
  PAY: "A sum is to be paid; where the owner says which, the deadline has it.",
  SIGN: "A signature is to be given.",
  APPEAL:
    "To appeal against a decision, for whoever wants to. When the time is over nothing is left to be done.",
  SEND_IN: "To send in a form or documents.",
});

export const DeadlineMetByEnum = enumOf<DeadlineMetBy>(
  "DeadlineMetBy",
  "What says that a deadline is met: an activity of the dialog, its status, or its owner.",
  {
    COMPLETED: "The dialog's status became COMPLETED.",
    DIALOG_CLOSED: "The dialog was closed.",
    PAYMENT_MADE: "A payment was made.",
    SIGNATURE_PROVIDED: "A signature was provided.",
    FORM_SUBMITTED: "A form was submitted.",
    CORRESPONDENCE_CONFIRMED: "The correspondence was confirmed.",
    SERVICE_OWNER: "The service owner says so.",
  },
);

export const ProcessEntryKindEnum = enumOf<"ITEM" | "TRANSMISSION" | "ACTIVITY">(
  "ProcessEntryKind",
  "What an entry in a case's timeline is.",
  {
    ITEM: "An item was made.",
    TRANSMISSION: "A message was sent, by either side.",
    ACTIVITY: "Something was done.",
  },
);

export const HighlightFieldEnum = enumOf("HighlightField", "Where words stand that were found.", {
  TITLE: "The heading that the item shows.",
  SUMMARY: "The short text below it.",
  SENDER_NAME: "The sender's name.",
  EXTERNAL_REFERENCE: "The owner's own reference, e.g. a case number.",
  ADDITIONAL_INFO: "The further information.",
  SEARCH_TAG: "A tag that the owner has put on it, to be found by.",
  ATTACHMENT: "The name of an attachment, the dialog's or a transmission's.",
  TRANSMISSION: "Title or summary of a transmission.",
  ACTIVITY: "What an activity tells.",
});

export const HistoryActionEnum = enumOf<LiveAction>(
  "HistoryAction",
  "What a platform can be asked to do with one of its items.",
  {
    MARK_READ: "To note that it was read.",
    REPLY: "To take an answer, as text.",
    SUBMIT: "To take what is sent in, as text.",
    CONFIRM: "To note that it was received and understood.",
  },
);

export const SourceActionStateEnum = enumOf<SourceActionState>(
  "SourceActionState",
  "How far an action has come.",
  {
    WAITING: "The platform has not answered yet: it is asked again and again, for two weeks.",
    DONE: "The platform has done it.",
    REFUSED: "The platform won't: see `code` and `message`.",
    CANCELLED: "The viewer called it off. What had been tried before may have been done all the same.",
    EXPIRED: "The platform did not answer for two weeks.",
  },
);
