import { isUuid } from "../../../lib/ids.js";
import type { HistoryOrder, HistoryOrderField, HistoryPosition } from "../store/selection.js";
import { isOfSeveral, momentsOfSortText, partsOf, sortTextOf } from "./order.js";

/*
 * Dialogporten's continuation tokens: `key_value` for each thing that is ordered by, and for the id, with commas
 * between, e.g. `contentupdatedat_2026-03-31T21:59:59.0000000Z,id_0199…`. Nothing follows a `_` whose value is missing.
 * A token only says where to go on: what may be seen from there is asked in the statement, as always.
 */

const KEYS: Readonly<Record<HistoryOrderField, string>> = {
  CONTENT_UPDATED_AT: "contentupdatedat",
  CREATED_AT: "createdat",
  UPDATED_AT: "updatedat",
  DUE_AT: "dueat",
};

/** As .NET writes moments: seven digits of a second. */
const momentText = (moment: number | null): string =>
  moment === null ? "" : new Date(moment).toISOString().replace("Z", "0000Z");

/** The token that goes on after a position. */
export const continuationTokenOf = ({ at, id }: HistoryPosition, order: HistoryOrder): string => {
  const moments = isOfSeveral(order)
    ? momentsOfSortText(order, String(at))
    : [at === null ? null : Number(at)];
  return [
    ...partsOf(order).map(({ field }, index) => `${KEYS[field]}_${momentText(moments[index] ?? null)}`),
    `id_${id}`,
  ].join(",");
};

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/;

/** Only due dates can be missing. `undefined`: it is none. */
const readMoment = (text: string, field: HistoryOrderField): number | null | undefined => {
  if (text === "") return field === "DUE_AT" ? null : undefined;
  const moment = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) || moment < 0 ? undefined : moment;
};

/** Where a token goes on; `null` where it is none of this order. */
export const readContinuationToken = (token: string, order: HistoryOrder): HistoryPosition | null => {
  const parts = partsOf(order);
  const values = new Map<string, string>();
  for (const entry of token.split(",")) {
    const at = entry.indexOf("_");
    const key = entry.slice(0, at).trim().toLowerCase();
    if (at < 0 || values.has(key)) return null;
    values.set(key, entry.slice(at + 1).trim());
  }
  const id = values.get("id")?.toLowerCase() ?? "";
  const moments = parts.map(({ field }) => {
    const text = values.get(KEYS[field]);
    return text === undefined ? undefined : readMoment(text, field);
  });
  if (values.size !== parts.length + 1 || !isUuid(id)) return null;
  const known = moments.flatMap((moment) => (moment === undefined ? [] : [moment]));
  if (known.length !== parts.length) return null;
  return { at: isOfSeveral(order) ? sortTextOf(order, known) : (known[0] ?? null), id };
};
