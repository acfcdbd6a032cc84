import { type SQL, sql } from "drizzle-orm";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import { type DialogsTables, dialogsTables, type SourceRow } from "../../drizzle/dialogs/tables.js";
import { type TableRows, tableRows } from "../../drizzle/table-rows.js";
import type { DialogSeed, SourceSeed } from "./seed.js";
import { accessStatement, accessToInstanceStatement, readAccess } from "./store/access.js";
import { CalendarSubscriptionStore } from "./store/calendar-subscriptions.js";
import { CaseStore } from "./store/cases/case-store.js";
import { AgendaStore } from "./store/deadlines/agenda-store.js";
import type { DialogsDialect } from "./store/dialect.js";
import { DialogPartStore } from "./store/dialog-parts.js";
import { EventStore } from "./store/event-store.js";
import { createHistoryPages, type HistoryPage, type HistoryPages } from "./store/history-pages.js";
import { LiveCopyStore } from "./store/live-copies.js";
import { OwnStateStore } from "./store/own-state.js";
import { OwnerStore } from "./store/owners.js";
import { byIdsStatement } from "./store/page.js";
import type { BoundedCount, CountBounds } from "./store/pieces.js";
import { postgresDialect } from "./store/postgres.js";
import { createRowReader, historyRowOf } from "./store/rows.js";
import { indexMissing } from "./store/search/catch-up.js";
import { isSearch, SearchStore } from "./store/search/search-store.js";
import { notingWords, Vocabulary } from "./store/search/vocabulary.js";
import type {
  DialogAccess,
  FacetCount,
  FacetKey,
  HistoryFolder,
  HistoryOrder,
  HistoryRow,
  Selection,
  View,
} from "./store/selection.js";
import { SourceActionStore } from "./store/source-actions.js";
import { sqliteDialect } from "./store/sqlite.js";
import { PIECE_SIZES, type PieceSizes, type Tally, tallyOf, UNBOUNDED } from "./store/tally.js";
import { TwinStore } from "./store/twins/twin-store.js";
import { WINDOW_SIZES, type WindowSizes } from "./store/ways.js";
import { WriteStore } from "./store/write-store.js";
import { createDialogs, upsertSources } from "./store/writing.js";

/** How much of the history is read at a time, by pages and by counts. */
export type ReadingSizes = WindowSizes & PieceSizes;

/** The dialogs room's SQL. Whatever gives items asks for the scope in the same statement. */
export class DialogStore {
  /** What is to be done by when. */
  readonly agenda: AgendaStore;
  /** Cases: what several dialogs belong to. */
  readonly cases: CaseStore;
  /** What belongs to dialogs. */
  readonly parts: DialogPartStore;
  /** Addresses for calendar programs. */
  readonly calendars: CalendarSubscriptionStore;
  /** The change feed, and who is told. */
  readonly events: EventStore;
  /** What service owners read. */
  readonly owners: OwnerStore;
  /** What is found by words. */
  readonly search: SearchStore;
  /** What viewers alone have done with dialogs. */
  readonly own: OwnStateStore;
  /** What dialogs are called on other platforms. */
  readonly twins: TwinStore;
  /** Last good answers of live sources. */
  readonly copies: LiveCopyStore;
  /** What viewers have asked live sources to do. */
  readonly actions: SourceActionStore;
  /** What writing/ changes. */
  readonly writes: WriteStore;
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;
  readonly #vocabulary: Vocabulary;
  readonly #rows: ReturnType<typeof createRowReader>;
  readonly #sourceRows: TableRows<DialogsTables["sources"]>;
  readonly #pages: HistoryPages;
  readonly #sizes: ReadingSizes;

