import type { Place, Placed, PlaceOrder } from "./places.js";
import { earlierOf, isLackingIn, lackTagOf, laterOf, type Progress, tagOf } from "./progress.js";

/** There is nothing more of a source. */
export const END = "END";

/** What was read of a source for one page, in order. */
export interface Stretch<Row> {
  readonly rows: readonly Placed<Row>[];
  /**
   * Up to where all of the source is in `rows`. Where it gave nothing, that is where it was before; `null`: the
   * beginning.
   */
  readonly reach: Place | null | typeof END;
}

/** Of a live source. */
export interface LiveStretch<Row> extends Stretch<Row> {
  readonly source: string;
  /** Whether something is missing of it, up to there, that no later page brings: pages that follow still know. */
  readonly isLacking: boolean;
}

/** An item of a merged page. */
export interface MergedRow<Row> extends Placed<Row> {
  /** Whether it belongs above what was shown before. */
  readonly isLate: boolean;
  /** How far the pages have come with it. */
  readonly progress: Progress;
}

export interface MergedPage<Row> {
  /** At most `take`. */
  readonly rows: readonly MergedRow<Row>[];
  /** Where reading stopped before there were `take`, and there is more; `null` where it did not. */
  readonly stoppedAt: Progress | null;
  /** How far the pages have come with all rows; the beginning where nothing was ever shown. */
  readonly end: Progress;
}

export interface Merging<Row> {
  readonly order: PlaceOrder;
  /** How far the pages before have come. */
  readonly from: Progress;
  /** The store's own; it is never late, and its reach bounds the page. */
  readonly indexed: Stretch<Row>;
  readonly live: readonly LiveStretch<Row>[];
  /** One more than the page holds. */
  readonly take: number;
}

/** How far each source has come, when everything up to a place has been shown that was read. */
const progressAt = <Row>({ order, from, live }: Merging<Row>, shown: Place | null): Progress => {
  // A source that was not asked now, as it has left, keeps its place until it is back.
  const places = new Map(from.places);
  const common = laterOf(order, from.common, shown);
  for (const { source, reach, isLacking } of live) {
    const tag = tagOf(source);
    const place = laterOf(order, from.places.get(tag) ?? null, shown);
    places.set(tag, reach === END ? place : earlierOf(order, place, reach));
    if (isLacking || isLackingIn(from, source)) places.set(lackTagOf(source), common);
  }
  return { common, places };
};

/** The first of two lists in one. What the store has stays in the order that its database has it in. */
const inOneOrder = <Row>(
  { compare }: PlaceOrder,
  indexed: readonly Placed<Row>[],
  live: readonly Placed<Row>[],
  take: number,
): Placed<Row>[] => {
  const rows: Placed<Row>[] = [];
  let [at, other] = [0, 0];
  while (rows.length < take) {
    const [one, another] = [indexed[at], live[other]];
    const next =
      another === undefined || (one !== undefined && compare(one.place, another.place) < 0) ? one : another;
    if (next === undefined) break;
    rows.push(next);
    if (next === one) at += 1;
    else other += 1;
  }
  return rows;
};

/**
 * One page of all sources in one total order. What a source that was away brings lies above what was shown, and so comes
 * first; the rest is in its place. A source whose stretch ends before the page does stays where its stretch ends, so that
 * the page after goes on there: nothing is lost, nothing comes twice.
 */
export const mergeStretches = <Row>(merging: Merging<Row>): MergedPage<Row> => {
  const { order, from, indexed, live, take } = merging;
  const { compare } = order;
  const limit = indexed.reach;
  const others = live
    .flatMap((stretch) => stretch.rows)
    .filter(({ place }) => limit === END || (limit !== null && compare(place, limit) <= 0))
    .sort((a, b) => compare(a.place, b.place));
  const rows = inOneOrder(order, indexed.rows, others, take);
  const { common } = from;
  const merged = rows.map(({ row, place }) => ({
    row,
    place,
    isLate: common !== null && compare(place, common) < 0,
    progress: progressAt(merging, place),
  }));
  const last = merged.at(-1)?.place ?? null;
  const end = progressAt(merging, last);
  return { rows: merged, stoppedAt: merged.length === take ? null : stopOf(merging, last), end };
};

/** Where to go on from, of a page that is not full though some source has more. */
const stopOf = <Row>(merging: Merging<Row>, last: Place | null): Progress | null => {
  const { order, from, indexed, live } = merging;
  const isFurther = (reach: Place, than: Place | null): boolean =>
    than === null || order.compare(reach, than) > 0;
  const unfinished = [
    ...(indexed.reach === END ? [] : [{ reach: indexed.reach, before: from.common }]),
    ...live.map(({ source, reach }) => ({ reach, before: from.places.get(tagOf(source)) ?? null })),
  ].flatMap(({ reach, before }) =>
    reach !== END && reach !== null && isFurther(reach, before) ? [reach] : [],
  );
  if (unfinished.length === 0) return null;
  const shown = laterOf(order, from.common, last);
  // Up to the nearest place at which some source was left, and never beyond the store's: what it has is never late.
  const limit = indexed.reach;
  const ahead = unfinished
    .filter((reach) => isFurther(reach, shown) && (limit === END || !isFurther(reach, limit)))
    .sort(order.compare);
  return progressAt(merging, ahead[0] ?? last);
};
