import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";

export type AuthorizationErrorCode =
  | "AUTHORIZATION_UNAVAILABLE"
  | "PARTY_NOT_AUTHORISED"
  | "PARTY_LIST_OUT_OF_RANGE"
  | "ACCESS_NOT_FOUND"
  | "BATCH_TOO_LARGE"
  | "PAGE_SIZE_OUT_OF_RANGE"
  | "CURSOR_INVALID";

/** What can go wrong in authorization; part of docs/errors.md. */
export const authorizationErrors: ErrorCatalogue<AuthorizationErrorCode> = {
  AUTHORIZATION_UNAVAILABLE: {
    status: 503,
    meaning: "It could not be found out what the caller may see, so nothing is shown.",
    remedy: "Try again in a moment.",
  },
  PARTY_NOT_AUTHORISED: {
    status: 403,
    meaning:
      "A party was named that the caller may not act for, or that does not exist: the answer is the same.",
    remedy: "Name parties from the workspace's own `parties`, or leave `parties` out to act for all of them.",
  },
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
  BATCH_TOO_LARGE: {
    status: 400,
    meaning: "More decisions were asked for at once than one call answers.",
    remedy: "Split the requests into calls of the size that the message names.",
  },
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
