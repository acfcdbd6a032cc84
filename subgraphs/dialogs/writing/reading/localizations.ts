import type { LocalizedText } from "../../../../schema/localization.js";
import { LANGUAGE_CODES, normalizedLanguage } from "./languages.js";
import { isObject, list, type Place, quoted, type Read } from "./place.js";

const readLanguage: Read<string> = (at) => {
  if (typeof at.value !== "string" || at.value.trim() === "") {
    at.wrong("Say which language this is in, by its ISO 639-1 code.");
    return "";
  }
  const code = normalizedLanguage(at.value);
  if (LANGUAGE_CODES.has(code)) return code;
  const hint = code === "no" ? " Use nb or nn for Norwegian." : "";
  at.wrong(
    `${quoted(at.value)} is no language code of ISO 639-1.${hint} Codes with a region, as en-GB, are taken as en.`,
  );
  return "";
};

/** One text in one language. */
interface Localization {
  readonly language: string;
  readonly value: string;
}

const readLocalization =
  (readValue: Read<string>): Read<Localization> =>
  (at) => {
    if (!isObject(at)) return { language: "", value: "" };
    return { language: readLanguage(at.field("languageCode")), value: readValue(at.field("value")) };
  };

/**
 * A text in several languages, `[{value, languageCode}]`; each language once. An empty list gives `{}`.
 * @param readValue of the text itself
 */
export const localizations =
  (readValue: Read<string>): Read<LocalizedText> =>
  (at: Place) => {
    const entries = list(readLocalization(readValue))(at);
    const texts: Record<string, string> = {};
    const repeated: string[] = [];
    for (const { language, value } of entries) {
      if (language === "") continue;
      if (Object.hasOwn(texts, language)) repeated.push(language);
      else texts[language] = value;
    }
    if (repeated.length > 0) {
      at.wrong(
        `Each language may stand here once; ${[...new Set(repeated)].join(", ")} is there again. ` +
          "Codes with a region, as en-GB, are taken as en.",
      );
    }
    return texts;
  };

/** As `localizations`, with at least one language. */
export const someLocalizations =
  (readValue: Read<string>): Read<LocalizedText> =>
  (at) => {
    if (at.isAbsent || (Array.isArray(at.value) && at.value.length === 0)) {
      at.wrong("This must be given in at least one language.");
      return {};
    }
    return localizations(readValue)(at);
  };

/** As `localizations`; `null` where there is none. */
export const localizationsOrNull =
  (readValue: Read<string>): Read<LocalizedText | null> =>
  (at) => {
    const texts = localizations(readValue)(at);
    return Object.keys(texts).length === 0 ? null : texts;
  };
