import type { ErrorCatalogue } from "../lib/errors.js";

/** Codes that more than one room uses, with one meaning. A room spreads those that it uses into its own catalogue. */
export const sharedErrors = {
  AUTHORIZATION_UNAVAILABLE: {
    status: 503,
    meaning: "It could not be found out what the caller may see, so nothing is shown.",
    remedy: "Try again in a moment.",
  },
  PARTY_NOT_AUTHORISED: {
    status: 403,
    meaning:
      "A party was named that the caller may not act for, that does not exist, or that the workspace does not hold: " +
      "the answer is the same.",
    remedy: "Name parties from the workspace's own `parties`, or leave them out to ask for all of them.",
  },
  SERVICE_OWNER_REQUIRED: {
    status: 403,
    meaning: "Something was asked for that is the service owner's own.",
    remedy:
      "Sign in by Maskinporten as the organisation that owns the service, with the scope that it needs.",
  },
  BATCH_TOO_LARGE: {
    status: 400,
    meaning: "More was asked for at once than one call answers.",
    remedy: "Split the request into calls of the size that the message names.",
  },
} as const satisfies ErrorCatalogue;
