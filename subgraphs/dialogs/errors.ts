import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";
import { servicesErrors } from "../../schema/services-port.js";
import { sharedErrors } from "../../schema/shared-errors.js";

type ExportErrorCode = "EXPORT_REQUEST_INVALID" | "TOO_MANY_EXPORTS" | "EXPORT_BROKEN";

type CalendarErrorCode = "CALENDAR_UNKNOWN" | "CALENDAR_REQUEST_INVALID";

type OwnErrorCode =
  | "SAVED_FILTER_OUTDATED"
  | "PARTY_NOT_AUTHORISED"
  | "SEARCH_TOO_LONG"
  | "LIST_TOO_LONG"
  | "SOURCE_UNKNOWN"
  | "HISTORY_SOURCE_UNAVAILABLE";

type StreamErrorCode =
  | "SUBSCRIPTION_ELSEWHERE"
  | "DIALOG_TOKEN_INVALID"
  | "DIALOG_TOKEN_FOREIGN"
  | "TOO_MANY_STREAMS"
  | "EVENTS_UNAVAILABLE";

export type DialogsErrorCode =
  | OwnErrorCode
  | StreamErrorCode
  | ExportErrorCode
  | CalendarErrorCode
  | PagingErrorCode;

/** What can go wrong with subscriptions. */
const streamErrors: ErrorCatalogue<StreamErrorCode> = {
  SUBSCRIPTION_ELSEWHERE: {
    status: 400,
    meaning: "A subscription was sent to where queries and mutations are answered.",
    remedy: "Send it to POST /graphql/stream, with the dialog token as bearer.",
  },
  DIALOG_TOKEN_INVALID: {
    status: 401,
    meaning:
      "A subscription came without a dialog token, or with one that is altered, expired or of elsewhere.",
    remedy: "Read the dialog again, and send its `dialogToken` as bearer.",
  },
  DIALOG_TOKEN_FOREIGN: {
    status: 403,
    meaning: "The dialog token is good, but of another dialog than the one that is to be followed.",
    remedy: "Send the token of that dialog.",
  },
  TOO_MANY_STREAMS: {
    status: 503,
    meaning: "As many streams of events are open as there may be.",
    remedy: "Try again in a moment, and close streams that nobody looks at.",
  },
  EVENTS_UNAVAILABLE: {
    status: 503,
    meaning: "It can't be followed just now what happens to dialogs.",
    remedy: "Try again in a moment.",
  },
};

/** What can go wrong with exports of the history. */
const exportErrors: ErrorCatalogue<ExportErrorCode> = {
  EXPORT_REQUEST_INVALID: {
    status: 400,
    meaning: "An export was asked for with a parameter, a filter or an order that can't be read.",
    remedy: "Put right what the message names; the filter is that of Workspace.history.",
  },
  TOO_MANY_EXPORTS: {
    status: 503,
    meaning: "As many exports are running as there may be, in all or for one viewer.",
    remedy: "Wait until one has ended, then ask again.",
  },
  EXPORT_BROKEN: {
    status: 503,
    meaning: "An export could not be taken to its end. What came before is right, and there is more.",
    remedy: "Go on with `after`, from the cursor in the error record.",
  },
};

/** What can go wrong with calendars. */
const calendarErrors: ErrorCatalogue<CalendarErrorCode> = {
  CALENDAR_UNKNOWN: {
    status: 404,
    meaning:
      "A calendar was fetched from an address that was revoked, was not used for long, or never was one.",
    remedy: "Make a new address with createCalendarSubscription, and give it to the program.",
  },
  CALENDAR_REQUEST_INVALID: {
    status: 400,
    meaning: "A calendar was asked for with a parameter that can't be read.",
    remedy: "Put right what the message names.",
  },
};

/** What can go wrong in the dialogs room; part of docs/errors.md. */
export const dialogsErrors: ErrorCatalogue<DialogsErrorCode> = {
  ...pagingErrors,
  ...servicesErrors,
  ...streamErrors,
  ...exportErrors,
  ...calendarErrors,
  PARTY_NOT_AUTHORISED: sharedErrors.PARTY_NOT_AUTHORISED,
  SAVED_FILTER_OUTDATED: {
    status: 400,
    meaning: "A saved search asks for something that the history does not know today.",
    remedy: "Change the saved search's filter; the message says what of it is not known.",
  },
  SEARCH_TOO_LONG: {
    status: 400,
    meaning: "The search text has more characters or words than are read.",
    remedy: "Leave some words out.",
  },
  LIST_TOO_LONG: {
    status: 400,
    meaning: "A filter names more values than are read.",
    remedy: "Name fewer values, as many as the message says.",
  },
  SOURCE_UNKNOWN: {
    status: 422,
    meaning: "A dialog was written whose source is not registered.",
    remedy: "Register the source before its dialogs.",
  },
  HISTORY_SOURCE_UNAVAILABLE: {
    status: 503,
    meaning: "An item is with a live source that is away, too slow or not connected.",
    remedy: "Ask again later; the history's `sources` say how it is with each.",
  },
};

export const dialogsError = (
  code: DialogsErrorCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): DomainError<DialogsErrorCode> => new DomainError(code, message, details);
