import type { LiveSource } from "../../../schema/history-source/source.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { type SourceTruth, spanOf } from "../rules/sources.js";
import { FAILURE_WORDS } from "./failing.js";
import { END, type Stretch } from "./merge.js";
import type { Place } from "./places.js";
import type { ReadStretch } from "./reading.js";

/** The truth about a live source in one answer. */
export interface LiveTruth extends SourceTruth {
  readonly source: LiveSource;
  /** Whether the answer looked into it. */
  readonly isSearched: boolean;
  /** How long it took to look into it; `null` where it was not looked into. */
  readonly latencyMillis: number | null;
  /** Whether all of it that was to be looked at has been: else there may be more than was found. */
  readonly isWhole: boolean;
  /** Whether there are parties, or parts of answers, that no later page will bring either. */
  readonly isLacking: boolean;
}

/** What was asked of a source, beside what it answered. */
export interface AskedOf {
  readonly source: LiveSource;
  /** Parties that it may have something of, and those of them that it was asked about. */
  readonly partyCount: number;
  readonly askedCount: number;
  readonly latencyMillis: number;
  /** When it said that it has nothing of the others; `null`: it did not. */
  readonly presenceAsOf: number | null;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

const NOT_ASKED: LocalizedText = {
  nb: "Ikke spurt: det som er valgt, har ikke noe herfra.",
  nn: "Ikkje spurd: det som er valt, har ikkje noko herifrå.",
  en: "Not asked: what is selected has nothing from here.",
};

const NOT_ALL_LOOKED_AT: LocalizedText = {
  nb: "Ikke alt er sett gjennom ennå.",
  nn: "Ikkje alt er sett gjennom enno.",
  en: "Not all of it has been looked through yet.",
};

const copyOf = (age: number): LocalizedText => {
  const span = spanOf(age);
  return {
    nb: `Kan ikke spørres nå; vist slik det var for ${span.nb} siden.`,
    nn: `Kan ikkje spørjast no; vist slik det var for ${span.nn} sidan.`,
    en: `Can't be asked now; shown as it was ${span.en} ago.`,
  };
};

const UNREADABLE_PARTS: LocalizedText = {
  nb: "Noe av svaret kunne ikke leses og er utelatt.",
  nn: "Noko av svaret kunne ikkje lesast og er utelate.",
  en: "Something of its answer could not be read, and is left out.",
};

const SOME_HELD: LocalizedText = {
  nb: "Ikke alt som finnes, er med.",
  nn: "Ikkje alt som finst, er med.",
  en: "Not everything that there is is included.",
};

const nothingBefore = (from: number): LocalizedText => {
  const day = new Date(from).toISOString().slice(0, 10);
  return {
    nb: `Det som er eldre enn ${day}, er ikke med.`,
    nn: `Det som er eldre enn ${day}, er ikkje med.`,
    en: `What is older than ${day} is not included.`,
  };
};

const partiesLeftOut = ({ partyCount, askedCount }: AskedOf): LocalizedText => ({
  nb: `Spurt om ${askedCount} av ${partyCount} parter; velg færre.`,
  nn: `Spurd om ${askedCount} av ${partyCount} partar; vel færre.`,
  en: `Asked about ${askedCount} of ${partyCount} parties; choose fewer.`,
});

const tooManyFor = (maxItems: number): LocalizedText => ({
  nb: `Har flere enn ${maxItems}, og kan bare vises med det nyeste først.`,
  nn: `Har fleire enn ${maxItems}, og kan berre visast med det nyaste først.`,
  en: `Has more than ${maxItems}, and can be shown newest first only.`,
});

/** Of a source that has nothing of what is selected, whatever it holds. */
export const truthOfUnasked = (source: LiveSource): LiveTruth => ({
  source,
  state: "OK",
  asOf: null,
  from: null,
  ratio: null,
  reason: NOT_ASKED,
  isSearched: false,
  latencyMillis: null,
  isWhole: true,
  isLacking: false,
});

/** What is missing of an answer that can be shown, worst first; `null` where nothing is. */
const shortcomingOf = (asked: AskedOf, read: ReadStretch): LocalizedText | null => {
  const { coverage } = read;
  if (asked.askedCount < asked.partyCount) return partiesLeftOut(asked);
  if (read.isCut) return UNREADABLE_PARTS;
  if (read.failure !== null) return FAILURE_WORDS[read.failure];
  if (coverage === null) return null;
  if (coverage.from !== null) return coverage.reason ?? nothingBefore(coverage.from);
  const isWhole = coverage.ratio === null ? coverage.reason === null : coverage.ratio >= 1;
  return isWhole ? null : (coverage.reason ?? SOME_HELD);
};

/**
 * What may be said of a source that was asked.
 * @param isPassed whether what it has left is for the pages that follow, as the page is full without it
 */
export const truthOfAsked = (asked: AskedOf, read: ReadStretch, isPassed: boolean): LiveTruth => {
  const { source, askedCount, partyCount, latencyMillis, presenceAsOf, now } = asked;
  const { failure, coverage, reach, isCut } = read;
  const isWhole = reach === END && !isCut && askedCount === partyCount;
  const common = { source, isSearched: true, latencyMillis, isWhole };
  if (failure !== null && read.asOf === null) {
    const state = failure === "GONE" ? "NOT_CONNECTED" : "UNAVAILABLE";
    const reason = FAILURE_WORDS[failure];
    return { ...common, state, asOf: null, from: null, ratio: null, reason, isLacking: false };
  }
  if (read.isCopy) {
    const asOf = read.asOf ?? now;
    const stale = { state: "STALE" as const, asOf, reason: copyOf(now - asOf), isLacking: true };
    return { ...common, ...stale, from: coverage?.from ?? null, ratio: coverage?.ratio ?? null };
  }
  const isLeft = reach !== END && !isPassed;
  const reason = shortcomingOf(asked, read) ?? (isLeft ? NOT_ALL_LOOKED_AT : null);
  const isThin = coverage !== null && coverage.from === null && shortcomingOf(asked, read) !== null;
  return {
    ...common,
    state: reason === null ? "OK" : "PARTIAL",
    asOf: read.asOf ?? presenceAsOf ?? now,
    from: coverage?.from ?? null,
    ratio: coverage?.ratio ?? null,
    reason,
    isLacking: isCut || askedCount < partyCount || isThin,
  };
};

/** Of a source that has more than can be put in the order that is asked for: nothing of it is shown. */
export const truthOfTooMany = (asked: AskedOf, read: ReadStretch, maxItems: number): LiveTruth => ({
  ...truthOfAsked(asked, read, true),
  state: "PARTIAL",
  reason: tooManyFor(maxItems),
  isSearched: false,
  isWhole: false,
  isLacking: true,
});

/**
 * The newest moment such that nothing newer than it is missing of a source from the pages so far: 0 where nothing is.
 * @param reach up to where it was read for this page
 * @param place up to where it has been shown; `null`: the beginning
 * @param isNewestFirst whether places are moments, the newest first
 * @returns `null` where nothing can be promised
 */
export const limitOf = (
  { isLacking, from }: LiveTruth,
  reach: Stretch<unknown>["reach"],
  place: Place | null,
  isNewestFirst: boolean,
): number | null => {
  if (isLacking) return null;
  const covered = from ?? 0;
  if (reach === END) return covered;
  const shown = isNewestFirst ? (place?.key[0] ?? null) : null;
  return shown === null ? null : Math.max(covered, shown);
};
