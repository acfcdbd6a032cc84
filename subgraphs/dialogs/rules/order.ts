import type { HistoryOrder, HistoryPosition, HistoryRow, OrderPart } from "../store/selection.js";

/** Whether an order has more than one field. */
export const isOfSeveral = ({ then = [] }: Pick<HistoryOrder, "then">): boolean => then.length > 0;

/** The fields of an order, the first one first. */
export const partsOf = ({ field, direction, then = [] }: HistoryOrder): OrderPart[] => [
  { field, direction },
  ...then,
];

/** Beyond every moment, and of as many digits as any: milliseconds since 1970 UTC. */
export const LAST_MOMENT = 999_999_999_999_999;

/** A moment of a row. */
export const fieldOf = (row: HistoryRow, { field }: Pick<OrderPart, "field">): number | null =>
  ({
    CONTENT_UPDATED_AT: row.contentUpdatedAt,
    CREATED_AT: row.createdAt,
    UPDATED_AT: row.updatedAt,
    DUE_AT: row.dueAt,
  })[field];

/**
 * The moments of an order of several fields as one text, which sorts in the order's first direction: fifteen digits
 * each, counted backwards where a field runs the other way; what is missing comes last.
 * @param moments of the order's parts, in their order
 */
export const sortTextOf = (order: HistoryOrder, moments: readonly (number | null)[]): string =>
  partsOf(order)
    .map(({ direction }, index) => {
      const moment = moments[index] ?? null;
      const missing = order.direction === "ASC" ? LAST_MOMENT : 0;
      const rising = moment === null || direction === order.direction ? moment : LAST_MOMENT - moment;
      return String(rising ?? missing).padStart(15, "0");
    })
    .join("");

/** The moments that `sortTextOf` made a text of. */
export const momentsOfSortText = (order: HistoryOrder, text: string): (number | null)[] =>
  partsOf(order).map(({ direction }, index) => {
    const rising = Number(text.slice(index * 15, index * 15 + 15));
    const missing = order.direction === "ASC" ? LAST_MOMENT : 0;
    if (rising === missing) return null;
    return direction === order.direction ? rising : LAST_MOMENT - rising;
  });

/** What a row is sorted by: see `HistoryPosition.at`. */
export const sortKeyOf = (row: HistoryRow, order: HistoryOrder): number | string | null =>
  isOfSeveral(order)
    ? sortTextOf(
        order,
        partsOf(order).map((part) => fieldOf(row, part)),
      )
    : fieldOf(row, order);

/** Which of two positions comes first in an order; what has not the moment comes last in both directions. */
export const comparePositions =
  ({ direction }: Pick<HistoryOrder, "direction">) =>
  (a: HistoryPosition, b: HistoryPosition): number => {
    const sign = direction === "ASC" ? 1 : -1;
    if (a.at !== b.at) {
      if (a.at === null) return 1;
      if (b.at === null) return -1;
      return a.at < b.at ? -sign : sign;
    }
    return a.id === b.id ? 0 : a.id < b.id ? -sign : sign;
  };

/** Rows in an order. */
export const inOrder = (rows: readonly HistoryRow[], order: HistoryOrder): HistoryRow[] => {
  const compare = comparePositions(order);
  const positionOf = (row: HistoryRow): HistoryPosition => ({ at: sortKeyOf(row, order), id: row.id });
  return [...rows].sort((a, b) => compare(positionOf(a), positionOf(b)));
};
