import { sql } from "drizzle-orm";
import type { Database } from "../../../../drizzle/database.js";
import type { DeadlineRow, DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import type { DeadlineKind, DeadlineMetBy } from "../../../../drizzle/dialogs/values-deadlines.js";
import type { DialogsDialect } from "../dialect.js";
import { type BoundedCount, type CountBounds, countPieces, type TimedReads, timedReads } from "../pieces.js";
import { type createRowReader, historyRowOf } from "../rows.js";
import { scopeParameters } from "../scope-parameters.js";
import type { PieceSizes } from "../tally.js";
import type { AgendaPosition, AgendaRow, DeadlineKindCount, DeadlineSelection } from "./selection.js";
import {
  agendaCountStatement,
  agendaStatement,
  type DeadlinePiece,
  hiddenDeadlinesStatement,
} from "./statements.js";

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
  readonly #sizes: Pick<PieceSizes, "parties">;

  constructor(
    database: Database,
    tables: DialogsTables,
    dialect: DialogsDialect,
    rows: ReturnType<typeof createRowReader>,
    sizes: Pick<PieceSizes, "parties">,
  ) {
    this.#sizes = sizes;
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
      "ONCE",
    );
    return rows.map((raw) => agendaRowOf(this.#rows, raw, selection.scope.level));
  }

  /** How many there are of each kind: exactly, or at least so many where a bound was reached. */
  async counts(
    selection: DeadlineSelection,
    bounds: CountBounds,
  ): Promise<BoundedCount & { readonly counts: readonly DeadlineKindCount[] }> {
    const byKind = new Map<DeadlineKind | null, DeadlineKindCount>();
    const counted = await this.#counted(selection, bounds, async (piece, reads) => {
      const rows = await reads.rows<{ kind: DeadlineKind | null; n: number; overdue: number }>(
        agendaCountStatement(this.#dialect, selection, piece),
        "ONCE",
      );
      for (const { kind, n, overdue } of rows) {
        const known = byKind.get(kind) ?? { kind, count: 0, overdue: 0 };
        const [count, late] = [known.count + Number(n), known.overdue + Number(overdue)];
        byKind.set(kind, { kind, count, overdue: late });
      }
      return rows.reduce((sum, { n }) => sum + Number(n), 0);
    });
    return { ...counted, counts: [...byKind.values()] };
  }

  /** What a stronger login would add; the level is null where that is nothing. */
  async hiddenByLogin(
    selection: DeadlineSelection,
    bounds: CountBounds,
  ): Promise<BoundedCount & { readonly requiredLevel: number | null }> {
    const levels: number[] = [];
    const counted = await this.#counted(selection, bounds, async (piece, reads) => {
      const [row] = await reads.rows<{ n: number; level: number | null }>(
        hiddenDeadlinesStatement(this.#dialect, selection, piece),
        "ONCE",
      );
      if (row?.level != null) levels.push(Number(row.level));
      return Number(row?.n ?? 0);
    });
    return { ...counted, requiredLevel: levels.length === 0 ? null : Math.max(...levels) };
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

  /** Adds up pieces until all parties are counted, or a bound is reached. @param count how many a piece has */
  async #counted(
    { scope }: DeadlineSelection,
    bounds: CountBounds,
    count: (piece: DeadlinePiece, reads: TimedReads) => Promise<number>,
  ): Promise<BoundedCount> {
    const { limit } = bounds;
    const reads = timedReads(this.#database.read, bounds);
    let total = 0;
    const isDone = await countPieces(
      {
        parameters: scopeParameters(scope),
        first: this.#sizes.parties,
        reads,
        isEnough: () => total > limit || reads.isOver(),
      },
      async (piece) => {
        total += await count({ ...piece, limit: limit + 1 - total }, reads);
      },
    );
    return { count: Math.min(total, limit), isExact: isDone && total <= limit };
  }
}
