import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";
import { servicesErrors } from "../../schema/services-port.js";
import { sharedErrors } from "../../schema/shared-errors.js";

type OwnErrorCode = "PARTY_NOT_AUTHORISED" | "SEARCH_TOO_LONG" | "LIST_TOO_LONG" | "SOURCE_UNKNOWN";

export type DialogsErrorCode = OwnErrorCode | PagingErrorCode;

/** What can go wrong in the dialogs room; part of docs/errors.md. */
export const dialogsErrors: ErrorCatalogue<DialogsErrorCode> = {
  ...pagingErrors,
  ...servicesErrors,
  PARTY_NOT_AUTHORISED: sharedErrors.PARTY_NOT_AUTHORISED,
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
};

export const dialogsError = (
  code: DialogsErrorCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): DomainError<DialogsErrorCode> => new DomainError(code, message, details);
