import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { graphPortErrors } from "../../schema/graph-port.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";

export type FormsErrorCode =
  | PagingErrorCode
  | "GRAPH_UNAVAILABLE"
  | "FORM_INSTANCE_INCONSISTENT"
  | "FORM_ATTACHMENT_REFUSED"
  | "FORM_CALLBACK_REFUSED"
  | "FORM_FILE_NOT_FOUND"
  | "FORM_LINK_EXPIRED"
  | "FORM_LINK_INVALID";

/** What can go wrong in the forms room; part of docs/errors.md. */
export const formsErrors: ErrorCatalogue<FormsErrorCode> = {
  ...pagingErrors,
  ...graphPortErrors,
  FORM_ATTACHMENT_REFUSED: {
    status: 422,
    meaning: "A file was not taken in: of the wrong kind, too large, not what it says it is, or too late.",
    remedy: "Do what the message says, and ask for a new link with `createFormUpload`.",
  },
  FORM_CALLBACK_REFUSED: {
    status: 403,
    meaning:
      "What a payment provider said was not believed: not signed, signed long ago, or of another amount.",
    remedy: "Sign callbacks with the secret that both sides have, when they are sent; see docs/forms.md.",
  },
  FORM_FILE_NOT_FOUND: {
    status: 404,
    meaning: "There is no such file for whoever asks, or it was taken off.",
    remedy: "Ask for the submission again; its `dataElements` are those that there are.",
  },
  FORM_LINK_EXPIRED: {
    status: 410,
    meaning: "A link to a file was followed after its time.",
    remedy: "Ask the graph for a new one: links are good for minutes.",
  },
  FORM_LINK_INVALID: {
    status: 403,
    meaning:
      "A link to a file was altered, used for something else, or by somebody else than it was given to.",
    remedy: "Follow links as the graph gives them, signed in as whoever asked for them.",
  },
  FORM_INSTANCE_INCONSISTENT: {
    status: 500,
    meaning: "A stored form instance names a version or a task that its definition does not have.",
    remedy: "Tell the service owner: the definition that the form was begun on must be put back.",
  },
};

export const formsError = (code: FormsErrorCode, message: string): DomainError<FormsErrorCode> =>
  new DomainError(code, message);
