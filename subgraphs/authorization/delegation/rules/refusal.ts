import type { CheckReason } from "./checks.js";

/** Why nothing was written. The message says what to do. */
export type Refusal = { readonly message: string } & (
  | { readonly kind: "NOT_AUTHORISED" | "RECIPIENT_NOT_FOUND" | "RECIPIENT_NOT_ALLOWED" | "CLIENT_NOT_FOUND" }
  | { readonly kind: "VALIDATION" }
  | { readonly kind: "LEVEL_TOO_LOW"; readonly requiredLevel: number; readonly currentLevel: number }
  | { readonly kind: "UNKNOWN_SUBJECT"; readonly subject: string }
  | { readonly kind: "NOT_DELEGABLE"; readonly subject: string; readonly reasons: readonly CheckReason[] }
);

/** What came of a change. Nothing is written where anything is refused. */
export type Outcome =
  | { readonly outcome: "DONE"; readonly assignmentId: string | null; readonly isChanged: boolean }
  | { readonly outcome: "REFUSED"; readonly refusals: readonly Refusal[] };

export const refused = (...refusals: readonly Refusal[]): Outcome => ({ outcome: "REFUSED", refusals });

/** The same for a party that there is not and one that is not the viewer's to administer. */
export const notAuthorised = (): Refusal => ({
  kind: "NOT_AUTHORISED",
  message:
    "You may not administer access on behalf of this party. Ask somebody who leads it, or its access manager.",
});

export const levelTooLow = (requiredLevel: number, currentLevel: number): Refusal => ({
  kind: "LEVEL_TOO_LOW",
  requiredLevel,
  currentLevel,
  message: `Sign in at level ${requiredLevel} or higher to do this; you signed in at level ${currentLevel}.`,
});

export const invalid = (message: string): Refusal => ({ kind: "VALIDATION", message });

export const unknownSubject = (what: string, subject: string): Refusal => ({
  kind: "UNKNOWN_SUBJECT",
  subject,
  message: `There is no ${what} ${subject}. Check its spelling.`,
});
