import type { HistoryFilter, Selection, View } from "../store/selection.js";
import { filterOf } from "./history.js";
import { narrowScope } from "./parties.js";
import { parseSearch } from "./search-query.js";

/** A filter and a search as they were asked for. */
export interface AskedSelection {
  readonly filter:
    | (Parameters<typeof filterOf>[0] & {
        readonly parties?: readonly string[] | null | undefined;
        readonly service?: readonly string[] | null | undefined;
      })
    | null;
  readonly search: string | null;
}

/**
 * The part of the history that is asked for, of what the viewer may read.
 * @param viewer whose own state the filter may ask for
 * @throws DomainError `PARTY_NOT_AUTHORISED`, `LIST_TOO_LONG` or `SEARCH_TOO_LONG`
 */
export const selectionOf = (
  view: View,
  { filter, search }: AskedSelection,
  viewer: string,
): Selection & { readonly filter: HistoryFilter } => ({
  now: view.now,
  scope: narrowScope(view.scope, {
    parties: filter?.parties ?? undefined,
    services: filter?.service ?? undefined,
  }),
  filter: filterOf(filter ?? {}, viewer),
  search: parseSearch(search),
});
