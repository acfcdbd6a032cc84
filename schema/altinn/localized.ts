import type { DocumentReader } from "../../lib/document-reader.js";
import type { Language, LocalizedText } from "../localization.js";

const LANGUAGES: readonly Language[] = ["nb", "nn", "en", "se"];

/** A text by language, as Altinn writes it: `{nb, nn, en}`. Empty ones are left out; other languages are noted. */
export const readLocalized = (reader: DocumentReader, name: string): LocalizedText => {
  const texts = reader.object(name);
  if (texts === null) return {};
  const found = texts.names().flatMap((code): [Language, string][] => {
    const language = LANGUAGES.find((candidate) => candidate === code.toLowerCase());
    if (language === undefined) {
      texts.note(code, "is a language that texts are not kept in");
      return [];
    }
    const text = texts.optionalText(code);
    return text === null ? [] : [[language, text]];
  });
  return Object.fromEntries(found);
};
