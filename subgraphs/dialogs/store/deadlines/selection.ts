import type { DeadlineRow } from "../../../../drizzle/dialogs/tables.js";
import type { DeadlineKind } from "../../../../drizzle/dialogs/values-deadlines.js";
import type { HistoryRow, View } from "../selection.js";

/** Which deadlines. Moments are inclusive. */
export interface DeadlineFilter {
  readonly from: number | null;
  readonly to: number | null;
  /** Null: all, and those that nobody says the kind of. */
  readonly kinds: readonly DeadlineKind[] | null;
  /** Null: whether they are met or not. */
  readonly isMet: boolean | null;
  /** Whether those of items in the archive and the bin are looked at as well. */
  readonly withPutAway: boolean;
}

/** Whose deadlines, and which. */
export interface DeadlineSelection extends View {
  readonly filter: DeadlineFilter;
}

/** A deadline and what it is about. Where the login is too weak the item's texts are the non-sensitive ones. */
export interface AgendaRow {
  readonly deadline: Omit<DeadlineRow, "party">;
  readonly item: HistoryRow;
}

/** Where a deadline lies in an agenda. */
export interface AgendaPosition {
  readonly dueAt: number;
  readonly id: string;
}

/** How many deadlines of a kind there are. */
export interface DeadlineKindCount {
  readonly kind: DeadlineKind | null;
  readonly count: number;
  /** Of these: not met, and past. */
  readonly overdue: number;
}
