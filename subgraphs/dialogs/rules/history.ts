import { dialogsError } from "../errors.js";
import type { HistoryFilter, HistoryOrder, HistoryRow, OwnFilter } from "../store/selection.js";
import { fieldOf } from "./order.js";

export const NEWEST_FIRST: HistoryOrder = { field: "CONTENT_UPDATED_AT", direction: "DESC" };

const MAX_VALUES = 1_000;
/** Each is a lookup of its own for every item. */
const MAX_OWN_LABELS = 20;

/** A filter as it was asked for: `null` means the same as absent. */
type Asked = {
  readonly [Key in Exclude<keyof HistoryFilter, "own">]?: HistoryFilter[Key] | null | undefined;
} & {
  readonly isSeenByMe?: boolean | null | undefined;
  readonly ownLabel?: readonly string[] | null | undefined;
};

/** What a filter asks of the viewer's own state; absent where it asks nothing. */
const ownOf = ({ isSeenByMe, ownLabel }: Asked, viewer: string): { own?: OwnFilter } => {
  const asksNothing = isSeenByMe == null && (ownLabel ?? []).length === 0;
  return asksNothing
    ? {}
    : {
        own: {
          owner: viewer,
          labels: [...new Set(ownLabel ?? [])],
          ...(isSeenByMe == null ? {} : { isSeen: isSeenByMe }),
        },
      };
};

/**
 * What a filter asks of an item; parties and services are narrowed in the scope.
 * @param viewer whose own state it may ask for
 * @throws DomainError `LIST_TOO_LONG`
 */
export const filterOf = (asked: Asked, viewer: string): HistoryFilter => {
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
  if ((asked.ownLabel?.length ?? 0) > MAX_OWN_LABELS) {
    throw dialogsError(
      "LIST_TOO_LONG",
      `filter.ownLabel has ${asked.ownLabel?.length} values; name at most ${MAX_OWN_LABELS}.`,
    );
  }
  return { ...Object.fromEntries(given), ...ownOf(asked, viewer) };
};

/** Names a list of the history: a cursor of one is none of another. */
export const listNameOf = (list: {
  readonly workspace: string;
  readonly viewer: string;
  readonly filter: object | null;
  readonly search: string | null | undefined;
  /** `null`: by relevance. */
  readonly order: HistoryOrder | null;
}): string => {
  const filter = Object.entries(list.filter ?? {})
    .filter(([, value]) => value != null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    "history",
    list.workspace,
    list.viewer,
    list.order?.field ?? "RELEVANCE",
    list.order?.direction ?? "DESC",
    filter,
    list.search ?? "",
  ]);
};

/** The moment that an order sorts an item by. */
export const momentOf = (row: HistoryRow, order: HistoryOrder): number | null => fieldOf(row, order);
