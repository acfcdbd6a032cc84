import { DAY_MILLIS, HOUR_MILLIS } from "./clock.js";

const IN_NORWAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo", dateStyle: "short" });

/** The day that a moment lies in, in Norway: `2026-06-15`. @param at milliseconds since 1970 UTC */
export const norwegianDayOf = (at: number): string => IN_NORWAY.format(at);

/** When a day begins in Norway: an hour before it does in UTC, in summer two. @param day `2026-06-15` */
export const startOfNorwegianDay = (day: string): number => {
  const inUtc = Date.parse(`${day}T00:00:00Z`);
  const inSummer = inUtc - 2 * HOUR_MILLIS;
  return norwegianDayOf(inSummer) === day ? inSummer : inUtc - HOUR_MILLIS;
};

/** The day so many days later, or earlier. @param day `2026-06-15` */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLIS).toISOString().slice(0, 10);

/** The same day so many months before, or the last one of that month. @param day `2026-06-15` */
export const monthsBefore = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastDate = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastDate))).toISOString().slice(0, 10);
};
