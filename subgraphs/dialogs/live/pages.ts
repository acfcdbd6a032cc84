import type { SearchPage } from "../store/search/search-store.js";
import type { HistoryOrder, HistoryPosition, HistoryRow } from "../store/selection.js";
import { END, type MergedPage, mergeStretches, type Stretch } from "./merge.js";
import { dialogPlaceOf, placeOf, placesBy } from "./places.js";
import { isLackingIn, type Progress, placeIn } from "./progress.js";
import { type LiveTruth, limitOf } from "./reports.js";
import type { LiveReading, LiveSelection } from "./selection.js";

/** What is to be said of a live source, and back to when it is complete by itself; `null`: that can't be promised. */
export interface LimitedTruth {
  readonly truth: LiveTruth;
  readonly limit: number | null;
}

/** What a page is read from, in the order of one field. */
export interface OrderedPageOf {
  readonly order: HistoryOrder;
  readonly from: Progress;
  /** So many rows at most; one more than are shown tells whether there is more. */
  readonly take: number;
  readonly live: LiveSelection;
  /** Reads the store. */
  indexed(after: HistoryPosition | null): Promise<SearchPage>;
}

export interface OrderedPage {
  readonly merged: MergedPage<HistoryRow>;
  readonly indexed: Stretch<HistoryRow>;
  readonly readings: readonly LiveReading[];
}

const stretchOf = (
  { rows, stoppedAt }: SearchPage,
  order: HistoryOrder,
  take: number,
): Stretch<HistoryRow> => {
  const placed = rows.map((row) => ({ row, place: placeOf(row, order) }));
  const last = placed.length < take ? null : (placed.at(-1)?.place ?? null);
  const stop = stoppedAt && {
    key: [stoppedAt.at === null ? null : Number(stoppedAt.at)],
    id: stoppedAt.id,
  };
  return { rows: placed, reach: last ?? stop ?? END };
};

/**
 * Reads a page of the store and of the live sources. Newest first each source is asked for what comes next; in other
 * orders what it has in all is looked at.
 */
export const readOrderedPage = async (of: OrderedPageOf): Promise<OrderedPage> => {
  const { order, from, take, live } = of;
  const places = placesBy(order);
  const isPaged = order.field === "CONTENT_UPDATED_AT" && order.direction === "DESC";
  const after = from.common && dialogPlaceOf(from.common);
  const [readings, indexed] = await Promise.all([
    // Their time runs, so they are asked before the store is.
    isPaged ? live.page(from, take) : live.ordered(places, from, (row) => placeOf(row, order)),
    of
      .indexed(after && { at: after.key[0] ?? null, id: after.id })
      .then((page) => stretchOf(page, order, take)),
  ]);
  const stretches = readings.map(({ stretch }) => stretch);
  const merged = mergeStretches<HistoryRow>({ order: places, from, indexed, live: stretches, take });
  return { merged, indexed, readings };
};

/**
 * What is to be said of each source when the pages have come so far.
 * @param areNewestFirst whether places are moments, the newest first
 */
export const limitedTruths = (
  readings: readonly LiveReading[],
  end: Progress,
  areNewestFirst: boolean,
): LimitedTruth[] =>
  readings.map(({ stretch: { source, reach }, truth }) => ({
    truth,
    limit: isLackingIn(end, source) ? null : limitOf(truth, reach, placeIn(end, source), areNewestFirst),
  }));
