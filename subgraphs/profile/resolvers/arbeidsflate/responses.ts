import { DomainError } from "../../../../lib/errors.js";
import type { Response } from "../../types/arbeidsflate-response.js";
import { ProfileError, ProfileTooSoon } from "../../types/profile-error.js";

export const done = (message: string): Response => ({ success: true, message, retryAfter: null });

export const refused = (message: string): Response => ({ success: false, message, retryAfter: null });

/** What a change of ours came to, as Arbeidsflate's clients are told it. */
export const responseOf = (error: ProfileError | undefined, message: string): Response =>
  error === undefined
    ? done(message)
    : {
        ...refused(error.message),
        retryAfter: error instanceof ProfileTooSoon ? error.retryAfterSeconds : null,
      };

/** What whoever asks can mend is said in the response; what they can't is an error, never an answer. */
export const saying = async (work: () => Promise<Response>): Promise<Response> => {
  try {
    return await work();
  } catch (error) {
    const isTheirs = error instanceof DomainError && error.code === "PARTY_NOT_AUTHORISED";
    if (isTheirs) return refused(error.message);
    throw error;
  }
};

/** Whether a result is why there is none. */
export const isRefusal = (result: unknown): result is ProfileError => result instanceof ProfileError;
