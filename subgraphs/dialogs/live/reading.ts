import type { LivePosition, LiveQuestion, LiveSource } from "../../../schema/history-source/source.js";
import { liveItemId } from "../../../schema/history-source/source.js";
import type { AskedPage } from "./asked-page.js";
import { type FailureReason, failureOf, type SourceFailure } from "./failing.js";
import { END, type LiveStretch } from "./merge.js";
import type { Place } from "./places.js";
import type { LiveRow } from "./rows.js";

const MAX_FIRST = 200;
const MAX_PARTIES = 100;
/** A source that gives little at a time is not asked for ever: so often beside what its items need. */
const SPARE_ROUNDS = 20;

/** What of one source is to be read. */
export interface Reading {
  readonly source: LiveSource;
  /** Those that it is asked about. */
  readonly parties: readonly string[];
  /** What the source itself looks at. */
  readonly wanted: Pick<LiveQuestion, "updatedAfter" | "updatedBefore" | "identifiers" | "search">;
  /** Only what comes after it; `null`: from the newest. */
  readonly after: LivePosition | null;
  /** So many rows are enough. */
  readonly take: number;
  /** Of so many items at most, taken or not. */
  readonly maxItems: number;
  ask(question: LiveQuestion): Promise<AskedPage>;
  hasTime(): boolean;
  /** Makes rows of the items that are wanted, and counts those that a stronger login would show. */
  admit(items: AskedPage["page"]["items"]): Promise<{ rows: readonly LiveRow[]; hidden: readonly LiveRow[] }>;
}

/** What was read of a source, newest first. */
export interface ReadStretch {
  readonly rows: readonly LiveRow[];
  /** Rows that a stronger login would show. */
  readonly hidden: readonly LiveRow[];
  /** Up to where `rows` is all of it; `null`: nothing was read; END: there is no more. */
  readonly reach: LivePosition | null | typeof END;
  /** Of all pages: the oldest moment that one shows the platform at, what is covered at least, what is hidden in all. */
  readonly asOf: number | null;
  readonly coverage: AskedPage["page"]["coverage"];
  readonly hiddenByLogin: AskedPage["page"]["hiddenByLogin"];
  /** Whether something that was there could not be read. */
  readonly isCut: boolean;
  /** Whether some of it was given before, and is shown as the source can't be asked now. */
  readonly isCopy: boolean;
  /** Why not all was had that was wanted. */
  readonly failure: FailureReason | null;
}

/** The pages about a hundred parties. */
interface Strand {
  readonly parties: readonly string[];
  after: LivePosition | null;
  hasMore: boolean;
}

const strandsOf = ({ parties, after }: Reading): Strand[] =>
  Array.from({ length: Math.ceil(parties.length / MAX_PARTIES) }, (_, index) => ({
    parties: parties.slice(index * MAX_PARTIES, (index + 1) * MAX_PARTIES),
    after,
    hasMore: true,
  }));

/** Whether one position comes before another, newest first. */
const isNewer = (a: LivePosition, b: LivePosition): boolean =>
  a.updatedAt > b.updatedAt || (a.updatedAt === b.updatedAt && a.id > b.id);

/** The newest position at which some strand was left: beyond it items of that strand would be missing. */
const frontierOf = (strands: readonly Strand[]): LivePosition | null | typeof END => {
  const open = strands.filter(({ hasMore }) => hasMore);
  if (open.length === 0) return END;
  return open.reduce<LivePosition | null>((newest, { after }, index) => {
    if (index === 0) return after;
    return newest === null || after === null ? null : isNewer(after, newest) ? after : newest;
  }, null);
};

const worseCoverage = (a: ReadStretch["coverage"], b: ReadStretch["coverage"]): ReadStretch["coverage"] => {
  if (a === null || b === null) return a ?? b;
  const from = a.from === null || b.from === null ? (a.from ?? b.from) : Math.max(a.from, b.from);
  const ratio = a.ratio === null || b.ratio === null ? (a.ratio ?? b.ratio) : Math.min(a.ratio, b.ratio);
  return { from, ratio, reason: a.reason ?? b.reason };
};

/** What is gathered while a source is read. */
class Gathering {
  readonly rows: LiveRow[] = [];
  readonly hidden: LiveRow[] = [];
  count = 0;
  asOf: number | null = null;
  coverage: ReadStretch["coverage"] = null;
  hiddenCount = 0;
  hiddenLevel = 0;
  isCut = false;
  isCopy = false;

