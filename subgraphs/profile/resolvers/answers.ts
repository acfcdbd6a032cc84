import type { ProfileContext } from "../context.js";
import {
  ProfileConflict,
  type ProfileError,
  ProfileNotFound,
  ProfileValidationError,
} from "../types/profile-error.js";
import type { ProfileChangedPayload } from "../types/saved-search.js";

export const changed: ProfileChangedPayload = { success: true, errors: [] };
export const unchanged = (error: ProfileError): ProfileChangedPayload => ({
  success: false,
  errors: [error],
});

export const invalid = (message: string): ProfileError => new ProfileValidationError(message);

/** @param list where what there is can be seen, e.g. `workspace { savedSearches }` */
export const notFound = (what: string, list: string): ProfileError =>
  new ProfileNotFound(`You have no such ${what}. Ask for ${list} to see those that you have.`);

export const conflict = (what: string): ProfileError =>
  new ProfileConflict(
    `The ${what} was changed meanwhile. Ask for it again, and try again with its revision.`,
  );

/** A new id, of now. */
export const idNow = ({ newId, clock }: ProfileContext): string => newId(clock());
