/** Languages that people are answered in: bokmål, nynorsk, English, northern Sami. */
export type Language = "nb" | "nn" | "en" | "se";

/** A text in one or several languages, by ISO 639-1 code. Most are in ours; agencies write in others as well. */
export type LocalizedText = { readonly [languageCode: string]: string } & {
  readonly [language in Language]?: string;
};

/** Which language stands in for one that is missing, nearest first. */
const FALLBACKS: Readonly<Record<Language, readonly Language[]>> = {
  nb: ["nb", "nn", "en", "se"],
  nn: ["nn", "nb", "en", "se"],
  en: ["en", "nb", "nn", "se"],
  se: ["se", "nb", "nn", "en"],
};

const isLanguage = (code: string): code is Language => Object.hasOwn(FALLBACKS, code);

/** What every field's argument `lang` is described by. */
export const LANGUAGE_ARGUMENT =
  "Language code (nb, nn, en, se); omitted = that of the request's Accept-Language. The nearest there is.";

/** Our languages in an `Accept-Language` header (RFC 9110 §12.5.4), best first. */
const languagesIn = (header: string): Language[] =>
  header
    .split(",")
    .map((part, position) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
      const primary = tag.trim().split("-")[0] ?? "";
      return {
        code: primary === "no" ? "nb" : primary,
        quality: quality === undefined ? 1 : Number(quality),
        position,
      };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.position - b.position)
    .map(({ code }) => code)
    .filter(isLanguage);

/** The best of our languages in an `Accept-Language` header; bokmål where it names none of ours. */
export const parseAcceptLanguage = (header: string | null): Language => languagesIn(header ?? "")[0] ?? "nb";

/** The language that a field's argument `lang` names; the request's own where it is omitted or names none of ours. */
export const languageOf = (lang: string | null | undefined, request: Language): Language =>
  (lang ? languagesIn(lang)[0] : undefined) ?? request;

/** The languages of a text that people are not answered in, by their codes. */
const otherLanguagesOf = (text: LocalizedText): string[] =>
  Object.keys(text)
    .filter((code) => !isLanguage(code))
    .sort();

/** The text in the wanted language or the nearest there is, in any at last; `null` where there is none at all. */
export const localize = (text: LocalizedText | null | undefined, language: Language): string | null => {
  if (!text) return null;
  for (const candidate of FALLBACKS[language]) {
    const value = text[candidate];
    if (value !== undefined) return value;
  }
  const [other] = otherLanguagesOf(text);
  return other === undefined ? null : (text[other] ?? null);
};
