import { type Language, localize } from "../../../schema/localization.js";
import { countOf } from "../../../schema/types/count.js";
import type { LimitedTruth, LiveHidden } from "../live/index.js";
import { isAnythingHidden } from "../rules/parties.js";
import { completeBackTo, type SourceTruth, truthOf } from "../rules/sources.js";
import type { CountBounds } from "../store/pieces.js";
import type { HistoryOrder, Selection, SourceRow } from "../store/selection.js";
import type { DialogStore } from "../store.js";
import type { ExportedSource, ExportGaps } from "./records.js";

/** A moment as RFC 3339 in UTC. */
export const iso = (at: number): string => new Date(at).toISOString();

export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** What is said of live sources, and what stronger logins would add of them. */
export interface LiveGaps {
  readonly truths: readonly LimitedTruth[];
  readonly hidden: Pick<LiveHidden, "count" | "isExact" | "requiredLevel">;
}

export const NO_LIVE: LiveGaps = { truths: [], hidden: { count: 0, isExact: true, requiredLevel: null } };

const exportedSource = (
  { id, name }: Pick<SourceRow, "id" | "name">,
  { state, asOf, from, ratio, reason }: SourceTruth,
  isSearched: boolean,
  language: Language,
): ExportedSource => ({
  id,
  name: localize(name, language) ?? id,
  state,
  isSearched,
  asOf: isoOrNull(asOf),
  coverage: { from: isoOrNull(from), to: isoOrNull(asOf), ratio },
  reason: localize(reason, language),
});

/** What an export lacks, as it stands now. @param countBounds of what is hidden */
export const readGaps = async (
  store: DialogStore,
  selection: Selection,
  order: HistoryOrder,
  { language, countBounds }: { readonly language: Language; readonly countBounds: CountBounds },
  live: LiveGaps,
): Promise<ExportGaps> => {
  const sources = await store.sources();
  const { source: wanted } = selection.filter;
  const isSearched = (id: string): boolean => wanted?.includes(id) ?? true;
  const hidden = isAnythingHidden(selection.scope)
    ? await store.hiddenByLogin(selection, countBounds)
    : { count: 0, isExact: true, requiredLevel: null };
  const levels = [hidden.requiredLevel, live.hidden.requiredLevel].filter((level) => level !== null);
  const { value: count, precision } = countOf(
    hidden.count + live.hidden.count,
    hidden.isExact && live.hidden.isExact,
  );
  return {
    sources: [
      ...sources.map((source) =>
        exportedSource(source, truthOf(source, selection.now), isSearched(source.id), language),
      ),
      ...live.truths.map(({ truth }) => exportedSource(truth.source, truth, truth.isSearched, language)),
    ],
    completeBackTo: isoOrNull(
      completeBackTo(
        sources.filter(({ id }) => isSearched(id)),
        selection.now,
        order,
        null,
        live.truths.map(({ limit }) => limit),
      ),
    ),
    hiddenByLogin: levels.length === 0 ? null : { count, precision, requiredLevel: Math.max(...levels) },
  };
};
