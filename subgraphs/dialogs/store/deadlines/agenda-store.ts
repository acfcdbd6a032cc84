import { setImmediate } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../../../drizzle/database.js";
import type { DeadlineRow, DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import type { DeadlineKind, DeadlineMetBy } from "../../../../drizzle/dialogs/values-deadlines.js";
import type { DialogsDialect } from "../dialect.js";
import { type BoundedCount, type CountBounds, countPieces, timedReads } from "../pieces.js";
import { type createRowReader, historyRowOf } from "../rows.js";
import { scopeParameters } from "../scope-parameters.js";
import type { PieceSizes } from "../tally.js";
import type { AgendaPosition, AgendaRow, DeadlineKindCount, DeadlineSelection } from "./selection.js";
import {
  agendaCountStatement,
  agendaStatement,
  type DeadlineEdge,
  type DeadlinePiece,
  deadlineEdgeOf,
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

/** What follows of a party that has many is looked at in pieces so many times as big: its dialogs are opened as well. */
const LATER_WINDOWS = 4;

type EdgeRow = Parameters<typeof deadlineEdgeOf>[0];

/** What is to be done by when. */
export class AgendaStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;
  readonly #rows: ReturnType<typeof createRowReader>;
  readonly #sizes: Pick<PieceSizes, "parties" | "firstWindow">;

  constructor(
    database: Database,
    tables: DialogsTables,
    dialect: DialogsDialect,
    rows: ReturnType<typeof createRowReader>,
    sizes: Pick<PieceSizes, "parties" | "firstWindow">,
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
    const counted = await this.#counted<{ kind: DeadlineKind | null; n: number; overdue: number }>(
      selection,
      bounds,
      (piece) => agendaCountStatement(this.#dialect, selection, piece),
      ({ kind, n, overdue }) => {
        const known = byKind.get(kind) ?? { kind, count: 0, overdue: 0 };
        const [count, late] = [known.count + Number(n), known.overdue + Number(overdue)];
        byKind.set(kind, { kind, count, overdue: late });
      },
    );
    return { ...counted, counts: [...byKind.values()] };
  }

  /** What a stronger login would add; the level is null where that is nothing. */
  async hiddenByLogin(
    selection: DeadlineSelection,
    bounds: CountBounds,
  ): Promise<BoundedCount & { readonly requiredLevel: number | null }> {
    const levels: number[] = [];
    const counted = await this.#counted<{ n: number; level: number | null }>(
      selection,
      bounds,
      (piece) => hiddenDeadlinesStatement(this.#dialect, selection, piece),
      ({ level }) => {
        if (level !== null) levels.push(Number(level));
      },
    );
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

  /**
   * Adds up pieces until everything is counted, or a bound is reached: the soonest of every party first, then, one by one,
   * what is left of those that have more.
   * @param add takes what one row counts
   */
  async #counted<Row extends { n: number }>(
    { scope }: DeadlineSelection,
    bounds: CountBounds,
    statementOf: (piece: DeadlinePiece) => SQL,
    add: (row: Row) => void,
  ): Promise<BoundedCount> {
    const { limit } = bounds;
    const reads = timedReads(this.#database.read, bounds);
    const all = scopeParameters(scope);
    const isEnough = (): boolean => total > limit || reads.isOver();
    let total = 0;
    const count = async (piece: Omit<DeadlinePiece, "limit">): Promise<DeadlineEdge[]> => {
      const statement = statementOf({ ...piece, limit: limit + 1 - total });
      const rows = await reads.rows<Row & EdgeRow>(statement, "ONCE");
      const edges = rows.map(deadlineEdgeOf);
      rows.forEach((row, index) => {
        if (edges[index] !== null) return;
        total += Number(row.n);
        add(row);
      });
      return edges.filter((edge) => edge !== null);
    };

    const rest: DeadlineEdge[] = [];
    let isDone = await countPieces(
      { parameters: all, first: this.#sizes.parties, reads, isEnough },
      async (piece) => {
        rest.push(...(await count({ ...piece, after: null, window: this.#sizes.firstWindow })));
      },
    );
    const groupOf = new Map(rest.length === 0 ? [] : all.parties);
    for (let more = rest.shift(); more !== undefined; more = rest.shift()) {
      if (isEnough()) {
        isDone = false;
        break;
      }
      await setImmediate();
      const { party, after } = more;
      const parameters = { ...all, parties: [[party, groupOf.get(party) ?? 0]] as const };
      const window = this.#sizes.firstWindow * LATER_WINDOWS;
      rest.unshift(...(await count({ parameters, withGranted: false, after, window })));
    }
    return { count: Math.min(total, limit), isExact: isDone && total <= limit };
  }
}
