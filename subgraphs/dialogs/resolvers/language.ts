import type { Call } from "../../../schema/call.js";
import {
  type Language,
  type LocalizedText,
  localizations,
  parseAcceptLanguage,
} from "../../../schema/localization.js";
import type { ContentValue, Localization } from "../types/content.js";

export const LANGUAGE =
  "Language code (nb, nn, en, se); omitted = that of the request's Accept-Language. The nearest there is.";

/** Which language was asked for, by name or by header. */
export const languageOf = (lang: string | null | undefined, call: Call): Language =>
  lang ? parseAcceptLanguage(lang) : call.language;

/** A text in all its languages; `null` where there is none. */
export const localizationsOf = (text: LocalizedText | null): Localization[] | null =>
  text === null ? null : localizations(text);

/** A plain text as content; `null` where there is none. */
export const plainText = (text: LocalizedText | null): ContentValue | null =>
  text === null ? null : { value: localizations(text), mediaType: "text/plain", isAuthorized: null };
