import type { SQL } from "drizzle-orm";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import { type DialogsTables, dialogsTables, type SourceRow } from "../../drizzle/dialogs/tables.js";
import type { DialogSeed, SourceSeed } from "./seed.js";
import type { DialogsDialect } from "./store/dialect.js";
import { postgresDialect } from "./store/postgres.js";
import { createRowReader } from "./store/rows.js";
import type {
  FacetCount,
  FacetKey,
  HistoryOrder,
  HistoryPosition,
  HistoryRow,
  Selection,
} from "./store/selection.js";
import { sqliteDialect } from "./store/sqlite.js";
import {
  countStatement,
  facetStatement,
  foundRelations,
  hiddenStatement,
  historyRows,
  pageOrder,
} from "./store/statements.js";
import { createDialogs, upsertSources } from "./store/writing.js";

/** The dialogs room's SQL. Whatever gives items asks for the scope in the same statement. */
export class DialogStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;
  readonly #rows: ReturnType<typeof createRowReader>;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = dialogsTables(columnsOf(database.dialect));
    this.#dialect = database.dialect === "sqlite" ? sqliteDialect : postgresDialect;
    this.#rows = createRowReader(this.#tables.dialogs);
  }

  /** A page of the history, in its order; at most `take` rows after a position. One statement. */
  async history(
    selection: Selection,
    order: HistoryOrder,
    page: { readonly after: HistoryPosition | null; readonly take: number },
  ): Promise<HistoryRow[]> {
    const found = foundRelations(this.#dialect, selection, order, page);
    return this.#historyRows(
      historyRows(found, this.#rows.columns, selection.scope.level, pageOrder(order)),
      selection.scope.level,
    );
  }

  /** How many items a selection has; at most `limit` are counted. */
  async countHistory(selection: Selection, limit: number): Promise<number> {
    const [row] = await this.#database.read.rows<{ n: number }>(
      countStatement(this.#dialect, selection, limit),
    );
    return Number(row?.n ?? 0);
  }

  /** How many items have which value, over at most `limit` items; `counted` is over how many. One statement. */
  async facets(
    selection: Selection,
    keys: readonly FacetKey[],
    limit: number,
  ): Promise<{ counted: number; counts: FacetCount[] }> {
    const rows = await this.#database.read.rows<{ facet: FacetKey | "TOTAL"; value: string; n: number }>(
      facetStatement(this.#dialect, selection, keys, limit),
    );
    return {
      counted: Number(rows.find(({ facet }) => facet === "TOTAL")?.n ?? 0),
      counts: rows.flatMap(({ facet, value, n }) =>
        facet === "TOTAL" || Number(n) === 0 ? [] : [{ by: facet, value, count: Number(n) }],
      ),
    };
  }

  /** What a stronger login would add, counted up to `limit`; the level is `null` where that is nothing. */
  async hiddenByLogin(
    selection: Selection,
    limit: number,
  ): Promise<{ count: number; requiredLevel: number | null }> {
    const [row] = await this.#database.read.rows<{ n: number; level: number | null }>(
      hiddenStatement(this.#dialect, selection, limit),
    );
    return { count: Number(row?.n ?? 0), requiredLevel: row?.level == null ? null : Number(row.level) };
  }

  /** Every source, by id. */
  async sources(): Promise<SourceRow[]> {
    return this.#database.read.select().from(this.#tables.sources).orderBy(this.#tables.sources.id);
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
  createDialogs(dialogs: readonly DialogSeed[]): Promise<string[]> {
    return createDialogs(this.#database, this.#tables, this.#dialect, dialogs);
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #historyRows(statement: SQL, level: number): Promise<HistoryRow[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(statement);
    return rows.map((raw) => {
      const requiredLevel = Number(raw["required_level"]);
      return { ...this.#rows.read(raw), requiredLevel, isRedacted: requiredLevel > level };
    });
  }
}