  add(
    { page, isCut, isCopy }: AskedPage,
    admitted: Awaited<ReturnType<Reading["admit"]>>,
    isFirst: boolean,
  ): void {
    this.rows.push(...admitted.rows);
    this.hidden.push(...admitted.hidden);
    this.count += page.items.length;
    this.asOf = Math.min(this.asOf ?? page.asOf, page.asOf);
    this.coverage = worseCoverage(this.coverage, page.coverage);
    this.isCut ||= isCut;
    this.isCopy ||= isCopy;
    // Each page of a strand tells of the whole strand.
    if (isFirst && page.hiddenByLogin !== null) {
      this.hiddenCount += page.hiddenByLogin.count;
      this.hiddenLevel = Math.max(this.hiddenLevel, page.hiddenByLogin.requiredLevel);
    }
  }
}

const NOTHING: Omit<ReadStretch, "failure" | "reach"> = {
  rows: [],
  hidden: [],
  asOf: null,
  coverage: null,
  hiddenByLogin: null,
  isCut: false,
  isCopy: false,
};

/** Asks the next page of each strand that stands at the frontier, or, at first, of all. */
const askRound = async (
  reading: Reading,
  strands: readonly Strand[],
  gathered: Gathering,
  isFirst: boolean,
): Promise<SourceFailure | null> => {
  const enough = Math.min(MAX_FIRST, reading.maxItems, isFirst ? reading.take : MAX_FIRST);
  const answers = await Promise.allSettled(
    strands.map(async (strand) => {
      const asked = await reading.ask({
        ...reading.wanted,
        parties: strand.parties,
        first: enough,
        after: strand.after,
      });
      return { strand, asked, admitted: await reading.admit(asked.page.items) };
    }),
  );
  const failures: SourceFailure[] = [];
  for (const answer of answers) {
    if (answer.status === "rejected") {
      failures.push(failureOf(answer.reason));
      continue;
    }
    const { strand, asked, admitted } = answer.value;
    gathered.add(asked, admitted, isFirst);
    strand.after = asked.page.end ?? strand.after;
    strand.hasMore = asked.page.hasMore;
  }
  return failures.find(({ reason }) => reason === "UNUSABLE") ?? failures[0] ?? null;
};

/**
 * Reads a source until there are as many rows as wanted, or no more, or no time is left. Never rejects for what the
 * source does: what was had until then is good up to `reach`, unless the source has answered what can't be right.
 */
export const readSource = async (reading: Reading): Promise<ReadStretch> => {
  const strands = strandsOf(reading);
  const gathered = new Gathering();
  let failure: SourceFailure | null = null;
  const rowsUpTo = (reach: ReadStretch["reach"]): LiveRow[] => {
    if (reach === END) return gathered.rows;
    if (reach === null) return [];
    const own = ({ live: { item } }: LiveRow): LivePosition => item;
    return gathered.rows.filter((row) => !isNewer(reach, own(row)));
  };
  const maxRounds = SPARE_ROUNDS + Math.ceil(Math.min(reading.maxItems, reading.take) / MAX_FIRST);
  for (let round = 0; round < maxRounds; round++) {
    const frontier = frontierOf(strands);
    if (frontier === END || (round > 0 && rowsUpTo(frontier).length >= reading.take)) break;
    if (round > 0 && (gathered.count >= reading.maxItems || !reading.hasTime())) break;
    const behind = strands.filter(({ hasMore, after }) => hasMore && (round === 0 || after === frontier));
    failure = await askRound(reading, behind, gathered, round === 0);
    if (failure?.reason === "UNUSABLE") return { ...NOTHING, reach: reading.after, failure: "UNUSABLE" };
    if (failure !== null) break;
  }
  const reach = frontierOf(strands);
  const { asOf, coverage, hiddenCount, hiddenLevel, isCut, isCopy, hidden } = gathered;
  const hasNothing = failure !== null && (reach === null || reach === reading.after);
  if (hasNothing) return { ...NOTHING, reach: reading.after, failure: failure?.reason ?? null };
  return {
    rows: rowsUpTo(reach),
    hidden,
    reach,
    asOf,
    coverage,
    hiddenByLogin: hiddenCount === 0 ? null : { count: hiddenCount, requiredLevel: hiddenLevel },
    isCut,
    isCopy,
    failure: failure?.reason ?? null,
  };
};

/**
 * What was read as a stretch of the whole history.
 * @param before where the source was before
 * @param isLacking whether something is missing of it for good
 */
export const stretchOf = (
  source: string,
  { rows, reach }: ReadStretch,
  placeOf: (row: LiveRow) => Place,
  { before, isLacking }: { readonly before: Place | null; readonly isLacking: boolean },
): LiveStretch<LiveRow> => ({
  source,
  isLacking,
  rows: rows.map((row) => ({ row, place: placeOf(row) })),
  reach:
    reach === END
      ? END
      : reach === null
        ? before
        : { key: [reach.updatedAt], id: liveItemId(source, reach.id) },
});
