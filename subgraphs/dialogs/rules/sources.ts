import type { SourceRow } from "../../../drizzle/dialogs/tables.js";
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from "../../../lib/clock.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { HistoryOrder } from "../store/selection.js";

export const SOURCE_STATES = ["OK", "STALE", "PARTIAL", "UNAVAILABLE", "NOT_CONNECTED"] as const;

export type SourceState = (typeof SOURCE_STATES)[number];

/** The truth about a source at a moment. */
export interface SourceTruth {
  readonly state: SourceState;
  /** The moment that the answer shows the source at; `null` where nothing was ever had of it. */
  readonly asOf: number | null;
  /** From when on it is covered; `null`: from the beginning. */
  readonly from: number | null;
  /** The part of its dialogs that are here, from 0 to 1; `null` where it does not say how many it has. */
  readonly ratio: number | null;
  /** In words: what is missing and why; `null` where nothing is. */
  readonly reason: LocalizedText | null;
}

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** How long something took, or is ago, in words. */
export const spanOf = (millis: number): LocalizedText => {
  if (millis >= 2 * DAY_MILLIS) {
    const days = Math.floor(millis / DAY_MILLIS);
    return { nb: `${days} dager`, nn: `${days} dagar`, en: `${days} days` };
  }
  if (millis >= 2 * HOUR_MILLIS) {
    const hours = Math.floor(millis / HOUR_MILLIS);
    return { nb: `${hours} timer`, nn: `${hours} timar`, en: `${hours} hours` };
  }
  const minutes = Math.floor(millis / MINUTE_MILLIS);
  return { nb: `${minutes} minutter`, nn: `${minutes} minutt`, en: `${minutes} minutes` };
};

const neverCopied: LocalizedText = {
  nb: "Ingenting er hentet herfra ennå.",
  nn: "Ingenting er henta herifrå enno.",
  en: "Nothing has been copied from here yet.",
};

const staleSince = (age: number): LocalizedText => {
  const span = spanOf(age);
  return {
    nb: `Sist hentet for ${span.nb} siden; det nyeste kan mangle.`,
    nn: `Sist henta for ${span.nn} sidan; det nyaste kan mangle.`,
    en: `Last copied ${span.en} ago; the newest may be missing.`,
  };
};

const coveredFrom = (from: number): LocalizedText => ({
  nb: `Det som er eldre enn ${dayOf(from)}, er ikke hentet.`,
  nn: `Det som er eldre enn ${dayOf(from)}, er ikkje henta.`,
  en: `What is older than ${dayOf(from)} has not been copied.`,
});

const heldOf = (held: number, supplied: number): LocalizedText => ({
  nb: `${held} av ${supplied} er hentet.`,
  nn: `${held} av ${supplied} er henta.`,
  en: `${held} of ${supplied} have been copied.`,
});

/** How a copy falls short, worst first; `null` where it does not. */
const shortcoming = (
  source: SourceRow,
  now: number,
): { state: SourceState; reason: LocalizedText } | null => {
  const { delivery, copiedAt, staleAfterMillis, coversFrom, suppliedCount, heldCount } = source;
  if (delivery === "COPY" && copiedAt === null) return { state: "NOT_CONNECTED", reason: neverCopied };
  if (copiedAt !== null && staleAfterMillis !== null && now - copiedAt > staleAfterMillis) {
    return { state: "STALE", reason: staleSince(now - copiedAt) };
  }
  if (coversFrom !== null) return { state: "PARTIAL", reason: coveredFrom(coversFrom) };
  if (suppliedCount !== null && heldCount < suppliedCount) {
    return { state: "PARTIAL", reason: heldOf(heldCount, suppliedCount) };
  }
  return null;
};

/**
 * What may be said of a source. Owners write to a PUSH source themselves, so it is as new as the moment; a COPY is as
 * new as when it was copied, and stale when that is too long ago. It is partial where it begins at some moment, or holds
 * fewer dialogs than its platform says that it has. The source's own words go before ours.
 */
export const truthOf = (source: SourceRow, now: number): SourceTruth => {
  const short = shortcoming(source, now);
  return {
    state: short?.state ?? "OK",
    asOf: source.delivery === "PUSH" ? now : source.copiedAt,
    from: source.coversFrom,
    ratio:
      source.suppliedCount === null
        ? null
        : source.suppliedCount === 0
          ? 1
          : Math.min(1, source.heldCount / source.suppliedCount),
    reason: short === null ? null : (source.reason ?? short.reason),
  };
};

/** The beginning of time: everything is there. */
export const COMPLETE = 0;

/** Whether what comes later in an order is older. */
export const isNewestFirst = (order: HistoryOrder | null): boolean =>
  order?.direction === "DESC" && order.field !== "DUE_AT";

/**
 * The newest moment such that nothing newer than it is missing from the pages so far.
 * @param sources those that were searched
 * @param order `null`: by relevance
 * @param page its last item's moment, where another page follows; `null` where none does
 * @param live the same moment of each live source by itself
 * @returns milliseconds since 1970 UTC, `COMPLETE` where everything is there; `null` where nothing can be promised: a
 * source is stale, unavailable or not connected, lacks dialogs without saying which, or the pages are not newest first
 * and there are more of them
 */
export const completeBackTo = (
  sources: readonly SourceRow[],
  now: number,
  order: HistoryOrder | null,
  page: { readonly lastAt: number | null } | null,
  live: readonly (number | null)[] = [],
): number | null => {
  const limits: number[] = [COMPLETE];
  for (const limit of live) {
    if (limit === null) return null;
    limits.push(limit);
  }
  for (const source of sources) {
    const { state, from } = truthOf(source, now);
    if (state === "OK") continue;
    if (state !== "PARTIAL" || from === null) return null;
    limits.push(from);
  }
  if (page !== null) {
    if (!isNewestFirst(order) || page.lastAt === null) return null;
    limits.push(page.lastAt);
  }
  return Math.max(...limits);
};
