import type { ErrorCatalogue } from "../../lib/errors.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";

export type CatalogueErrorCode = PagingErrorCode;

/** What can go wrong in the catalogue; part of docs/errors.md. */
export const catalogueErrors: ErrorCatalogue<CatalogueErrorCode> = { ...pagingErrors };
