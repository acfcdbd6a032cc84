import { type Language, localize } from "../../../schema/localization.js";
import { countOf } from "../../../schema/types/count.js";
import { isAnythingHidden } from "../rules/parties.js";
import { completeBackTo, truthOf } from "../rules/sources.js";
import type { CountBounds } from "../store/pieces.js";
import type { HistoryOrder, Selection } from "../store/selection.js";
import type { DialogStore } from "../store.js";
import type { ExportGaps } from "./records.js";

/** A moment as RFC 3339 in UTC. */
export const iso = (at: number): string => new Date(at).toISOString();

export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** What an export lacks, as it stands now. @param countBounds of what is hidden */
export const readGaps = async (
  store: DialogStore,
  selection: Selection,
  order: HistoryOrder,
  { language, countBounds }: { readonly language: Language; readonly countBounds: CountBounds },
): Promise<ExportGaps> => {
  const sources = await store.sources();
  const { source: wanted } = selection.filter;
  const isSearched = (id: string): boolean => wanted?.includes(id) ?? true;
  const hidden = isAnythingHidden(selection.scope)
    ? await store.hiddenByLogin(selection, countBounds)
    : { count: 0, isExact: true, requiredLevel: null };
  const { value: count, precision } = countOf(hidden.count, hidden.isExact);
  return {
    sources: sources.map((source) => {
      const { state, asOf, from, ratio, reason } = truthOf(source, selection.now);
      return {
        id: source.id,
        name: localize(source.name, language) ?? source.id,
        state,
        isSearched: isSearched(source.id),
        asOf: isoOrNull(asOf),
        coverage: { from: isoOrNull(from), to: isoOrNull(asOf), ratio },
        reason: localize(reason, language),
      };
    }),
    completeBackTo: isoOrNull(
      completeBackTo(
        sources.filter(({ id }) => isSearched(id)),
        selection.now,
        order,
        null,
      ),
    ),
    hiddenByLogin:
      hidden.requiredLevel === null ? null : { count, precision, requiredLevel: hidden.requiredLevel },
  };
};
