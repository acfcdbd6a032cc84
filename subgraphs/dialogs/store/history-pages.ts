import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import { fieldOf, inOrder, isOfSeveral, momentsOfSortText, partsOf } from "../rules/order.js";
import { createBigParties } from "./big-parties.js";
import { keyOf } from "./conditions.js";
import type { DialogsDialect } from "./dialect.js";
import { type PageRequest, pageStatement } from "./page.js";
import { startOf } from "./scope-sql.js";
import type { HistoryOrder, HistoryPosition, HistoryRow, Selection } from "./selection.js";
import { byParty, isOfMany, mayBeRare, rareWay, type WindowSizes, wayOfMany, windowSizeOf } from "./ways.js";

/** What of the history is asked for. */
export interface HistoryPage {
  readonly after: HistoryPosition | null;
  readonly take: number;
}

type RawRow = Readonly<Record<string, unknown>>;

/** Reads pages of the history, each by a few statements at most, whatever the scope, the filter and the order. */
export interface HistoryPages {
  read(selection: Selection, order: HistoryOrder, page: HistoryPage): Promise<HistoryRow[]>;
}

/** Ids before and after all others. */
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * Whether nothing is missing from what a window let through: the last row lies within what was looked at of every party.
 */
const isWhole = (
  rows: readonly RawRow[],
  order: HistoryOrder,
  take: number,
  last: HistoryRow | undefined,
): boolean => {
  const [first] = rows;
  if (first === undefined || last === undefined) return false; // nothing was found, so nothing tells how far it went
  const { edge_dated: dated, edge_undated: undated } = first;
  if (dated === null && undated === null) return true;
  if (rows.length < take) return false;
  const isWithin = <T>(at: T, edge: T): boolean => (order.direction === "DESC" ? at >= edge : at <= edge);
  const at = fieldOf(last, order);
  if (at !== null) return dated === null || isWithin(at, Number(dated));
  return dated === null && (undated === null || isWithin(last.id, String(undated)));
};

/** @param readRow of a statement of `columns` */
export const createHistoryPages = (
  database: Database,
  dialect: DialogsDialect,
  columns: SQL,
  readRow: (raw: RawRow, level: number) => HistoryRow,
  sizes: WindowSizes,
): HistoryPages => {
  const bigParties = createBigParties(database, dialect, sizes.bigParty);

  const rowsOf = async (selection: Selection, request: PageRequest): Promise<[RawRow[], HistoryRow[]]> => {
    const statement = pageStatement(dialect, columns, selection, request);
    const raw = await database.read.rows<RawRow>(statement, "ONCE");
    return [raw, raw.map((row) => readRow(row, selection.scope.level))];
  };

  /**
   * Of few parties. The newest of each are looked at first: that is enough where what is asked for is common. Where it is
   * not, the second statement finds it however rare it is.
   */
  const ofFew = async (
    selection: Selection,
    request: Omit<PageRequest, "way" | "window">,
  ): Promise<HistoryRow[]> => {
    const { order, take } = request;
    const window = windowSizeOf(selection, sizes);
    const [raw, rows] = await rowsOf(selection, { ...request, way: byParty(order.field), window });
    if (window === null || isWhole(raw, order, take, rows.at(-1))) return rows;
    const [, all] = await rowsOf(selection, {
      ...request,
      way: rareWay(dialect, selection, order),
      window: null,
    });
    return all;
  };

  /** By one field. Of many parties, those few that have very many dialogs are looked at by themselves. */
  const byField = async (
    selection: Selection,
    order: HistoryOrder,
    { after, take }: HistoryPage,
    conditions: readonly SQL[] = [],
  ): Promise<HistoryRow[]> => {
    const request = { order, after, take, conditions };
    const isNamed = startOf(dialect, selection).hit !== null;
    if (!isNamed && !isOfMany(selection, sizes)) return ofFew(selection, request);
    const ofMany = async (of: Selection): Promise<HistoryRow[]> => {
      const [, rows] = await rowsOf(of, { ...request, way: wayOfMany(of, order), window: null });
      return rows;
    };
    const parts = !isNamed && mayBeRare(selection, order) ? await bigParties.divide(selection) : null;
    if (parts === null) return ofMany(selection);
    const pages = await Promise.all([
      ofMany({ ...selection, scope: parts.others }),
      ofFew({ ...selection, scope: parts.big }, request),
    ]);
    return inOrder(pages.flat(), order).slice(0, take);
  };

  /**
   * By several fields, which no index has as one: the index of one of them gives a page, and with it the moment up to
   * which the real page reaches at most; only what lies up to there is ordered by all fields.
   * @param lead the place of that field: those before it are missing of all that is asked for
   */
  const bySeveral = async (
    selection: Selection,
    order: HistoryOrder,
    lead: number,
    { after, take }: HistoryPage,
  ): Promise<HistoryRow[]> => {
    const { field, direction } = partsOf(order)[lead] ?? order;
    const single: HistoryOrder = { field, direction };
    const isDescending = direction === "DESC";
    const from = after === null ? null : (momentsOfSortText(order, String(after.at))[lead] ?? null);
    // From the position's own moment on, all of it: what lies before the position there is left out by its text.
    const start = after === null ? null : { at: from, id: isDescending ? LAST_ID : FIRST_ID };
    const isAfter =
      after === null
        ? []
        : [
            sql`(${keyOf(dialect, order)}, x.id) ${sql.raw(order.direction === "DESC" ? "<" : ">")} (${after.at}, ${after.id})`,
          ];
    const near = await byField(selection, single, { after: start, take }, isAfter);
    const last = near.at(-1);
    if (last === undefined || near.length < take) return inOrder(near, order);
    const bound = fieldOf(last, single);
    const upTo = sql`${keyOf(dialect, single)} ${sql.raw(isDescending ? ">=" : "<=")} ${bound}`;
    const way = isOfMany(selection, sizes) ? wayOfMany(selection, single) : byParty(single.field);
    const [, rows] = await rowsOf(selection, { order, after, take, way, window: null, conditions: [upTo] });
    // What went between the two statements would look like the end of the list: it is read again, until nothing does.
    return rows.length < take ? bySeveral(selection, order, lead, { after, take }) : rows;
  };

  return {
    /** By several fields: first those that have the first one's moment, then those that have not. */
    async read(selection, order, page) {
      if (!isOfSeveral(order)) return byField(selection, order, page);
      if (order.field !== "DUE_AT") return bySeveral(selection, order, 0, page);
      const ofDue = (hasDue: boolean): Selection => ({
        ...selection,
        filter: { ...selection.filter, hasDue },
      });
      const isPast = page.after !== null && momentsOfSortText(order, String(page.after.at))[0] === null;
      const dated = isPast ? [] : await bySeveral(ofDue(true), order, 0, page);
      if (dated.length === page.take) return dated;
      const rest = { after: isPast ? page.after : null, take: page.take - dated.length };
      return [...dated, ...(await bySeveral(ofDue(false), order, 1, rest))];
    },
  };
};
