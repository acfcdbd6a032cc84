import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";

export type CatalogueErrorCode = "PAGE_SIZE_OUT_OF_RANGE" | "CURSOR_INVALID";

/** What can go wrong in the catalogue; part of docs/errors.md. */
export const catalogueErrors: ErrorCatalogue<CatalogueErrorCode> = {
  PAGE_SIZE_OUT_OF_RANGE: {
    status: 400,
    meaning: "A page was asked for with fewer than one or more than the allowed number of items.",
    remedy: "Ask for a page within the bounds that the message names.",
  },
  CURSOR_INVALID: {
    status: 400,
    meaning:
      "The cursor was not given by this list, was altered, or belongs to another order, filter or viewer.",
    remedy: "Start again from the first page, and pass cursors on unchanged.",
  },
};

export const catalogueError = (code: CatalogueErrorCode, message: string): DomainError<CatalogueErrorCode> =>
  new DomainError(code, message);
