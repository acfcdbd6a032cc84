import { CursorError } from "../../../lib/cursor.js";
import {
  OWNER_ORDERS,
  type OwnerOrder,
  type OwnerOrderKey,
  type OwnerPosition,
} from "../store/owners-search.js";
import { tidy } from "./bodies/values.js";
import type { OwnersApi } from "./operations.js";
import type { Query } from "./query.js";

const FIELDS = Object.keys(OWNER_ORDERS) as OwnerOrderKey["field"][];

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

const keyIn = (text: string): OwnerOrderKey | null => {
  const [, name = "", direction = "desc"] = /^([a-z]+)(?:_(asc|desc))?$/i.exec(text.trim()) ?? [];
  const field = FIELDS.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (field === undefined) return null;
  return { field, direction: direction.toLowerCase() === "asc" ? "asc" : "desc" };
};

/** `createdAt_asc,dueAt`: without a direction it is the newest first. A wrong one is noted as a problem. */
export const orderIn = (query: Query, fallback: OwnerOrder): OwnerOrder => {
  const text = query.text("orderBy");
  if (text === null) return fallback;
  const keys = text.split(",").map(keyIn);
  const [first, ...others] = keys.flatMap((key) => key ?? []);
  const isTwice = new Set(keys.map((key) => key?.field)).size < keys.length;
  if (first === undefined || keys.includes(null) || isTwice) {
    query.problem(
      "orderBy",
      `"${text}" is no order: name ${FIELDS.join(", ")}, each once, with _asc or _desc, separated by commas.`,
    );
    return fallback;
  }
  return [first, ...others];
};

/** As answers spell an order. */
export const spelledOrder = (order: OwnerOrder): string =>
  [
    ...order.map(({ field, direction }) => `${field.toLowerCase()}_${direction}`),
    `id_${order.at(-1)?.direction ?? "desc"}`,
  ].join(",");

/** Where a page begins, by its continuation token. A wrong one is noted as a problem. */
export const positionIn = (
  query: Query,
  { cursors }: Pick<OwnersApi, "cursors">,
  list: string,
): OwnerPosition | null => {
  const token = query.text("continuationToken");
  if (token === null) return null;
  try {
    const values = cursors.decode(list, token);
    const id = String(values.at(-1));
    return { values: values.slice(0, -1).map((value) => (value === null ? null : Number(value))), id };
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    query.problem(
      "continuationToken",
      `${error.message} Pass it on unchanged, with the same filters and orderBy.`,
    );
    return null;
  }
};

type Row = Readonly<Record<OwnerOrderKey["field"], number | null>> & { readonly id: string };

/**
 * `PaginatedListOf…`.
 * @param rows one more than the page holds, where there are more
 * @param page `stoppedAt`: where the time was over before the page was full, though there may be more
 */
export const pageBody = <R extends Row>(
  rows: readonly R[],
  page: {
    readonly limit: number;
    readonly order: OwnerOrder;
    readonly list: string;
    readonly stoppedAt: OwnerPosition | null;
  },
  { cursors }: Pick<OwnersApi, "cursors">,
  bodyOf: (row: R) => object,
) => {
  const { limit, order, list, stoppedAt } = page;
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const next =
    last === undefined ? stoppedAt : { values: order.map(({ field }) => last[field]), id: last.id };
  const hasNextPage = next !== null;
  return {
    items: items.map(bodyOf),
    hasNextPage,
    ...tidy({
      continuationToken: next === null ? null : cursors.encode(list, [...next.values, next.id]),
    }),
    orderBy: spelledOrder(order),
  };
};
