import type { Language } from "../../schema/localization.js";

const localeOf = (language: Language): string =>
  language === "en" ? "en-GB" : language === "nn" ? "nn-NO" : "nb-NO";

/** A moment as people in Norway say it. @param at milliseconds since 1970 UTC */
export const momentIn = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Europe/Oslo",
  }).format(at);

/** A day as people say it; what is no day, as it stands. @param day ISO date */
export const dayIn = (day: string, language: Language): string => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "long", timeZone: "UTC" }).format(at);
};

/** A sum as people say it. @param minor in the currency's smallest unit, of which there are a hundred */
export const sumIn = (minor: number, currency: string, language: Language): string =>
  new Intl.NumberFormat(localeOf(language), { style: "currency", currency }).format(minor / 100);
