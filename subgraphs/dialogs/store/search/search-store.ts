import type { Database } from "../../../../drizzle/database.js";
import { keptWith } from "../../../../lib/kept-with.js";
import type { ExpandedSearch } from "../../rules/expanded-search.js";
import { NEWEST_FIRST } from "../../rules/history.js";
import { namesFor } from "../../rules/name-matching.js";
import { comparePositions, inOrder, isOfSeveral, sortKeyOf } from "../../rules/order.js";
import { scoreOf } from "../../rules/relevance.js";
import type { SearchQuery, SearchTerm } from "../../rules/search-query.js";
import type { DialogsDialect } from "../dialect.js";
import type { HistoryPages } from "../history-pages.js";
import { type createRowReader, historyRowOf } from "../rows.js";
import type { HistoryOrder, HistoryPosition, HistoryRow, Selection } from "../selection.js";
import { expandSearch } from "./expand.js";
import { scopeOfNumbers } from "./sought-parties.js";
import { ownerToken, serviceToken } from "./tokens.js";
import { type Candidate, rowsStatement, verifiedStatement } from "./verify.js";
import type { Vocabulary } from "./vocabulary.js";
import { type Batch, SearchWalk } from "./walk.js";

/** A part of the history that is searched. */
export interface SearchSelection extends Selection {
  readonly search: SearchQuery;
}

/** Whether a selection is a search. */
export const isSearch = (selection: Selection): selection is SearchSelection => selection.search !== null;

/** How much is wanted of a search, and for how long it may go on looking. */
export interface SearchOrder {
  readonly take: number;
  /**
   * How many milliseconds are left, or less than nothing: asked between steps, each of which is bounded, and of PostgreSQL
   * ended where it takes longer. Whoever asks again goes on from where it stopped.
   */
  timeLeft(): number;
}

/** A page of what a search finds. */
export interface SearchPage<Row = HistoryRow> {
  readonly rows: readonly Row[];
  /** Where the time was over before the page was full: the next page goes on from there. `null`: it was not. */
  readonly stoppedAt: HistoryPosition | null;
}

/** A row, and how well it answers to the search; the higher the better. */
export interface ScoredRow {
  readonly row: HistoryRow;
  readonly score: number;
}