  /** @param sizes of what is read at a time; tests make them small, so that little is much */
  constructor(database: Database, sizes: ReadingSizes = { ...WINDOW_SIZES, ...PIECE_SIZES }) {
    this.#sizes = sizes;
    this.#database = database;
    this.#tables = dialogsTables(columnsOf(database.dialect));
    this.#vocabulary = new Vocabulary(database);
    const dialect = database.dialect === "sqlite" ? sqliteDialect : postgresDialect;
    this.#dialect = { ...dialect, search: notingWords(dialect.search, this.#vocabulary) };
    this.#rows = createRowReader(this.#tables.dialogs);
    this.#sourceRows = tableRows(this.#tables.sources);
    const readRow = (raw: Readonly<Record<string, unknown>>, level: number): HistoryRow =>
      historyRowOf(this.#rows, raw, level);
    this.#pages = createHistoryPages(database, this.#dialect, this.#rows.columns, readRow, sizes);
    this.search = new SearchStore(database, this.#dialect, this.#rows, this.#vocabulary, this.#pages);
    this.twins = new TwinStore(database, this.#tables, this.#dialect, this.#rows, this.search);
    this.agenda = new AgendaStore(database, this.#tables, this.#dialect, this.#rows, sizes);
    this.cases = new CaseStore(database, this.#tables, this.#dialect, this.#rows);
    this.parts = new DialogPartStore(database, this.#tables, this.#dialect);
    this.calendars = new CalendarSubscriptionStore(database, this.#tables);
    this.events = new EventStore(database, this.#tables);
    this.owners = new OwnerStore(database, this.#tables, this.#dialect, this.search);
    this.own = new OwnStateStore(database, this.#tables, this.#dialect);
    this.copies = new LiveCopyStore(database, this.#tables);
    this.actions = new SourceActionStore(database, this.#tables, this.#dialect);
    this.writes = new WriteStore(database, this.#tables, this.#dialect);
  }

  /**
   * A page of the history, in its order; at most `take` rows after a position. One statement, or two where what is asked
   * for is rare; some more where several fields order it, or words are looked for. How many does not depend on how many
   * parties there are.
   */
  async history(selection: Selection, order: HistoryOrder, page: HistoryPage): Promise<HistoryRow[]> {
    if (!isSearch(selection)) return this.#pages.read(selection, order, page);
    return (
      await this.search.page(selection, order, { ...page, timeLeft: () => Number.POSITIVE_INFINITY })
    ).rows.slice();
  }

  /**
   * Dialogs by id, in no order; unknown, hidden and invisible ones are left out. One statement.
   * @param options `withApiOnly`: those that are not meant for people as well
   */
  async itemsByIds(
    ids: readonly string[],
    view: View,
    options: { readonly withApiOnly: boolean } = { withApiOnly: false },
  ): Promise<HistoryRow[]> {
    const statement = byIdsStatement(this.#dialect, this.#rows.columns, view, ids, options);
    return this.#historyRows(statement, view.scope.level);
  }

  /**
   * How many items of a folder nobody has seen, by party URN; of one party up to the limit. Parties that have none are
   * left out, and where `isExact` is false there may be more of any.
   */
  async unreadCounts(
    view: View,
    folder: HistoryFolder,
    bounds: CountBounds,
  ): Promise<{ counts: ReadonlyMap<string, number>; isExact: boolean }> {
    const selection = { ...view, filter: { folder, isContentSeen: false }, search: null };
    const { counts, isExact } = await this.#tally(selection, ["PARTY"], {
      ...bounds,
      limit: UNBOUNDED,
      limitOfEach: bounds.limit,
    });
    return {
      counts: new Map(Array.from(counts.get("PARTY") ?? [], ([party, { n }]) => [party, n])),
      isExact,
    };
  }

  /** What there is to know before dialogs are opened; unknown ones are left out. One statement. */
  async accessTo(ids: readonly string[], view: View): Promise<DialogAccess[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      accessStatement(this.#dialect, view, ids),
      "ONCE",
    );
    return rows.map(readAccess);
  }

  /** The same of the dialogs that are about an instance, the newest first. One statement. */
  async accessToInstance(instanceRef: string, view: View): Promise<DialogAccess[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      accessToInstanceStatement(this.#dialect, view, instanceRef),
      "ONCE",
    );
    return rows.map(readAccess);
  }

  /** How many items a selection has: exactly, or at least so many where a bound was reached. */
  async countHistory(selection: Selection, bounds: CountBounds): Promise<BoundedCount> {
    const { total, isExact } = await this.#tally(selection, [], bounds);
    return { count: total, isExact };
  }

  /** How many items have which value, over all that are counted: `count` of them. */
  async facets(
    selection: Selection,
    keys: readonly FacetKey[],
    bounds: CountBounds,
  ): Promise<BoundedCount & { readonly counts: readonly FacetCount[] }> {
    const { total, isExact, counts } = await this.#tally(selection, keys, bounds);
    return {
      count: total,
      isExact,
      counts: keys.flatMap((by) =>
        Array.from(counts.get(by) ?? [], ([value, { n, unseen }]) => ({ by, value, count: n, unseen })),
      ),
    };
  }

  /**
   * What a stronger login would add; the level is `null` where that is nothing. The search is left out: a count that
   * depends on hidden words would tell them.
   */
  async hiddenByLogin(
    selection: Selection,
    bounds: CountBounds,
  ): Promise<BoundedCount & { readonly requiredLevel: number | null }> {
    const { total, isExact, counts } = await tallyOf(
      this.#database,
      this.#dialect,
      { ...selection, search: null },
      ["LEVEL"],
      bounds,
      { what: "HIDDEN", sizes: this.#sizes },
    );
    const levels = [...(counts.get("LEVEL")?.keys() ?? [])].map(Number);
    return { count: total, isExact, requiredLevel: levels.length === 0 ? null : Math.max(...levels) };
  }

  /** Every source, by id. */
  async sources(): Promise<SourceRow[]> {
    const { columns, read } = this.#sourceRows;
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      sql`SELECT ${columns} FROM ${this.#tables.sources} ORDER BY ${this.#tables.sources.id}`,
      "ONCE",
    );
    return rows.map(read);
  }

  /** Adds sources, or brings what they say of themselves up to date. How many dialogs are held is kept. */
  upsertSources(sources: readonly SourceSeed[]): Promise<void> {
    return upsertSources(this.#database, this.#tables, sources);
  }

  /**
   * Adds dialogs with all that belongs to them, the search index and the sources' counts; all or nothing.
   * @returns the ids that were not there before: those that are known stay as they are
   * @throws DomainError `SOURCE_UNKNOWN`
   */
  async createDialogs(dialogs: readonly DialogSeed[]): Promise<string[]> {
    const created = await createDialogs(this.#database, this.#tables, this.#dialect, dialogs);
    await this.#vocabulary.settle();
    return created;
  }

  /**
   * Puts dialogs into the search index that are not in it: those that were here before it was made anew. Does nothing
   * where all are.
   * @param isWanted asked now and then: false ends it
   * @returns how many there were
   */
  async indexMissing(isWanted: () => boolean): Promise<number> {
    const tools = { tables: this.#tables, dialect: this.#dialect };
    const indexed = await indexMissing(this.#database, tools, isWanted);
    if (indexed > 0) await this.#vocabulary.flush();
    return indexed;
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  async close(): Promise<void> {
    await this.events.signal.close();
    await this.#vocabulary.close();
    await this.#database.close();
  }

  async #tally(selection: Selection, keys: readonly FacetKey[], bounds: CountBounds): Promise<Tally> {
    const tally = (of: Selection): Promise<Tally> =>
      tallyOf(this.#database, this.#dialect, of, keys, bounds, { sizes: this.#sizes });
    if (!isSearch(selection)) return tally(selection);
    const { limit, budget } = bounds;
    const end = budget === undefined ? Number.POSITIVE_INFINITY : budget.clock() + budget.millis;
    const timeLeft = (): number => end - (budget?.clock() ?? 0);
    const { seqs, isComplete } = await this.search.matching(selection, { take: limit, timeLeft });
    if (keys.length === 0) return { total: seqs.length, isExact: isComplete, counts: new Map() };
    const found = await tally({ ...selection, search: null, among: seqs });
    return { ...found, isExact: found.isExact && isComplete };
  }

  async #historyRows(statement: SQL, level: number): Promise<HistoryRow[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(statement, "ONCE");
    return rows.map((raw) => historyRowOf(this.#rows, raw, level));
  }
}
