import { type HistoryPage, type HistoryQuestion, presenceOf } from "../kit/history-source.js";
import type { Platform } from "./platform.js";
import type { SourceId } from "./records.js";
import { coverageOf } from "./rules/coverage.js";
import { shownItem } from "./rules/items.js";
import type { Tally } from "./store/history.js";
import type { Viewable } from "./viewable.js";

/** A letter to somebody new is found so long after at the latest. */
const PRESENCE_SECONDS = 30;

const hiddenIn = (tallies: readonly Tally[]): HistoryPage["hiddenByLogin"] => {
  const count = tallies.reduce((sum, { hidden }) => sum + hidden, 0);
  const levels = tallies.flatMap(({ hiddenLevel }) => hiddenLevel ?? []);
  return count === 0 ? null : { count, requiredLevel: Math.max(...levels) };
};

/** What a source has of the parties asked about, as far as the caller may see it. */
export const historyPage = async (
  { store, now }: Pick<Platform, "store" | "now">,
  viewable: Viewable,
  { source, question }: { readonly source: SourceId; readonly question: HistoryQuestion },
): Promise<HistoryPage> => {
  const { history } = store;
  const municipalityIds = history.municipalitiesOf(source, question.parties);
  const visible = await viewable.of(municipalityIds, question.parties);
  const rows = history.page(source, visible, question);
  const tallies = history.tally(source, visible, question);
  const held = tallies.flatMap((tally) => {
    const municipality = store.municipality(tally.municipalityId);
    const capabilities = store.capabilities(tally.municipalityId);
    return municipality === null ? [] : { municipality, capabilities, held: tally.held };
  });
  return {
    items: rows.slice(0, question.first).map(shownItem),
    hasMore: rows.length > question.first,
    totalCount: tallies.reduce((sum, { matching }) => sum + matching, 0),
    asOf: now(),
    coverage: coverageOf(source, held),
    hiddenByLogin: hiddenIn(tallies),
  };
};

/** Whom a source may have something of. */
export const presence = ({ store, now, salt }: Platform, source: SourceId): object =>
  presenceOf(store.history.partiesOf(source), { salt, now: now(), validForSeconds: PRESENCE_SECONDS });
