import { DomainError, type ErrorCatalogue } from "../lib/errors.js";
import type { Call } from "./call.js";
import type { Language } from "./localization.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";
import { objectOf, orNull, wordOf } from "./wire-readers.js";

/** What the gateway needs of the profile, in one process a call, otherwise HTTP: which language somebody has chosen. */
export interface LanguagePort {
  /**
   * The language that the call's viewer has chosen; `null` where they have not.
   * @throws DomainError `PROFILE_UNAVAILABLE` where no answer can be had
   */
  chosenLanguage(call: Pick<Call, "viewer" | "token">): Promise<Language | null>;
}

/** Why a question about the language got no answer. Nobody is refused for it, so it is in no room's catalogue. */
export const languageErrors: ErrorCatalogue<"PROFILE_UNAVAILABLE"> = {
  PROFILE_UNAVAILABLE: {
    status: 503,
    meaning: "The profile's process did not answer, or not as the contract has it.",
    remedy: "See whether it runs, and where TUNET_PROFILE_URL points.",
  },
};

/** Where the profile's process answers it, below its URL. */
export const LANGUAGE_PATH = "/port/language";

const answer = objectOf<{ language: Language | null }>({
  language: orNull(wordOf<Language>(["nb", "nn", "en", "se"])),
});

/** @throws Error that says what is not as the contract has it */
export const readChosenLanguage = (value: unknown): Language | null => answer(value, "answer").language;

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError("PROFILE_UNAVAILABLE", "The profile does not answer just now.");
  failure.cause = cause;
  return failure;
};

/** The profile in another process. */
export const createHttpLanguagePort = (
  options: HttpPortOptions,
): LanguagePort & { close(): Promise<void> } => {
  const client = createPortClient(options, unavailable);
  return {
    chosenLanguage: (call) => client.ask(LANGUAGE_PATH, call, {}, readChosenLanguage),
    close: () => client.close(),
  };
};
