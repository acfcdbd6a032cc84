import { sql } from "drizzle-orm";
import type { Database } from "../../../../drizzle/database.js";
import type { ActivityRow, DialogsTables, TransmissionRow } from "../../../../drizzle/dialogs/tables.js";
import type { DialogStatus } from "../../../../drizzle/dialogs/values.js";
import { agendaRowOf } from "../deadlines/agenda-store.js";
import type { AgendaRow } from "../deadlines/selection.js";
import type { DialogsDialect } from "../dialect.js";
import { type createRowReader, historyRowOf } from "../rows.js";
import type { HistoryRow, View } from "../selection.js";
import {
  type CasePosition,
  caseDeadlinesStatement,
  caseFactsStatement,
  caseHiddenStatement,
  caseItemsStatement,
  linksStatement,
  timelineStatement,
} from "./statements.js";

/** Items of one process, party, owner and status, together. */
export interface CaseFact {
  readonly process: string;
  readonly party: string;
  readonly org: string;
  readonly status: DialogStatus;
  readonly count: number;
  /** When the oldest was made, and when the newest content changed. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Something in a timeline, before it is read. */
export interface TimelineEntry {
  readonly at: number;
  readonly kind: "ITEM" | "TRANSMISSION" | "ACTIVITY";
  readonly id: string;
  readonly dialogId: string;
}

type Page = { readonly after: CasePosition | null; readonly take: number };

/** Cases: what several dialogs belong to. Each method is one statement, and gives only what the view may see. */
export class CaseStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;
  readonly #rows: ReturnType<typeof createRowReader>;

  constructor(
    database: Database,
    tables: DialogsTables,
    dialect: DialogsDialect,
    rows: ReturnType<typeof createRowReader>,
  ) {
    this.#database = database;
    this.#tables = tables;
    this.#dialect = dialect;
    this.#rows = rows;
  }

  /** Which processes these follow, and which follow these; at most `limit` pairs. */
  async links(
    view: View,
    processes: readonly string[],
    limit: number,
  ): Promise<{ process: string; precedingProcess: string }[]> {
    const rows = await this.#database.read.rows<{ process: string; preceding_process: string }>(
      linksStatement(this.#dialect, view, processes, limit),
    );
    return rows.map((row) => ({ process: row.process, precedingProcess: row.preceding_process }));
  }

  /** What items there are, over at most `limit` of them. */
  async facts(view: View, processes: readonly string[], limit: number): Promise<CaseFact[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      caseFactsStatement(this.#dialect, view, processes, limit),
    );
    return rows.map((raw) => ({
      process: String(raw["process"]),
      party: String(raw["party"]),
      org: String(raw["org"]),
      status: raw["status"] as DialogStatus,
      count: Number(raw["n"]),
      firstAt: Number(raw["first_at"]),
      lastAt: Number(raw["last_at"]),
    }));
  }

  /** The first `take` items of each process after a position, oldest first. */
  async items(view: View, processes: readonly string[], page: Page): Promise<HistoryRow[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      caseItemsStatement(this.#dialect, this.#rows.columns, view, processes, page),
    );
    return rows.map((raw) => historyRowOf(this.#rows, raw, view.scope.level));
  }

  /** Deadlines with their items, soonest first. */
  async deadlines(view: View, processes: readonly string[], take: number): Promise<AgendaRow[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      caseDeadlinesStatement(this.#dialect, this.#rows.columns, view, processes, take),
    );
    return rows.map((raw) => agendaRowOf(this.#rows, raw, view.scope.level));
  }

  /** What a stronger login would add to each process, over at most `limit` items. */
  async hiddenByLogin(
    view: View,
    processes: readonly string[],
    limit: number,
  ): Promise<{ process: string; count: number; requiredLevel: number }[]> {
    const rows = await this.#database.read.rows<{ process: string; n: number; level: number }>(
      caseHiddenStatement(this.#dialect, view, processes, limit),
    );
    return rows.map(({ process, n, level }) => ({ process, count: Number(n), requiredLevel: Number(level) }));
  }

  /** What happened, oldest first. */
  async timeline(view: View, processes: readonly string[], page: Page): Promise<TimelineEntry[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      timelineStatement(this.#dialect, view, processes, page),
    );
    return rows.map((raw) => ({
      at: Number(raw["at"]),
      kind: raw["kind"] as TimelineEntry["kind"],
      id: String(raw["id"]),
      dialogId: String(raw["dialog_id"]),
    }));
  }

  /** Transmissions of a timeline, with whether their owner has heard that they were opened. */
  async transmissions(ids: readonly string[]): Promise<{ row: TransmissionRow; isOpened: boolean }[]> {
    const { transmissions: table } = this.#tables;
    const isOpened = sql<unknown>`EXISTS (SELECT 1 FROM activity a WHERE a.dialog_id = ${table.dialogId}
      AND a.transmission_id = ${table.id} AND a.type = 'TRANSMISSION_OPENED')`;
    const rows = await this.#database.read
      .select({ row: table, isOpened })
      .from(table)
      .where(this.#dialect.isIn(sql`${table.id}`, ids, "id"));
    return rows.map(({ row, isOpened: opened }) => ({ row, isOpened: Boolean(opened) }));
  }

  /** Activities of a timeline. */
  async activities(ids: readonly string[]): Promise<ActivityRow[]> {
    const { activities: table } = this.#tables;
    return this.#database.read
      .select()
      .from(table)
      .where(this.#dialect.isIn(sql`${table.id}`, ids, "id"));
  }
}
