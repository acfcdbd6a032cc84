import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { sharedErrors } from "../../schema/shared-errors.js";

type OwnErrorCode = "SAVED_SEARCH_REFUSED" | "PARTY_UNKNOWN";

export type ProfileErrorCode = OwnErrorCode | "AUTHORIZATION_UNAVAILABLE" | "PARTY_NOT_AUTHORISED";

/** What can go wrong in the profile room; part of docs/errors.md. */
export const profileErrors: ErrorCatalogue<ProfileErrorCode> = {
  AUTHORIZATION_UNAVAILABLE: sharedErrors.AUTHORIZATION_UNAVAILABLE,
  PARTY_NOT_AUTHORISED: sharedErrors.PARTY_NOT_AUTHORISED,
  SAVED_SEARCH_REFUSED: {
    status: 400,
    meaning: "A search can't be saved as it was given.",
    remedy: "Mend what the message names.",
  },
  PARTY_UNKNOWN: {
    status: 400,
    meaning: "A party was named in a way that names none.",
    remedy: "Name it by its UUID or its URN, as the list of parties gives it.",
  },
};

export const profileError = (code: ProfileErrorCode, message: string): DomainError<ProfileErrorCode> =>
  new DomainError(code, message);
