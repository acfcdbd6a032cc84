import type { DialogsContext } from "../context.js";
import { momentOf } from "../rules/history.js";
import { readPage, timeFor } from "../searching.js";
import { isSearch } from "../store/search/search-store.js";
import type { HistoryOrder } from "../store/selection.js";
import type { LoadedPage } from "../types/history-connection.js";
import { loadMergedPage } from "./merged-page.js";
import type { PageOf } from "./page-of.js";

type Loaded = Omit<LoadedPage, "latencyMillis" | "live">;

const byRelevance = async (context: DialogsContext, { page, selection }: PageOf): Promise<Loaded> => {
  if (!isSearch(selection)) throw new Error("Only what a search finds has a relevance.");
  const position = page.after as readonly [number, number, string] | null;
  const { rows, stoppedAt } = await context.store.search.best(selection, {
    after: position && { score: position[0], at: position[1], id: position[2] },
    take: page.take,
    timeLeft: timeFor(context),
  });
  const shown = rows.map((found) => ({ ...found, isLate: false }));
  const connection = page.connection(shown, ({ row, score }) => [score, row.contentUpdatedAt, row.id]);
  return { ...connection, stoppedAt };
};

const inOrder = async (
  context: DialogsContext,
  { page, selection }: PageOf,
  order: HistoryOrder,
): Promise<Loaded> => {
  const position = page.after as readonly [number | null, string] | null;
  const after = position && { at: position[0], id: position[1] };
  const { rows, stoppedAt } = await readPage(context, { selection, order }, { after, take: page.take });
  const connection = page.connection(
    rows.map((row) => ({ row, isLate: false })),
    ({ row }) => [momentOf(row, order), row.id],
    stoppedAt && [stoppedAt.at, stoppedAt.id],
  );
  return { ...connection, stoppedAt: rows.length < page.take ? stoppedAt : null };
};

/** Reads a page of the history, and how long that takes. */
export const loadPage = async (context: DialogsContext, of: PageOf): Promise<LoadedPage> => {
  const began = context.clock();
  const { live, order } = of;
  if (live !== null) return loadMergedPage(context, { ...of, live });
  const loaded = await (order === null ? byRelevance(context, of) : inOrder(context, of, order));
  return { ...loaded, live: [], latencyMillis: Math.round(context.clock() - began) };
};
