import { sql } from "drizzle-orm";
import type { Database } from "../../../../drizzle/database.js";
import { SECOND_MILLIS } from "../../../../lib/clock.js";
import type { ExpandedSearch } from "../../rules/expanded-search.js";
import { hiddenServices, isAnythingHidden } from "../../rules/parties.js";
import type { DialogsDialect } from "../dialect.js";
import type { HistoryPosition, Selection } from "../selection.js";
import { firstPlaceOf, PLACES_A_SECOND, secondOf, secondOfPlace } from "./place.js";
import type { PartiesSought, SearchIndex } from "./search-index.js";
import { partiesSought } from "./sought-parties.js";
import type { Candidate } from "./verify.js";

/** Each stretch has so many times as many documents as the one before it. */
const GROWTH = 4;
const LEAST_CANDIDATES = 64;
const MOST_CANDIDATES = 4_000;
/** A stretch that took too long is cut into so many. */
const CUT = 16;
/** So long a stretch is looked through even where the time is over: else a page might come no further than the one before. */
const LEAST_MILLIS = 25;

const LOWEST_ID = "00000000-0000-0000-0000-000000000000";
const HIGHEST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** How a search goes through the index. */
export interface WalkRequest {
  readonly search: ExpandedSearch;
  readonly selection: Selection;
  readonly direction: "NEWEST_FIRST" | "OLDEST_FIRST";
  /** Where it goes on. */
  readonly after: HistoryPosition | null;
  /** About how many are wanted. */
  readonly wanted: number;
  /** How many milliseconds are left; it may be less than nothing. */
  timeLeft(): number;
}

/** What a stretch of the index gave. */
export interface Batch {
  readonly candidates: readonly Candidate[];
  /** Numbers of the candidates' parties. */
  readonly partyBySeq: ReadonlyMap<number, number>;
  /** Everything before this position is among the batches so far; `null`: everything there is. */
  readonly reached: HistoryPosition | null;
}

/** Places that are still to be looked at: from `low` up to, not with, `high`. Both are the first of a second. */
interface Range {
  readonly low: number;
  readonly high: number;
}

const placeAfterSecond = (second: number): number => firstPlaceOf(second - 1);

const rangeOf = (
  { selection: { filter }, direction, after }: WalkRequest,
  extent: { readonly newest: number; readonly oldest: number },
): Range => {
  const lows = [firstPlaceOf(secondOfPlace(extent.newest))];
  const highs = [placeAfterSecond(secondOfPlace(extent.oldest))];
  if (filter.updatedBefore !== undefined) lows.push(firstPlaceOf(secondOf(filter.updatedBefore)));
  if (filter.updatedAfter !== undefined) highs.push(placeAfterSecond(secondOf(filter.updatedAfter)));
  if (after !== null) {
    // Where a page stopped between two seconds, the one before it has been looked at.
    const at = Number(after.at);
    if (direction === "NEWEST_FIRST") lows.push(firstPlaceOf(secondOf(after.id === LOWEST_ID ? at - 1 : at)));
    else highs.push(placeAfterSecond(secondOf(after.id === HIGHEST_ID ? at + 1 : at)));
  }
  return { low: Math.max(...lows), high: Math.min(...highs) };
};

/** How far the first stretch goes, where it has so many documents. */
const spanOf = ({ low, high }: Range, first: number, documents: number): number => {
  const all = high - low;
  if (first >= documents) return all;
  return wholeSeconds(all * (first / documents));
};

const wholeSeconds = (places: number): number => Math.ceil(places / PLACES_A_SECOND) * PLACES_A_SECOND;

interface PlacedRow {
  readonly seq: number;
  readonly place: number;
  readonly party: number;
}

/** Looks through the index in its order, stretch by stretch. Whether a candidate may be seen is not asked here. */
export class SearchWalk {
  readonly #database: Pick<Database, "read" | "rowsWithin">;
  readonly #dialect: DialogsDialect;
  readonly #index: SearchIndex;
  readonly #request: WalkRequest;
  readonly #parties: PartiesSought;
  /** About how many documents the index has. */
  #documents = 0;

  constructor(
    database: Pick<Database, "read" | "rowsWithin">,
    dialect: DialogsDialect,
    request: WalkRequest,
  ) {
    this.#database = database;
    this.#dialect = dialect;
    this.#index = dialect.search;
    this.#request = request;
    this.#parties = partiesSought(request.selection.scope);
  }

