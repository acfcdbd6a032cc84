import { pageInfoOf } from "../../../schema/types/page-info.js";
import type { DialogsContext } from "../context.js";
import {
  BY_RELEVANCE,
  dialogPlaceOf,
  END,
  type LiveRow,
  type LiveSelection,
  limitedTruths,
  mergeStretches,
  type OrderedPage,
  type Place,
  placesBy,
  positionOf,
  progressOf,
  readOrderedPage,
  type Stretch,
} from "../live/index.js";
import { scoreOf } from "../rules/relevance.js";
import { isNewestFirst } from "../rules/sources.js";
import { readPage, timeFor } from "../searching.js";
import { isSearch } from "../store/search/search-store.js";
import type { HistoryOrder, HistoryPosition, HistoryRow } from "../store/selection.js";
import type { LoadedPage } from "../types/history-connection.js";
import type { PageOf } from "./page-of.js";

type MergedPageOf = PageOf & { readonly live: LiveSelection };

type Read = OrderedPage & {
  readonly latencyMillis: number;
  /** By relevance: what has changed before that was not looked at. */
  readonly lookedBackTo: HistoryPosition | null;
};

/** Does some work on the store, and takes its time. */
const timed = async <T>({ clock }: DialogsContext, work: Promise<T>): Promise<[T, number]> => {
  const began = clock();
  const done = await work;
  return [done, Math.round(clock() - began)];
};

const inOrder = async (context: DialogsContext, of: MergedPageOf, order: HistoryOrder): Promise<Read> => {
  const { page, selection, live } = of;
  let latencyMillis = 0;
  const read = await readOrderedPage({
    order,
    from: progressOf(page.after, placesBy(order)),
    take: page.take,
    live,
    async indexed(after) {
      const [rows, millis] = await timed(
        context,
        readPage(context, { selection, order }, { after, take: page.take }),
      );
      latencyMillis = millis;
      return rows;
    },
  });
  return { ...read, latencyMillis, lookedBackTo: null };
};

const byRelevance = async (context: DialogsContext, of: MergedPageOf): Promise<Read> => {
  const { page, selection, live } = of;
  if (!isSearch(selection)) throw new Error("Only what a search finds has a relevance.");
  const { search: store } = context.store;
  const from = progressOf(page.after, BY_RELEVANCE);
  const after = from.common && dialogPlaceOf(from.common);
  const [score, at] = after?.key ?? [];
  const search = await store.expanded(selection.search);
  const placed = (row: HistoryRow, points: number): Place => ({
    key: [points, row.contentUpdatedAt],
    id: row.id,
  });
  const [readings, [best, latencyMillis]] = await Promise.all([
    live.ordered(BY_RELEVANCE, from, (row: LiveRow) => placed(row, scoreOf(search, row))),
    timed(
      context,
      store.best(selection, {
        after: after && { score: score ?? 0, at: at ?? 0, id: after.id },
        take: page.take,
        timeLeft: timeFor(context),
      }),
    ),
  ]);
  const rows = best.rows.map((one) => ({ row: one.row, place: placed(one.row, one.score) }));
  const last = rows.length < page.take ? null : (rows.at(-1)?.place ?? null);
  const indexed: Stretch<HistoryRow> = { rows, reach: last ?? END };
  const stretches = readings.map(({ stretch }) => stretch);
  const merged = mergeStretches<HistoryRow>({
    order: BY_RELEVANCE,
    from,
    indexed,
    live: stretches,
    take: page.take,
  });
  return { merged, indexed, readings, latencyMillis, lookedBackTo: best.stoppedAt };
};

/**
 * Reads a page of the store and of the live sources in one order. Where a source gave nothing the page is made without
 * it, and the cursors say where it is to go on.
 */
export const loadMergedPage = async (context: DialogsContext, of: MergedPageOf): Promise<LoadedPage> => {
  const { page, after, order } = of;
  const read = order === null ? byRelevance(context, of) : inOrder(context, of, order);
  const { merged, indexed, readings, latencyMillis, lookedBackTo } = await read;
  const { rows, stoppedAt } = merged;
  const { edges, pageInfo } = page.connection(
    rows,
    ({ progress }) => positionOf(progress),
    stoppedAt && positionOf(stoppedAt),
  );
  const lastShown = rows[page.take - 2]?.progress ?? null;
  const end = rows.length === page.take && lastShown !== null ? lastShown : (stoppedAt ?? merged.end);
  const isStopped = stoppedAt !== null && indexed.reach !== END;
  return {
    edges,
    // A page that has nothing goes on from where it began: a source that was away may have something by then.
    pageInfo: pageInfoOf(edges, pageInfo, () => pageInfo.endCursor ?? after),
    stoppedAt:
      order === null
        ? lookedBackTo
        : isStopped && end.common !== null
          ? { at: end.common.key[0] ?? null, id: end.common.id }
          : null,
    live: limitedTruths(readings, end, isNewestFirst(order)),
    latencyMillis,
  };
};
