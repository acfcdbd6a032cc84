import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";
import { servicesErrors } from "../../schema/services-port.js";
import { sharedErrors } from "../../schema/shared-errors.js";

export type CatalogueErrorCode =
  | PagingErrorCode
  | "CATALOGUE_UNAVAILABLE"
  | "BATCH_TOO_LARGE"
  | "SERVICE_SEARCH_TOO_LONG"
  | "SERVICE_OWNER_REQUIRED";

/** What can go wrong in the catalogue; part of docs/errors.md. */
export const catalogueErrors: ErrorCatalogue<CatalogueErrorCode> = {
  ...pagingErrors,
  ...servicesErrors,
  BATCH_TOO_LARGE: sharedErrors.BATCH_TOO_LARGE,
  SERVICE_OWNER_REQUIRED: sharedErrors.SERVICE_OWNER_REQUIRED,
  SERVICE_SEARCH_TOO_LONG: {
    status: 400,
    meaning: "A search in the catalogue had more letters than are looked for.",
    remedy: "Search for fewer words.",
  },
};

export const catalogueError = (code: CatalogueErrorCode, message: string): DomainError<CatalogueErrorCode> =>
  new DomainError(code, message);
