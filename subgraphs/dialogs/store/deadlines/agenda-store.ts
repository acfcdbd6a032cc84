import { sql } from "drizzle-orm";
import type { Database } from "../../../../drizzle/database.js";
import type { DeadlineRow, DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import type { DeadlineKind, DeadlineMetBy } from "../../../../drizzle/dialogs/values-deadlines.js";
import type { DialogsDialect } from "../dialect.js";
import { type createRowReader, historyRowOf } from "../rows.js";
import type { AgendaPosition, AgendaRow, DeadlineKindCount, DeadlineSelection } from "./selection.js";
import { agendaCountStatement, agendaStatement, hiddenDeadlinesStatement } from "./statements.js";

const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));
const textOrNull = <T extends string = string>(value: unknown): T | null =>
  value == null ? null : (String(value) as T);

const readDeadline = (raw: Readonly<Record<string, unknown>>): AgendaRow["deadline"] => ({
  id: String(raw["t_id"]),
  dialogSeq: Number(raw["t_dialog_seq"]),
  key: String(raw["t_key"]),
  kind: textOrNull<DeadlineKind>(raw["t_kind"]),
  dueAt: Number(raw["t_due_at"]),
  amount: textOrNull(raw["t_amount"]),
  currency: textOrNull(raw["t_currency"]),
  kid: textOrNull(raw["t_kid"]),
  account: textOrNull(raw["t_account"]),
  isMetByOwnerOnly: Boolean(raw["t_is_met_by_owner_only"]),
  ownerMetAt: numberOrNull(raw["t_owner_met_at"]),
  metAt: numberOrNull(raw["t_met_at"]),
  metBy: textOrNull<DeadlineMetBy>(raw["t_met_by"]),
  since: Number(raw["t_since"]),
  changedAt: Number(raw["t_changed_at"]),
  sequence: Number(raw["t_sequence"]),
});

/** A row with DEADLINE_COLUMNS. */
export const agendaRowOf = (
  rows: ReturnType<typeof createRowReader>,
  raw: Readonly<Record<string, unknown>>,
  level: number,
): AgendaRow => ({ deadline: readDeadline(raw), item: historyRowOf(rows, raw, level) });

/** What is to be done by when. */
export class AgendaStore {
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

  /** Deadlines with their items, soonest first; at most `take` after a position. One statement. */
  async page(
    selection: DeadlineSelection,
    page: { readonly after: AgendaPosition | null; readonly take: number },
  ): Promise<AgendaRow[]> {
    const rows = await this.#database.read.rows<Record<string, unknown>>(
      agendaStatement(this.#dialect, this.#rows.columns, selection, page),
    );
    return rows.map((raw) => agendaRowOf(this.#rows, raw, selection.scope.level));
  }

  /** How many there are of each kind, over at most `limit` of them. One statement. */
  async counts(selection: DeadlineSelection, limit: number): Promise<DeadlineKindCount[]> {
    const rows = await this.#database.read.rows<{ kind: DeadlineKind | null; n: number; overdue: number }>(
      agendaCountStatement(this.#dialect, selection, limit),
    );
    return rows.map(({ kind, n, overdue }) => ({ kind, count: Number(n), overdue: Number(overdue) }));
  }

  /** What a stronger login would add, counted up to `limit`; the level is null where that is nothing. */
  async hiddenByLogin(
    selection: DeadlineSelection,
    limit: number,
  ): Promise<{ count: number; requiredLevel: number | null }> {
    const [row] = await this.#database.read.rows<{ n: number; level: number | null }>(
      hiddenDeadlinesStatement(this.#dialect, selection, limit),
    );
    return { count: Number(row?.n ?? 0), requiredLevel: numberOrNull(row?.level) };
  }

  /** Deadlines of dialogs that the viewer is known to see in lists, soonest first. */
  async ofDialogs(seqs: readonly number[]): Promise<DeadlineRow[]> {
    const { deadlines } = this.#tables;
    return this.#database.read
      .select()
      .from(deadlines)
      .where(
        sql`${deadlines.dialogSeq} IN (${sql.join(
          seqs.map((seq) => sql`${seq}`),
          sql`, `,
        )})`,
      )
      .orderBy(deadlines.dueAt, deadlines.id);
  }
}
