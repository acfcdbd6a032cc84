import type { OutgoingMessageRow } from "../../../drizzle/profile/tables.js";
import { type Language, type LocalizedText, localize } from "../../../schema/localization.js";

/** A message that is to be delivered to somebody. */
export interface Message {
  /** The same each time that it is tried: whoever delivers it can tell a second try from a second message. */
  readonly id: string;
  readonly channel: "EMAIL" | "SMS";
  /** An e-mail address, or a number in the form of E.164. */
  readonly to: string;
  readonly language: Language;
  /** For e-mail. */
  readonly subject: string;
  readonly text: string;
}

/** Hands a message to whoever delivers it; resolves when they have it. May be called again with the same message. */
export type SendMessage = (message: Message, signal: AbortSignal) => Promise<void>;

const SUBJECT: LocalizedText = {
  nb: "Bekreft adressen din",
  nn: "Stadfest adressa di",
  en: "Confirm your address",
};
const TEXT: LocalizedText = {
  nb: "Koden din er {code}. Den gjelder i 15 minutter. Har du ikke bedt om den, kan du se bort fra meldingen.",
  nn: "Koden din er {code}. Han gjeld i 15 minutt. Har du ikkje bede om han, kan du sjå bort frå meldinga.",
  en: "Your code is {code}. It is good for 15 minutes. If you did not ask for it, ignore this message.",
};

/** The message that brings a code. */
export const codeMessage = (row: OutgoingMessageRow, code: string): Message => {
  const language = row.language as Language;
  return {
    id: row.id,
    channel: row.channel as Message["channel"],
    to: row.recipient,
    language,
    subject: localize(SUBJECT, language) ?? "",
    text: (localize(TEXT, language) ?? "").replace("{code}", code),
  };
};
