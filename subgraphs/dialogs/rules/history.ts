import { dialogsError } from "../errors.js";
import type { HistoryFilter, HistoryOrder, HistoryRow } from "../store/selection.js";

export const NEWEST_FIRST: HistoryOrder = { field: "CONTENT_UPDATED_AT", direction: "DESC" };

const MAX_VALUES = 1_000;

/** A filter as it was asked for: `null` means the same as absent. */
type Asked = {
  readonly [Key in keyof HistoryFilter]?: HistoryFilter[Key] | null | undefined;
};

/**
 * What a filter asks of an item; parties and services are narrowed in the scope.
 * @throws DomainError `LIST_TOO_LONG`
 */
export const filterOf = (asked: Asked): HistoryFilter => {
  const keys = [
    "status",
    "owner",
    "source",
    "folder",
    "systemLabel",
    "process",
    "isContentSeen",
    "createdAfter",
    "createdBefore",
    "updatedAfter",
    "updatedBefore",
    "dueAfter",
    "dueBefore",
  ] as const;
  const given = keys.flatMap((key) => (asked[key] == null ? [] : [[key, asked[key]] as const]));
  for (const [key, value] of given) {
    if (Array.isArray(value) && value.length > MAX_VALUES) {
      throw dialogsError(
        "LIST_TOO_LONG",
        `filter.${key} has ${value.length} values; name at most ${MAX_VALUES}.`,
      );
    }
  }
  return Object.fromEntries(given);
};

/** Names a list of the history: a cursor of one is none of another. */
export const listNameOf = (list: {
  readonly workspace: string;
  readonly viewer: string;
  readonly filter: object | null;
  readonly search: string | null | undefined;
  readonly order: HistoryOrder;
}): string => {
  const filter = Object.entries(list.filter ?? {})
    .filter(([, value]) => value != null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { field, direction } = list.order;
  return JSON.stringify([
    "history",
    list.workspace,
    list.viewer,
    field,
    direction,
    filter,
    list.search ?? "",
  ]);
};

/** The moment that an order sorts an item by. */
export const momentOf = (row: HistoryRow, { field }: HistoryOrder): number | null =>
  ({ CONTENT_UPDATED_AT: row.contentUpdatedAt, CREATED_AT: row.createdAt, DUE_AT: row.dueAt })[field];