  /** Batches of candidates in the order of seconds; within one second, in no order. */
  async *batches(): AsyncGenerator<Batch> {
    const [extent] = await this.#database.read.rows<{
      newest: number | null;
      oldest: number | null;
      documents: number;
    }>(this.#index.extent);
    if (extent?.newest == null || extent.oldest === null) return;
    const isNewestFirst = this.#request.direction === "NEWEST_FIRST";
    this.#documents = Number(extent.documents);
    let range = rangeOf(this.#request, { newest: extent.newest, oldest: extent.oldest });
    const { search } = this.#request;
    const first = this.#index.firstDocuments({
      search,
      kind: this.#parties.kind,
      documents: this.#documents,
    });
    let span = spanOf(range, first, this.#documents);
    let limit = Math.max(LEAST_CANDIDATES, Math.ceil(this.#request.wanted * 1.25));
    while (range.low < range.high) {
      const stretch = isNewestFirst
        ? { low: range.low, high: Math.min(range.high, range.low + span) }
        : { low: Math.max(range.low, range.high - span), high: range.high };
      const looked = await this.#look(stretch, limit);
      if (looked === null) {
        span = wholeSeconds(Math.min(span, range.high - range.low) / CUT);
        continue;
      }
      const { rows, done } = looked;
      range = isNewestFirst ? { ...range, low: done } : { ...range, high: done };
      yield {
        candidates: rows.map(({ row, isOpen }) => [row.seq, isOpen] as const),
        partyBySeq: new Map(rows.map(({ row }) => [row.seq, row.party])),
        reached: range.low < range.high ? this.#positionAt(done) : null,
      };
      span *= GROWTH;
      limit = Math.min(limit * GROWTH, Math.max(MOST_CANDIDATES, this.#request.wanted));
    }
  }

  /**
   * What lies in a stretch, as far as it goes within the limit, by whole seconds.
   * @returns `done`: where that ends; `null`: the time was over before it was found out
   */
  async #look(stretch: Range, limit: number) {
    const isNewestFirst = this.#request.direction === "NEWEST_FIRST";
    const all = await this.#list("ALL", stretch, limit);
    if (all === null) return null;
    const lists = [all];
    let { done } = all;
    // By open words alone a redacted item is found, if the scope has any: there are few, so no further than the others.
    const within = await this.#redacted(
      all.rows,
      isNewestFirst ? { ...stretch, high: done } : { ...stretch, low: done },
    );
    if (within !== null) {
      const open = await this.#list("OPEN", within, Math.max(limit, all.rows.length + 1));
      if (open === null) return null;
      lists.push(open);
      const isWhole = open.done === (isNewestFirst ? within.high : within.low);
      if (!isWhole) done = open.done;
    }
    const isDone = (place: number): boolean => (isNewestFirst ? place < done : place >= done);
    const rows = lists.flatMap(({ rows: listed }, index) =>
      listed
        .filter(({ place }) => isDone(place))
        .map((row) => ({ row, isOpen: index === 0 ? (0 as const) : (1 as const) })),
    );
    return { rows, done };
  }

  /**
   * Where redacted items lie that a stretch may have; `null`: it has none. Whatever open words find is found by all words
   * too, so it is among these rows; but not where words are excluded.
   */
  async #redacted(rows: readonly PlacedRow[], stretch: Range): Promise<Range | null> {
    const { search, selection } = this.#request;
    if (!isAnythingHidden(selection.scope)) return null;
    if (search.groups.some(({ excluded }) => excluded.length > 0)) return stretch;
    const { numbers, isIn } = this.#dialect;
    const found = await this.#database.read.rows<{ seq: number }>(sql`
      SELECT x.seq FROM dialog x WHERE x.seq IN (${numbers(rows.map(({ seq }) => Number(seq)))})
        AND x.has_non_sensitive_title AND ${isIn(sql`x.service_resource`, hiddenServices(selection.scope), "text")}`);
    const seqs = new Set(found.map(({ seq }) => Number(seq)));
    const places = rows.flatMap(({ seq, place }) => (seqs.has(Number(seq)) ? [Number(place)] : []));
    return places.length === 0 ? null : { low: Math.min(...places), high: Math.max(...places) + 1 };
  }

  async #list(words: "ALL" | "OPEN", stretch: Range, limit: number) {
    const { search, direction } = this.#request;
    for (let most = limit; ; most *= GROWTH) {
      const rows = await this.#database.rowsWithin<PlacedRow>(
        this.#timeFor(stretch),
        this.#index.stretch({
          search,
          words,
          parties: this.#parties,
          documents: this.#documents,
          from: stretch.low,
          to: stretch.high,
          direction,
          limit: most,
        }),
      );
      if (rows === null) return null;
      const isNewestFirst = direction === "NEWEST_FIRST";
      if (rows.length < most) return { rows, done: isNewestFirst ? stretch.high : stretch.low };
      const [first, last] = [rows.at(0), rows.at(-1)].map((row) => secondOfPlace(row?.place ?? 0));
      if (first === last || last === undefined) continue; // more in one second than were asked for
      return { rows, done: isNewestFirst ? firstPlaceOf(last) : placeAfterSecond(last) };
    }
  }

  /** How long a stretch may take: what can't be made shorter takes as long as it takes, so that each page goes on. */
  #timeFor({ low, high }: Range): number {
    return high - low <= PLACES_A_SECOND
      ? Number.POSITIVE_INFINITY
      : Math.max(LEAST_MILLIS, this.#request.timeLeft());
  }

  #positionAt(place: number): HistoryPosition {
    return this.#request.direction === "NEWEST_FIRST"
      ? { at: (secondOfPlace(place) + 1) * SECOND_MILLIS, id: LOWEST_ID }
      : { at: secondOfPlace(place - 1) * SECOND_MILLIS - 1, id: HIGHEST_ID };
  }
}