/** The dialogs that a search finds, by `seq`. */
export interface Matching {
  readonly seqs: readonly number[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** Where a row lies in the order of relevance. */
export interface RelevancePosition {
  readonly score: number;
  readonly at: number;
  readonly id: string;
}

/** Of so many hits, the newest, the best are found. */
export const RANKED_HITS = 1_000;
/** Up to so many hits are gathered and put in an order that the index does not have. */
const SORTED_HITS = 2_000;
/** Where there are more, the list is read in that order, so many at a time, and each looked for in the index. */
const LISTED = 200;
const NAMED_TOKENS = 64;

interface Hit extends HistoryPosition {
  readonly seq: number;
  /** Its party's number. */
  readonly party: number;
}

/** The first half of the time that is left: what comes after it has the other. */
const halfOf = (timeLeft: () => number): (() => number) => {
  const rest = timeLeft() / 2;
  return () => (rest === Number.POSITIVE_INFINITY ? rest : timeLeft() - rest);
};

/** Tokens of what is called as a term says. */
const tokensOf =
  ({ names = [] }: SearchQuery) =>
  (term: SearchTerm): string[] => {
    const named = namesFor(names, term).map(({ of }) =>
      "service" in of ? serviceToken(of.service) : ownerToken(of.owner),
    );
    return [...new Set(named)].slice(0, NAMED_TOKENS);
  };

/**
 * What is found by words. A search is made in bounded steps, whatever is looked for and however many parties there are:
 * the index gives what has the words, in its order; a second statement asks the scope and the filter which of it may be
 * seen.
 */
export class SearchStore {
  readonly #database: Database;
  readonly #dialect: DialogsDialect;
  readonly #rows: ReturnType<typeof createRowReader>;
  readonly #vocabulary: Vocabulary;
  /** The history without a search. */
  readonly #pages: HistoryPages;
  /** All that answers to a search; found out once for each. */
  readonly expanded: (query: SearchQuery) => Promise<ExpandedSearch> = keptWith((query) =>
    this.#expand(query),
  );
  /** What was found of a selection, by how many were wanted. */
  readonly #matching = keptWith((_selection: SearchSelection) => new Map<number, Promise<Matching>>());

  constructor(
    database: Database,
    dialect: DialogsDialect,
    rows: ReturnType<typeof createRowReader>,
    vocabulary: Vocabulary,
    pages: HistoryPages,
  ) {
    this.#database = database;
    this.#dialect = dialect;
    this.#rows = rows;
    this.#vocabulary = vocabulary;
    this.#pages = pages;
  }

  /** A page of what is found, in an order of the history. */
  async page(
    selection: SearchSelection,
    order: HistoryOrder,
    { after, take, timeLeft }: SearchOrder & { readonly after: HistoryPosition | null },
  ): Promise<SearchPage> {
    if (order.field === "CONTENT_UPDATED_AT" && !isOfSeveral(order)) {
      const { hits, stoppedAt } = await this.#hits(selection, order, after, take, timeLeft);
      return this.#rowsOf(selection, order, hits.slice(0, take), stoppedAt);
    }
    const { hits, stoppedAt } = await this.#hits(selection, order, null, SORTED_HITS + 1, halfOf(timeLeft));
    if (hits.length > SORTED_HITS || stoppedAt !== null) {
      return this.#listed(selection, order, { after, take, timeLeft });
    }
    const compare = comparePositions(order);
    const rest = hits.sort(compare).filter((hit) => after === null || compare(hit, after) > 0);
    return this.#rowsOf(selection, order, rest.slice(0, take), null);
  }

  /**
   * The best of the newest hits, the best first; of those that are as good, the newest.
   * @returns `stoppedAt`: what has changed before that was not looked at, for want of time or as there are too many hits
   */
  async best(
    selection: SearchSelection,
    { after, take, timeLeft }: SearchOrder & { readonly after: RelevancePosition | null },
  ): Promise<SearchPage<ScoredRow>> {
    const search = await this.expanded(selection.search);
    const found = await this.#hits(selection, NEWEST_FIRST, null, RANKED_HITS + 1, timeLeft);
    const hits = found.hits.slice(0, RANKED_HITS);
    const { rows } = await this.#rowsOf(selection, NEWEST_FIRST, hits, null);
    const last = found.hits.length > RANKED_HITS ? hits.at(-1) : undefined;
    const places = rows
      .map((row) => ({ row, score: scoreOf(search, row), at: row.contentUpdatedAt, id: row.id }))
      .sort(byRelevance)
      .filter((place) => after === null || byRelevance(place, after) > 0);
    const stoppedAt = last === undefined ? found.stoppedAt : { at: last.at, id: last.id };
    return { rows: places.slice(0, take), stoppedAt };
  }

  /**
   * The dialogs that are found, the newest first, at most `take`: what counts and facets begin with. Looked for once for
   * each selection, whoever asks.
   */
  matching(selection: SearchSelection, order: SearchOrder): Promise<Matching> {
    const known = this.#matching(selection);
    const matching = known.get(order.take) ?? this.#match(selection, order);
    known.set(order.take, matching);
    return matching;
  }

  /** Which of these rows have the words in the texts that they show, by `seq`. */
  async matchingRows(
    query: SearchQuery,
    rows: readonly Pick<HistoryRow, "seq" | "isRedacted">[],
  ): Promise<ReadonlySet<number>> {
    const search = await this.expanded(query);
    const matching = new Set<number>();
    if (search.groups.length === 0) return matching;
    for (const words of ["ALL", "OPEN"] as const) {
      const seqs = rows.filter(({ isRedacted }) => isRedacted === (words === "OPEN")).map(({ seq }) => seq);
      if (seqs.length === 0) continue;
      const statement = this.#dialect.search.among({ search, words }, seqs);
      const found = await this.#database.read.rows<{ seq: number }>(statement);
      for (const { seq } of found) matching.add(Number(seq));
    }
    return matching;
  }

  async #match(selection: SearchSelection, { take, timeLeft }: SearchOrder): Promise<Matching> {
    const { hits, stoppedAt } = await this.#hits(selection, NEWEST_FIRST, null, take, timeLeft);
    const seqs = hits.slice(0, take).map(({ seq }) => seq);
    return { seqs, isComplete: stoppedAt === null && hits.length <= take };
  }

  async #expand(query: SearchQuery): Promise<ExpandedSearch> {
    await this.#vocabulary.settle();
    return expandSearch(this.#database.read, query, tokensOf(query));
  }

  /** What is found after a position, in order: so many or a few more, or all there are. */
  async #hits(
    selection: SearchSelection,
    order: HistoryOrder,
    after: HistoryPosition | null,
    wanted: number,
    timeLeft: () => number,
  ): Promise<{ hits: Hit[]; stoppedAt: HistoryPosition | null }> {
    const search = await this.expanded(selection.search);
    const isInOrder = order.field === "CONTENT_UPDATED_AT";
    const direction = isInOrder && order.direction === "ASC" ? "OLDEST_FIRST" : "NEWEST_FIRST";
    const request = { search, selection, direction, after, wanted, timeLeft } as const;
    const compare = comparePositions(order);
    const hits: Hit[] = [];
    if (search.groups.length === 0) return { hits, stoppedAt: null };
    for await (const batch of new SearchWalk(this.#database, this.#dialect, request).batches()) {
      const seen = await this.#verified(selection, order, batch);
      hits.push(...seen.filter((hit) => after === null || compare(hit, after) > 0).sort(compare));
      if (hits.length >= wanted) break;
      if (batch.reached !== null && timeLeft() <= 0) return { hits, stoppedAt: batch.reached };
    }
    return { hits, stoppedAt: null };
  }

  /** Those candidates that the viewer may see, and that meet the filter. */
  async #verified(
    selection: SearchSelection,
    order: HistoryOrder,
    { candidates, partyBySeq }: Batch,
  ): Promise<Hit[]> {
    if (candidates.length === 0) return [];
    const ofParties = { ...selection, scope: scopeOfNumbers(selection.scope, new Set(partyBySeq.values())) };
    const rows = await this.#database.read.rows<{ seq: number; sort_key: HistoryPosition["at"]; id: string }>(
      verifiedStatement(this.#dialect, ofParties, order, candidates),
      "ONCE",
    );
    return rows.map(({ seq, sort_key: at, id }) => ({ at, id, seq, party: partyBySeq.get(seq) ?? 0 }));
  }

