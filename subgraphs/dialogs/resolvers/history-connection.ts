import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { PageEdge } from "../../../schema/paging.js";
import { partyNamesOf } from "../../../schema/party-names.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { Count, countOf } from "../../../schema/types/count.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import type { DialogsContext } from "../context.js";
import { dialogsError } from "../errors.js";
import { allOf, type LiveSelection, withLive } from "../live/index.js";
import { momentOf } from "../rules/history.js";
import { isAnythingHidden } from "../rules/parties.js";
import type { SearchQuery } from "../rules/search-query.js";
import { completeBackTo } from "../rules/sources.js";
import { countedAsFamilies } from "../service-families.js";
import {
  FACET_KEYS,
  type FacetCount,
  type FacetKey,
  type HistoryRow,
  type SourceRow,
} from "../store/selection.js";
import { FacetKeyEnum } from "../types/enums.js";
import {
  Facet,
  type FacetValue,
  HiddenByLogin,
  HistoryConnection,
  HistoryEdge,
  HistorySearch,
  type LoadedPage,
} from "../types/history-connection.js";
import { type HistoryItem, historyItemOf } from "../types/history-item.js";
import { HistorySource, liveReportOf, SourceReport, sourceReportOf } from "../types/history-source.js";

const MAX_FACET_VALUES = 1_000;

/** An edge as it is shown. */
class ShownEdge extends PageEdge<HistoryItem> implements HistoryEdge {
  readonly isLate: boolean;
  readonly row: HistoryRow;
  readonly search: SearchQuery | null;

  constructor(edge: LoadedPage["edges"][number], search: SearchQuery | null) {
    const { row, isLate } = edge.node;
    super(historyItemOf(row), () => edge.cursor);
    this.isLate = isLate;
    this.row = row;
    this.search = search;
  }
}

@Resolver(() => HistoryConnection)
export class HistoryConnectionResolver {
  @FieldResolver(() => [HistoryEdge], { description: "The items of this page." })
  async edges(@Root() history: HistoryConnection): Promise<HistoryEdge[]> {
    const { edges } = await history.page();
    const { search } = history.selection;
    return edges.map((edge) => new ShownEdge(edge, search));
  }

  @FieldResolver(() => PageInfo, { description: "Where this page lies in the history." })
  async pageInfo(@Root() history: HistoryConnection): Promise<PageInfo> {
    return (await history.page()).pageInfo;
  }

  @FieldResolver(() => HistorySearch, {
    nullable: true,
    description: "What became of the search; null without one.",
  })
  async search(
    @Root() { selection, page, areNamesSearched }: HistoryConnection,
  ): Promise<HistorySearch | null> {
    if (selection.search === null) return null;
    const { stoppedAt } = await page();
    return { searchedBackTo: stoppedAt === null ? null : Number(stoppedAt.at), areNamesSearched };
  }

  @FieldResolver(() => Count, { description: "How many items the whole of it has, over all pages." })
  async totalCount(
    @Root() { selection, live }: HistoryConnection,
    @Ctx() { store, countBounds }: DialogsContext,
  ): Promise<Count> {
    const [found, { count, isExact }] = await Promise.all([
      liveRowsOf(live),
      store.countHistory(selection, countBounds),
    ]);
    return countOf(count + found.rows.length, isExact && found.isExact);
  }

  @FieldResolver(() => [Facet], {
    description:
      "The items of the whole of it, over all pages, counted by one thing after another. Where there are more items than " +
      "are counted, counting took too long, or a live source is missing, every count is AT_LEAST. A service that moved " +
      "from another platform is counted as one.",
  })
  async facets(
    @Root() { selection, live }: HistoryConnection,
    @Arg("by", () => [FacetKeyEnum], { nullable: true, description: "Omitted: by everything." })
    by: FacetKey[] | null,
    @Arg("first", () => Int, {
      defaultValue: 100,
      description: `How many values of each, from 1 to ${MAX_FACET_VALUES}.`,
    })
    first: number,
    @Ctx() { call, services, store, loaders, countBounds }: DialogsContext,
  ): Promise<Facet[]> {
    if (first < 1 || first > MAX_FACET_VALUES) {
      throw dialogsError(
        "PAGE_SIZE_OUT_OF_RANGE",
        `Ask for first from 1 to ${MAX_FACET_VALUES}; it was ${first}.`,
      );
    }
    const keys = [...new Set(by ?? FACET_KEYS)];
    if (keys.length === 0) return [];
    const [found, indexed] = await Promise.all([
      liveRowsOf(live),
      store.facets(selection, keys, countBounds),
    ]);
    const isExact = indexed.isExact && found.isExact;
    const counts = await countedAsFamilies(withLive(indexed.counts, found.rows, keys), { call, services });
    const { idByUrn } = partyNamesOf(selection.scope);
    const sources = keys.includes("SOURCE")
      ? [...(await loaders.sources()), ...found.rows.map((row) => row.live.source)]
      : [];
    return keys.map((key) => {
      const values = counts
        .filter((value) => value.by === key)
        .map((value) => (key === "PARTY" ? { ...value, value: idByUrn.get(value.value) ?? "" } : value))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
      return {
        by: key,
        valueCount: values.length,
        values: values.slice(0, first).map((value) => facetValueOf(value, isExact, sources)),
      };
    });
  }

