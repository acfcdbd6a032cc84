import type { DeadlineKind } from "../../../drizzle/dialogs/values-deadlines.js";
import { type Language, type LocalizedText, localize } from "../../../schema/localization.js";

const WHAT_TO_DO: Readonly<Record<DeadlineKind | "NONE", LocalizedText>> = {
  ANSWER: { nb: "Svar", nn: "Svar", en: "Answer" },
  PAY: { nb: "Betal", nn: "Betal", en: "Pay" },
  SIGN: { nb: "Signer", nn: "Signer", en: "Sign" },
  APPEAL: { nb: "Klagefrist", nn: "Klagefrist", en: "Last day to appeal" },
  SEND_IN: { nb: "Send inn", nn: "Send inn", en: "Send in" },
  NONE: { nb: "Frist", nn: "Frist", en: "Deadline" },
};

const WORDS = {
  name: { nb: "Frister", nn: "Fristar", en: "Deadlines" },
  amount: { nb: "Beløp", nn: "Beløp", en: "Amount" },
  account: { nb: "Konto", nn: "Konto", en: "Account" },
  about: {
    nb: "Det som skal gjøres innen en frist, fra alle etater. Viser ikke det som krever sterkere innlogging.",
    nn: "Det som skal gjerast innan ein frist, frå alle etatar. Viser ikkje det som krev sterkare innlogging.",
    en: "What is to be done by when, from all agencies. Does not show what needs a stronger login.",
  },
  lacking: { nb: "Noe kan mangle fra", nn: "Noko kan mangle frå", en: "Something may be missing from" },
  cut: {
    nb: "Det er flere frister enn kalenderen har plass til; bare de første er med.",
    nn: "Det er fleire fristar enn kalenderen har plass til; berre dei første er med.",
    en: "There are more deadlines than the calendar has room for; only the first are here.",
  },
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** What a calendar says, in a language. */
export const calendarWords = (language: Language) => ({
  todo: (kind: DeadlineKind | null): string => localize(WHAT_TO_DO[kind ?? "NONE"], language) ?? "",
  say: (word: keyof typeof WORDS): string => localize(WORDS[word], language) ?? "",
});
