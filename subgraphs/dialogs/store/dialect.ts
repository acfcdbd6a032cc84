import type { SQL } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { ScopeParameters } from "./scope-parameters.js";
import type { SearchIndex } from "./search/search-index.js";

/** The newest (or oldest) few of each party: see `DialogsDialect.topOfParties`. */
export interface TopOfParties {
  /** The column that items are ordered by. */
  readonly key: SQL;
  /** Whether that is a text and not a moment. */
  readonly isText: boolean;
  readonly direction: "ASC" | "DESC";
  /** What dialog `x` of party `p` must meet. */
  readonly condition: SQL;
  readonly take: number;
  /** Tells this arm's relations from another arm's. */
  readonly name: string;
}

/** A common table expression. */
export interface Relation {
  readonly name: string;
  /** With its columns, after the name. */
  readonly body: SQL;
}

/** What SQLite and PostgreSQL do each in their own way. Everything else is written once. */
export interface DialogsDialect {
  readonly name: Dialect;

  /** `scope_party(party, g)`, `scope_service(g, service, level)`, `scope_instance(party, service, ref, dialog_id, level)`. */
  scope(parameters: ScopeParameters): readonly Relation[];

  /** Whether a text, or an id, is in a list; the list is one bound value. */
  isIn(column: SQL, values: readonly string[], type: "text" | "id"): SQL;

  /**
   * Joins each row so far with its dialogs, looked up one by one by an index; never by reading the table.
   * @param alias what the dialog is called
   * @param condition names the index, e.g. `x.seq = hit.seq`
   */
  joinDialogs(alias: "x" | "d", condition: SQL): SQL;

  /**
   * The first `take` dialogs of each party, of no more parties than can have a dialog on the page: a party whose first
   * dialog comes after `take` other parties' first dialogs has none there. Each from an index, in its order.
   * @returns relations that are needed before, and a select of (seq, sort_key, id, g)
   */
  topOfParties(top: TopOfParties): { readonly relations: readonly Relation[]; readonly select: SQL };

  /**
   * Dialogs of the scope's parties in no order, each party's from an index.
   * @param rows `columns` of dialog `x` of party `p`, where `condition` holds; more than `limit` are not needed
   */
  ofParties(rows: { readonly columns: SQL; readonly condition: SQL; readonly limit: number }): SQL;

  /**
   * The first `take` deadlines of each party, soonest first, of no more parties than can have one on the page; as
   * `topOfParties`.
   * @returns relations that are needed before, and a select of (seq, sort_key, id, g): the dialog, the moment, the
   * deadline, the group
   */
  topDeadlines(top: { readonly condition: SQL; readonly take: number }): {
    readonly relations: readonly Relation[];
    readonly select: SQL;
  };

  /** Deadlines `t` of the scope's parties with their dialogs `x`, as `ofParties`. */
  deadlinesOfParties(rows: { readonly columns: SQL; readonly condition: SQL; readonly limit: number }): SQL;

  /** A whole number that is not negative as a text of fifteen digits, so that texts sort as numbers do. */
  fifteenDigits(number: SQL): SQL;

  /** The calendar year in Norway of a moment. New Year is always in winter time, so an hour makes up for the zone. */
  yearOf(moment: SQL): SQL;

  /** The search index. */
  readonly search: SearchIndex;

  /** At the end of a select: holds the rows until the transaction ends. */
  readonly forUpdate: SQL;
}
