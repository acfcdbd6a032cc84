import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";

export type FormsErrorCode = PagingErrorCode | "FORM_INSTANCE_INCONSISTENT";

/** What can go wrong in the forms room; part of docs/errors.md. */
export const formsErrors: ErrorCatalogue<FormsErrorCode> = {
  ...pagingErrors,
  FORM_INSTANCE_INCONSISTENT: {
    status: 500,
    meaning: "A stored form instance names a version or a task that its definition does not have.",
    remedy: "Tell the service owner: the definition that the form was begun on must be put back.",
  },
};

export const formsError = (code: FormsErrorCode, message: string): DomainError<FormsErrorCode> =>
  new DomainError(code, message);
