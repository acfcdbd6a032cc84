import { inAcceptedLanguage } from "../../../schema/accepted-language.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { Localization } from "../../../schema/types/localization.js";
import type { ContentValue } from "../types/content.js";

/** The languages that the request accepts, best first; `null` where it does not say. */
export type Accepted = readonly string[] | null;

/** A text in the languages that it is to be shown in; empty where there is none. */
export const textOf = (text: LocalizedText | null, accepted: Accepted): Localization[] =>
  inAcceptedLanguage(text, accepted);

/** The same; `null` where there is none. */
export const localizationsOf = (text: LocalizedText | null, accepted: Accepted): Localization[] | null =>
  text === null ? null : textOf(text, accepted);

/** A plain text as content. */
export const plainContent = (text: LocalizedText | null, accepted: Accepted): ContentValue => ({
  value: textOf(text, accepted),
  mediaType: "text/plain",
  isAuthorized: null,
});

/** A plain text as content; `null` where there is none. */
export const plainText = (text: LocalizedText | null, accepted: Accepted): ContentValue | null =>
  text === null ? null : plainContent(text, accepted);
