import type { SQL } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { ScopeParameters } from "./scope-parameters.js";
import type { SearchIndex } from "./search/search-index.js";
import type { HistoryOrderField } from "./selection.js";

/** A common table expression. */
export interface Relation {
  readonly name: string;
  /** With its columns, after the name. */
  readonly body: SQL;
}

/** How far each row of a way is looked into: no further than its first `size` dialogs (and those of the same moment). */
export interface Window {
  readonly size: number;
  /** The column of dialog `x` that says how far: the order's moment, or the id where there is none. */
  readonly edge: SQL;
  /** What dialogs are counted; the index alone decides it. */
  readonly among: SQL;
}

/** One way through the scope. */
export interface Way {
  readonly relations: readonly Relation[];
  /** The relation whose rows are walked. */
  readonly from: string;
  /** Its columns. */
  readonly columns: readonly string[];
  /** What binds dialog `x` to row `p`. */
  readonly prefix: SQL;
  /** The index that is read; SQLite is told, PostgreSQL finds it. */
  readonly index: string;
  /** The moment that this index goes by, after what the prefix binds. */
  readonly field: HistoryOrderField;
}

/** The newest (or oldest) few of each row of a way: see `DialogsDialect.topOf`. */
export interface Top {
  /** How the scope is walked. */
  readonly way: Way;
  /** Whether that is known to have no more than one row: then nothing is to be found out about which can matter. */
  readonly isOfOne: boolean;
  /** What items are ordered by: a column, or a text of several. */
  readonly key: SQL;
  /** What that is; `ID`: it is NULL for all of them, so that their ids order them. */
  readonly sortsBy: "MOMENT" | "TEXT" | "ID";
  readonly direction: "ASC" | "DESC";
  /** What dialog `x` of row `p` must meet. */
  readonly condition: SQL;
  readonly take: number;
  readonly window: Window | null;
  /** Tells this arm's relations from another arm's. */
  readonly name: string;
}

/** What SQLite and PostgreSQL do each in their own way. Everything else is written once. */
export interface DialogsDialect {
  readonly name: Dialect;

  /** `scope_party(party, g)` and `scope_service(g, service, level)`. */
  scope(parameters: Pick<ScopeParameters, "parties" | "services">): readonly Relation[];

  /** `scope_instance(party, service, ref, dialog_id, level)`. */
  instances(instances: ScopeParameters["instances"]): Relation;

  /**
   * Whether the group `p.g` gives its party's dialog `x` to a login of some level: with its own texts, or with the
   * non-sensitive ones where there are any.
   * @param when what else must be true in the one case and in the other; absent: nothing
   */
  givenByGroup(level: number, when: { readonly open: SQL; readonly redacted: SQL } | null): SQL;

  /**
   * The same for statements that look at very many dialogs: a join after `dialog x`, of one row at most, and what is asked
   * of it. Asked of each dialog by itself it would take half of a count on SQLite.
   */
  joinGroup(level: number): { readonly join: SQL; readonly isGiven: SQL };

  /** Whether a text, or an id, is in a list; the list is one bound value. */
  isIn(column: SQL, values: readonly string[], type: "text" | "id"): SQL;

  /** A select of `seq`: whole numbers, as one bound value. */
  numbers(values: readonly number[]): SQL;

  /**
   * Joins each row so far with its dialogs, looked up one by one by an index; never by reading the table.
   * @param alias what the dialog is called
   * @param condition names the index, e.g. `x.seq = hit.seq`
   */
  joinDialogs(alias: "x" | "d", condition: SQL): SQL;

  /**
   * True of every dialog `x`, for statements that look at more than their index has. PostgreSQL would else as soon read
   * all that a party has in another index, one that has everything.
   */
  readonly isOfTable: SQL;

  /** After `dialog x`: which index is read, where the database has to be told. */
  indexed(name: string): SQL;

  /**
   * The first `take` dialogs of each row of a way, of no more rows than can have a dialog on the page: one whose first
   * dialog comes after `take` others' first dialogs has none there. Each from an index, in its order.
   * @returns relations that are needed before; a select of (seq, sort_key, id, g); and, where there is a window, a
   *   scalar: the foremost of the edges up to which a row was looked at, NULL where every row was looked at whole
   */
  topOf(top: Top): { readonly relations: readonly Relation[]; readonly select: SQL; readonly edge: SQL };

  /**
   * The different values that dialogs of each party have in some columns, by stepping through an index.
   * @param conditions on `x`, which has these columns only
   * @returns a relation (party, g, …columns)
   */
  lanes(name: string, columns: readonly string[], index: string, conditions: readonly SQL[]): Relation;

  /**
   * Dialogs of a way's rows in no order, each row's from an index.
   * @param rows `columns` of dialog `x` of row `p`, where `condition` holds, which may name what is joined after `x`; more
   *   than `limit` are not needed
   * @returns relations that are needed before; a select; and, where there is a window, a select of
   *   ('EDGE', party, moment, 0) of each row that was not looked at whole: the newest were
   */
  within(rows: {
    readonly way: Way;
    readonly columns: SQL;
    readonly join: SQL;
    readonly condition: SQL;
    readonly limit: number;
    readonly window: Window | null;
  }): { readonly relations: readonly Relation[]; readonly select: SQL; readonly edges: SQL | null };

  /**
   * The first `take` deadlines of each party, soonest first, of no more parties than can have one on the page; as
   * `topOf`.
   * @returns relations that are needed before, and a select of (seq, sort_key, id, g): the dialog, the moment, the
   * deadline, the group
   */
  topDeadlines(top: {
    readonly condition: SQL;
    /** Whether the condition leaves only those that are not met: they have an index of their own. */
    readonly isOpenOnly: boolean;
    readonly take: number;
  }): {
    readonly relations: readonly Relation[];
    readonly select: SQL;
  };

  /**
   * Deadlines `t` of the scope's parties with their dialogs `x`, in no order; of each party the soonest `window.size`
   * that are among those.
   * @returns relations that are needed before, of which `deadline_window(party, g, edge)` says how far each party was
   *   looked at: the last deadline's moment in fifteen digits and its id; NULL where that is all of them
   */
  deadlinesOfParties(rows: {
    readonly columns: SQL;
    readonly condition: SQL;
    readonly isOpenOnly: boolean;
    readonly limit: number;
    readonly window: { readonly size: number; readonly among: SQL };
  }): { readonly relations: readonly Relation[]; readonly select: SQL };

  /** A whole number that is not negative as a text of fifteen digits, so that texts sort as numbers do. */
  fifteenDigits(number: SQL): SQL;

  /** The calendar year in Norway of a moment. New Year is always in winter time, so an hour makes up for the zone. */
  yearOf(moment: SQL): SQL;

  /** The search index. */
  readonly search: SearchIndex;

  /** At the end of a select: holds the rows until the transaction ends. */
  readonly forUpdate: SQL;
}
