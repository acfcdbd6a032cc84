import { type LocalizedText, localizations } from "../../../schema/localization.js";
import type { ContentValue, Localization } from "../types/content.js";

/** A text in all its languages; `null` where there is none. */
export const localizationsOf = (text: LocalizedText | null): Localization[] | null =>
  text === null ? null : localizations(text);

/** A plain text as content; `null` where there is none. */
export const plainText = (text: LocalizedText | null): ContentValue | null =>
  text === null ? null : { value: localizations(text), mediaType: "text/plain", isAuthorized: null };