  /** The rows of hits, in their order. One that is gone since it was found is left out. */
  async #rowsOf(
    selection: SearchSelection,
    order: HistoryOrder,
    hits: readonly Hit[],
    stoppedAt: HistoryPosition | null,
  ): Promise<SearchPage> {
    if (hits.length === 0) return { rows: [], stoppedAt };
    const statement = rowsStatement(
      this.#dialect,
      this.#rows.columns,
      { ...selection, scope: scopeOfNumbers(selection.scope, new Set(hits.map(({ party }) => party))) },
      order,
      hits.flatMap(({ seq }): Candidate[] => [
        [seq, 0],
        [seq, 1],
      ]),
    );
    const raw = await this.#database.read.rows<Record<string, unknown>>(statement, "ONCE");
    const place = new Map(hits.map(({ id }, index) => [id, index]));
    const rows = raw
      .map((row) => historyRowOf(this.#rows, row, selection.scope.level))
      .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    const last = hits.at(-1);
    const isAnyGone = rows.length < hits.length && last !== undefined;
    return { rows, stoppedAt: stoppedAt ?? (isAnyGone ? { at: last.at, id: last.id } : null) };
  }

  /** In an order that the index does not have, of what is too common to be gathered: the list's, looking at each. */
  async #listed(
    selection: SearchSelection,
    order: HistoryOrder,
    { after, take, timeLeft }: SearchOrder & { readonly after: HistoryPosition | null },
  ): Promise<SearchPage> {
    const whole = { ...selection, search: null };
    const found: HistoryRow[] = [];
    let position = after;
    while (found.length < take) {
      const rows = await this.#pages.read(whole, order, { after: position, take: LISTED });
      const among = await this.matchingRows(selection.search, rows);
      found.push(...rows.filter(({ seq }) => among.has(seq)));
      const last = rows.at(-1);
      if (last !== undefined) position = { at: sortKeyOf(last, order), id: last.id };
      if (rows.length < LISTED) return { rows: inOrder(found, order).slice(0, take), stoppedAt: null };
      if (found.length < take && timeLeft() <= 0) return { rows: inOrder(found, order), stoppedAt: position };
    }
    return { rows: inOrder(found, order).slice(0, take), stoppedAt: null };
  }
}

const byRelevance = (a: RelevancePosition, b: RelevancePosition): number =>
  b.score - a.score || b.at - a.at || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);