  @FieldResolver(() => [SourceReport], { description: "The truth about every platform, asked or not." })
  async sources(@Root() history: HistoryConnection): Promise<SourceReport[]> {
    const [sources, { latencyMillis, live }] = await Promise.all([history.searched(), history.page()]);
    const indexed = sources.map(({ source, isSearched }) =>
      sourceReportOf(source, history.selection.now, isSearched ? latencyMillis : null),
    );
    return [...indexed, ...live.map(({ truth }) => liveReportOf(truth))];
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      "The newest moment such that nothing newer than it is missing from the pages so far, as the sources stood at their " +
      "`asOf`. It is the moment of this page's last item where there is a next page, or the moment from which a source is " +
      "covered where that is later; 1970-01-01T00:00:00Z where everything is here. Null where nothing can be promised: a " +
      "source that is searched is STALE, UNAVAILABLE or NOT_CONNECTED, or PARTIAL without a moment from which it is " +
      "covered; or there is a next page, and the order is not newest first by change or creation. A live source that is " +
      "away after it was on the pages before holds the moment up to which it was. What a stronger login would show is " +
      "not counted as missing: see `hiddenByLogin`.",
  })
  async completeBackTo(@Root() history: HistoryConnection): Promise<number | null> {
    const [sources, page] = await Promise.all([history.searched(), history.page()]);
    const { edges, pageInfo, stoppedAt, live } = page;
    const last = edges.at(-1)?.node.row;
    const { order } = history;
    const lastAt = last === undefined || order === null ? null : momentOf(last, order);
    return completeBackTo(
      sources.filter(({ isSearched }) => isSearched).map(({ source }) => source),
      history.selection.now,
      history.order,
      pageInfo.hasNextPage || stoppedAt !== null
        ? { lastAt: stoppedAt === null ? lastAt : Number(stoppedAt.at) }
        : null,
      live.map(({ limit }) => limit),
    );
  }

  @FieldResolver(() => HiddenByLogin, {
    nullable: true,
    description:
      "What a stronger login would add to the whole of it; null where that is nothing. Items with non-sensitive texts are " +
      "not hidden: they are shown with those. The search is not applied, as it could tell what hidden texts say.",
  })
  async hiddenByLogin(
    @Root() { selection, live }: HistoryConnection,
    @Ctx() { store, countBounds }: DialogsContext,
  ): Promise<HiddenByLogin | null> {
    const [ofLive, indexed] = await Promise.all([
      live?.hidden() ?? NOTHING_HIDDEN,
      isAnythingHidden(selection.scope) ? store.hiddenByLogin(selection, countBounds) : NOTHING_HIDDEN,
    ]);
    const levels = [ofLive.requiredLevel, indexed.requiredLevel].filter((level) => level !== null);
    if (levels.length === 0) return null;
    const count = countOf(ofLive.count + indexed.count, ofLive.isExact && indexed.isExact);
    return { count, requiredLevel: Math.max(...levels) };
  }
}

const NOTHING_HIDDEN = { count: 0, isExact: true, requiredLevel: null };

/** What live sources have of the whole of it, and whether that is all of it. */
const liveRowsOf = async (live: LiveSelection | null): Promise<ReturnType<typeof allOf>> =>
  live === null ? { rows: [], isExact: true } : allOf(await live.whole());

const facetValueOf = (
  { by, value, count, unseen }: FacetCount,
  isExact: boolean,
  sources: readonly Pick<SourceRow, "id" | "name">[],
): FacetValue => ({
  key: value,
  count: countOf(count, isExact),
  unreadCount: countOf(unseen, isExact),
  party: by === "PARTY" ? { id: value } : null,
  serviceResource: by === "SERVICE" ? { id: value } : null,
  serviceOwner: by === "OWNER" ? { code: value } : null,
  source: by === "SOURCE" ? (sources.find(({ id }) => id === value) ?? null) : null,
});

@Resolver(() => SourceReport)
export class SourceReportResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "In words: what is missing, and why; null where nothing is.",
  })
  reason(
    @Root() { reasonText }: SourceReport,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string | null {
    return localize(reasonText, languageOf(lang, call.language));
  }
}

@Resolver(() => HistorySource)
export class HistorySourceResolver {
  @FieldResolver(() => String, { description: "What people call the platform." })
  name(
    @Root() source: HistorySource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string {
    return localize(source.name, languageOf(lang, call.language)) ?? source.id;
  }
}
