import { fieldOf } from "../rules/order.js";
import type { HistoryOrder, HistoryRow } from "../store/selection.js";

/** Where an item lies in an order: what it is sorted by, most significant first, and its id, which breaks ties. */
export interface Place {
  readonly key: readonly (number | null)[];
  readonly id: string;
}

/** An order that items of all sources are in: total, so that a place is good for every source. */
export interface PlaceOrder {
  /** How many values a place's key has. */
  readonly width: number;
  /** Below zero where `a` comes first. */
  compare(a: Place, b: Place): number;
}

/** A row, and where it lies. */
export interface Placed<Row> {
  readonly row: Row;
  readonly place: Place;
}

const lexicographic =
  (sign: 1 | -1) =>
  (a: Place, b: Place): number => {
    for (let at = 0; at < a.key.length; at++) {
      const [one, other] = [a.key[at] ?? null, b.key[at] ?? null];
      if (one === other) continue;
      // What has not the moment comes last in both directions.
      if (one === null) return 1;
      if (other === null) return -1;
      return one < other ? -sign : sign;
    }
    return a.id === b.id ? 0 : a.id < b.id ? -sign : sign;
  };

/** Of the history by one field. */
export const placesBy = ({ direction }: Pick<HistoryOrder, "direction">): PlaceOrder => ({
  width: 1,
  compare: lexicographic(direction === "ASC" ? 1 : -1),
});

/** The best first, and of those that are as good the newest. */
export const BY_RELEVANCE: PlaceOrder = { width: 2, compare: lexicographic(-1) };

/** Where a row lies by a field. */
export const placeOf = (row: HistoryRow, order: HistoryOrder): Place => ({
  key: [fieldOf(row, order)],
  id: row.id,
});

/** After every id of a dialog; ids of live items come after it, as they begin with a letter beyond `f`. */
const LAST_DIALOG_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
/** Whether an id is not a live item's. */
export const isDialogId = (id: string): boolean => !id.startsWith("urn:");

/**
 * A place as the store of dialogs knows it. Of one moment live items come before the dialogs where the newest comes
 * first, and after them where the oldest does; in both cases the place lies at the end of the dialogs' ids.
 */
export const dialogPlaceOf = ({ key, id }: Place): Place => ({
  key,
  id: isDialogId(id) ? id : LAST_DIALOG_ID,
});

/** Before every id that a live source may give. */
const FIRST_OWN_ID = "-";

/**
 * A place, newest first, as one live source knows it: its own items after it are exactly those that lie after the place
 * in the whole history.
 * @param prefix of the ids of this source's items
 */
export const ownPlaceOf = (
  { key: [at], id }: Place,
  prefix: string,
): { readonly updatedAt: number; readonly id: string } => {
  const updatedAt = at ?? 0;
  if (id.startsWith(prefix)) return { updatedAt, id: id.slice(prefix.length) };
  // Its items of that moment lie all before the place, or all after it.
  const areBefore = isDialogId(id) || prefix > id;
  return { updatedAt: areBefore ? updatedAt : updatedAt + 1, id: FIRST_OWN_ID };
};
