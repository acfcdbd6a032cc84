import type { Clock } from "../../lib/clock.js";
import type { Call } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import { type AskedSelection, selectionOf } from "./rules/selecting.js";
import { withFamilies } from "./service-families.js";
import type { ServiceNames } from "./service-names.js";
import type { HistoryPage } from "./store/history-pages.js";
import { isSearch, type SearchPage } from "./store/search/search-store.js";
import type { HistoryFilter, HistoryOrder, Selection, View } from "./store/selection.js";
import type { DialogStore } from "./store.js";

/** A selection, whose search also finds services and owners by their names. */
export interface NamedSelection<Asked extends Selection> {
  readonly selection: Asked;
  /** False where the catalogue could not be asked what some services are called. */
  readonly areNamesSearched: boolean;
}

/** Who asks, and who knows what services are and what they are called. */
export interface Asking {
  readonly call: Call;
  readonly services: ServicesPort;
  readonly serviceNames: ServiceNames;
}

/** Gives a search the names of what its scope has. */
export const withNames = async <Asked extends Selection>(
  selection: Asked,
  { serviceNames, call }: Pick<Asking, "call" | "serviceNames">,
): Promise<NamedSelection<Asked>> => {
  if (selection.search === null) return { selection, areNamesSearched: true };
  const { names, areComplete } = await serviceNames.ofScope(call, selection.scope);
  return {
    selection: { ...selection, search: { ...selection.search, names } },
    areNamesSearched: areComplete,
  };
};

/**
 * The part of the history that is asked for, whoever asks for it: a page, an export, or a count of what is new. A service
 * stands for its whole family, and a word also for services and owners that are called so.
 * @throws DomainError `PARTY_NOT_AUTHORISED`, `LIST_TOO_LONG`, `SEARCH_TOO_LONG` or `CATALOGUE_UNAVAILABLE`
 */
export const askedSelection = async (
  view: View,
  { filter, search }: AskedSelection,
  asking: Asking,
): Promise<NamedSelection<Selection & { readonly filter: HistoryFilter }>> => {
  const wanted = await withFamilies(filter, asking);
  return withNames(selectionOf(view, { filter: wanted, search }, asking.call.viewer.party), asking);
};

/** How long a page may be looked for. */
interface Budget {
  readonly clock: Clock;
  readonly searchBudgetMillis: number;
}

/** How many milliseconds a page may still be looked for before it says how far it came. */
export const timeFor = ({ clock, searchBudgetMillis }: Budget): (() => number) => {
  const until = clock() + searchBudgetMillis;
  return () => until - clock();
};

/** Rows after a position, in an order of the history; a search may stop before there are as many as asked for. */
export const readPage = async (
  { store, ...budget }: Budget & { readonly store: DialogStore },
  { selection, order }: { readonly selection: Selection; readonly order: HistoryOrder },
  page: HistoryPage,
): Promise<SearchPage> =>
  isSearch(selection)
    ? store.search.page(selection, order, { ...page, timeLeft: timeFor(budget) })
    : { rows: await store.history(selection, order, page), stoppedAt: null };
