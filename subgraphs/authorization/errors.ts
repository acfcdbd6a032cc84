import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { type PagingErrorCode, pagingErrors } from "../../schema/paging.js";
import { servicesErrors } from "../../schema/services-port.js";
import { sharedErrors } from "../../schema/shared-errors.js";

export type AuthorizationErrorCode =
  | PagingErrorCode
  | keyof typeof sharedErrors
  | keyof typeof servicesErrors
  | "PARTY_LIST_OUT_OF_RANGE"
  | "ACCESS_NOT_FOUND"
  | "SCOPE_MISSING"
  | "ADMINISTRATION_REQUIRED"
  | "SERVICE_OWNER_REQUIRED"
  | "PARTIES_QUESTION_INVALID"
  | "INSTANCE_ACCESS_REFUSED";

/** What can go wrong in authorization; part of docs/errors.md. */
export const authorizationErrors: ErrorCatalogue<AuthorizationErrorCode> = {
  ...pagingErrors,
  ...sharedErrors,
  ...servicesErrors,
  PARTY_LIST_OUT_OF_RANGE: {
    status: 400,
    meaning: "A list of parties was given that is empty or too long.",
    remedy: "Name as many parties as the message allows, or leave the list out to act for all of them.",
  },
  ACCESS_NOT_FOUND: {
    status: 403,
    meaning: "The reason for access was asked for, but the caller has no access to the item now.",
    remedy: "Fetch the list again: rights may have changed since it was read.",
  },
  SCOPE_MISSING: {
    status: 403,
    meaning: "The token lacks the scope that this needs.",
    remedy: "Ask for a token with the scope that the message names.",
  },
  ADMINISTRATION_REQUIRED: {
    status: 403,
    meaning: "Something was asked for that only those may see who administer access on the party's behalf.",
    remedy: "Ask somebody who leads the party, or its access manager.",
  },
  SERVICE_OWNER_REQUIRED: sharedErrors.SERVICE_OWNER_REQUIRED,
  PARTIES_QUESTION_INVALID: {
    status: 400,
    meaning: "It was asked whom somebody may act for, without saying who, or in which services.",
    remedy: "Send what the message names.",
  },
  INSTANCE_ACCESS_REFUSED: {
    status: 422,
    meaning:
      "A form wanted to let somebody in to a submission, but the register lacks one of them, or it is not the party's.",
    remedy: "Name persons that the register has, and submissions of the party itself.",
  },
};

export const authorizationError = (
  code: AuthorizationErrorCode,
  message: string,
): DomainError<AuthorizationErrorCode> => new DomainError(code, message);

/**
 * Runs what authorization rests on, and fails closed: whatever goes wrong below is said as "unavailable", never as
 * less access or an empty answer. The cause goes to the log only.
 * @throws DomainError `AUTHORIZATION_UNAVAILABLE`
 */
export const failClosed = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const failure = authorizationError(
      "AUTHORIZATION_UNAVAILABLE",
      "It could not be found out what you may see just now; try again in a moment.",
    );
    failure.cause = cause;
    throw failure;
  }
};
