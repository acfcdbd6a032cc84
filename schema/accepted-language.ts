import type { LocalizedText } from "./localization.js";

/** A text in one language. */
export interface TextInLanguage {
  readonly value: string;
  readonly languageCode: string;
}

/** Of the languages that most texts have; others follow by their codes. */
const FIRST = ["nb", "nn", "en", "se"];

const place = (code: string): number => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);

/** A text in all its languages, always in the same order. */
const allLanguages = (text: LocalizedText | null): TextInLanguage[] =>
  Object.entries(text ?? {})
    .map(([languageCode, value]) => ({ languageCode, value }))
    .sort(
      (a, b) => place(a.languageCode) - place(b.languageCode) || (a.languageCode < b.languageCode ? -1 : 1),
    );

/**
 * The languages that an `Accept-Language` header asks for, best first; `null` where it asks for none: there is no such
 * header, or any language is good.
 */
export const acceptedLanguages = (header: string | null | undefined): readonly string[] | null => {
  const ranges = (header ?? "").split(",").map((range, index) => {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((q) => q !== undefined);
    const code = tag.trim().split("-")[0] ?? "";
    return { code: code === "no" ? "nb" : code, quality: quality === undefined ? 1 : Number(quality), index };
  });
  const codes = ranges
    .filter(({ code, quality }) => /^[a-z]{2,3}$/.test(code) && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
    .map(({ code }) => code);
  return codes.length === 0 ? null : codes;
};

/**
 * A text as Dialogporten gives it: in the best of the accepted languages alone; where it has none of these in English,
 * else bokmål (the other way round for whoever reads Swedish or Danish); in all languages where it has none of these
 * either, or where no language is asked for.
 */
export const inAcceptedLanguage = (
  text: LocalizedText | null,
  accepted: readonly string[] | null,
): TextInLanguage[] => {
  const all = allLanguages(text);
  if (accepted === null) return all;
  const isNeighbour = accepted.includes("sv") || accepted.includes("da");
  const wanted = [...accepted, ...(isNeighbour ? ["nb", "en"] : ["en", "nb"])];
  const best = wanted.flatMap((code) => all.filter(({ languageCode }) => languageCode === code))[0];
  return best === undefined ? all : [best];
};
