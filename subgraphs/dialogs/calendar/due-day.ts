import type { IcsStart } from "./ics.js";

const IN_NORWAY = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Oslo",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** `2026-06-15 10:00:00` */
const inNorway = (at: number): string => IN_NORWAY.format(at);

/**
 * When a deadline is, as a calendar shows it. One at the end of a day in Norway is that day's: agencies write a date as
 * its last minute, or as the midnight that ends it. Any other is a moment.
 * @param at milliseconds since 1970 UTC
 */
export const icsStartOf = (at: number): IcsStart => {
  const local = inNorway(at);
  if (local.slice(11, 16) === "23:59") return { day: local.slice(0, 10) };
  return local.endsWith(" 00:00:00") && at % 1_000 === 0 ? { day: inNorway(at - 1).slice(0, 10) } : { at };
};
