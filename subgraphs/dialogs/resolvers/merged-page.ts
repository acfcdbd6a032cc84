import type { DialogsContext } from "../context.js";
import {
  BY_RELEVANCE,
  dialogPlaceOf,
  END,
  type LiveReading,
  type LiveRow,
  type LiveSelection,
  limitOf,
  mergeStretches,
  type Place,
  type PlaceOrder,
  type Progress,
  placeIn,
  placeOf,
  placesBy,
  positionOf,
  progressOf,
  type Stretch,
} from "../live/index.js";
import { scoreOf } from "../rules/relevance.js";
import { isNewestFirst } from "../rules/sources.js";
import { readPage, timeFor } from "../searching.js";
import { isSearch } from "../store/search/search-store.js";
import type { HistoryOrder, HistoryRow } from "../store/selection.js";
import type { LoadedPage } from "../types/history-connection.js";
import type { PageOf } from "./history-page.js";

type MergedPageOf = PageOf & { readonly live: LiveSelection };

/** Which pages are made of what. */
interface Parts {
  readonly order: PlaceOrder;
  readonly from: Progress;
  /** Of the live sources; their time runs, so they are asked before the store is. */
  readonly readings: Promise<readonly LiveReading[]>;
  /** Of the store, after a place of its own. */
  indexed(after: Place | null): Promise<Stretch<HistoryRow>>;
}

const inOrder = (context: DialogsContext, of: MergedPageOf, order: HistoryOrder): Parts => {
  const { page, selection, live } = of;
  const places = placesBy(order);
  const from = progressOf(page.after, places);
  const isPaged = order.field === "CONTENT_UPDATED_AT" && order.direction === "DESC";
  return {
    order: places,
    from,
    readings: isPaged ? live.page(from, page.take) : live.ordered(places, from, (row) => placeOf(row, order)),
    async indexed(after) {
      const position = after && { at: after.key[0] ?? null, id: after.id };
      const read = await readPage(context, { selection, order }, { after: position, take: page.take });
      const rows = read.rows.map((row) => ({ row, place: placeOf(row, order) }));
      const { stoppedAt } = read;
      const last = rows.length < page.take ? null : (rows.at(-1)?.place ?? null);
      const stop = stoppedAt && {
        key: [stoppedAt.at === null ? null : Number(stoppedAt.at)],
        id: stoppedAt.id,
      };
      return { rows, reach: last ?? stop ?? END };
    },
  };
};

const byRelevance = async (context: DialogsContext, of: MergedPageOf): Promise<Parts> => {
  const { page, selection, live } = of;
  if (!isSearch(selection)) throw new Error("Only what a search finds has a relevance.");
  const { search: store } = context.store;
  const from = progressOf(page.after, BY_RELEVANCE);
  const search = await store.expanded(selection.search);
  const placed = (row: HistoryRow, score: number): Place => ({
    key: [score, row.contentUpdatedAt],
    id: row.id,
  });
  return {
    order: BY_RELEVANCE,
    from,
    readings: live.ordered(BY_RELEVANCE, from, (row: LiveRow) => placed(row, scoreOf(search, row))),
    async indexed(after) {
      const [score, at] = after?.key ?? [];
      const position = after && { score: score ?? 0, at: at ?? 0, id: after.id };
      const best = await store.best(selection, {
        after: position,
        take: page.take,
        hasTime: timeFor(context),
      });
      const rows = best.rows.map(({ row, score }) => ({ row, place: placed(row, score) }));
      const last = rows.length < page.take ? null : (rows.at(-1)?.place ?? null);
      return { rows, reach: last ?? END };
    },
  };
};

/**
 * Reads a page of the store and of the live sources in one order. Where a source gave nothing the page is made without
 * it, and the cursors say where it is to go on.
 */
export const loadMergedPage = async (context: DialogsContext, of: MergedPageOf): Promise<LoadedPage> => {
  const { page, after, order } = of;
  const {
    order: places,
    from,
    ...parts
  } = order === null ? await byRelevance(context, of) : inOrder(context, of, order);
  const began = context.clock();
  const [{ indexed, latencyMillis }, readings] = await Promise.all([
    parts.indexed(from.common && dialogPlaceOf(from.common)).then((stretch) => ({
      indexed: stretch,
      latencyMillis: Math.round(context.clock() - began),
    })),
    parts.readings,
  ]);
  const live = readings.map(({ stretch }) => stretch);
  const merged = mergeStretches<HistoryRow>({ order: places, from, indexed, live, take: page.take });
  const { rows, stoppedAt } = merged;
  const connection = page.connection(
    rows,
    ({ progress }) => positionOf(progress),
    stoppedAt && positionOf(stoppedAt),
  );
  // A page that has nothing goes on from where it began: a source that was away may have something by then.
  const endCursor = connection.pageInfo.endCursor ?? after;
  const lastShown = rows[page.take - 2]?.progress ?? null;
  const end = rows.length === page.take && lastShown !== null ? lastShown : (stoppedAt ?? merged.end);
  const isStopped = stoppedAt !== null && indexed.reach !== END;
  return {
    edges: connection.edges.map(({ cursor, node: { row, isLate } }) => ({ cursor, node: row, isLate })),
    pageInfo: { ...connection.pageInfo, endCursor },
    stoppedAt: isStopped && end.common !== null ? { at: end.common.key[0] ?? null, id: end.common.id } : null,
    live: readings.map(({ stretch, truth }) => ({
      truth,
      limit: limitOf(truth, stretch.reach, placeIn(end, stretch.source), isNewestFirst(order)),
    })),
    latencyMillis,
  };
};
