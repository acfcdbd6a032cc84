import { createHash } from "node:crypto";
import type { Position } from "../../../schema/paging.js";
import { isDialogId, type Place, type PlaceOrder } from "./places.js";

/**
 * How far the pages have come: `null` is the beginning. The indexed store, and every source that was on time, share the
 * common place; a source that was not is still at its own, earlier one. One that is not named has shown nothing yet.
 */
export interface Progress {
  readonly common: Place | null;
  /** By tag. None lies after the common one. */
  readonly places: ReadonlyMap<string, Place | null>;
}

/** Nothing was shown yet. */
export const BEGINNING: Progress = { common: null, places: new Map() };

const TAG_LENGTH = 4;
const tags = new Map<string, string>();

/** Stands for a source in cursors, which name all of them: four characters each. */
export const tagOf = (source: string): string => {
  const tag =
    tags.get(source) ?? createHash("sha256").update(source).digest("base64url").slice(0, TAG_LENGTH);
  tags.set(source, tag);
  return tag;
};

/** How far a source has come. */
export const placeIn = ({ places }: Progress, source: string): Place | null =>
  places.get(tagOf(source)) ?? null;

/** Stands for a source of which something was missing on some page for good. */
export const lackTagOf = (source: string): string => tagOf(`${source}!`);

/** Whether something of a source was missing from a page before, which no later one brings. */
export const isLackingIn = ({ places }: Progress, source: string): boolean => places.has(lackTagOf(source));

export const laterOf = ({ compare }: PlaceOrder, a: Place | null, b: Place | null): Place | null =>
  a === null ? b : b === null ? a : compare(a, b) < 0 ? b : a;

export const earlierOf = ({ compare }: PlaceOrder, a: Place | null, b: Place | null): Place | null =>
  a === null || b === null ? null : compare(a, b) < 0 ? a : b;

const valuesOf = ({ key, id }: Place): Position => [...key, id];

/**
 * What a cursor holds: the common place, the sources that are there, and each earlier place with those that are at it.
 * Without live sources it is the place alone, as it is in a history that has none.
 * @param progress that has come further than the beginning
 */
export const positionOf = ({ common, places }: Progress): Position => {
  if (common === null) throw new Error("A cursor at the beginning of the history says nothing.");
  if (places.size === 0) return valuesOf(common);
  const groups = new Map<string, { readonly place: Place; readonly tags: string[] }>();
  const here = JSON.stringify(valuesOf(common));
  groups.set(here, { place: common, tags: [] });
  for (const [tag, place] of places) {
    if (place === null) continue;
    const name = JSON.stringify(valuesOf(place));
    const group = groups.get(name) ?? { place, tags: [] };
    group.tags.push(tag);
    groups.set(name, group);
  }
  return [...groups.values()].flatMap((group) => [...valuesOf(group.place), group.tags.join("")]);
};

const tagsIn = (text: string): string[] =>
  Array.from({ length: Math.floor(text.length / TAG_LENGTH) }, (_, index) =>
    text.slice(index * TAG_LENGTH, (index + 1) * TAG_LENGTH),
  );

/** Reads what `positionOf` made; also the place alone. */
export const progressOf = (position: Position | null, { width }: PlaceOrder): Progress => {
  if (position === null) return BEGINNING;
  const step = width + 2;
  const places = new Map<string, Place>();
  let common: Place | null = null;
  for (let start = 0; start < position.length; start += step) {
    const key = position.slice(start, start + width).map((value) => (value === null ? null : Number(value)));
    const place = { key, id: String(position[start + width]) };
    common ??= place;
    for (const tag of tagsIn(String(position[start + width + 1] ?? ""))) places.set(tag, place);
  }
  return { common, places };
};

/** Whether a cursor tells of live sources: it is then read with them, even where there are none by now. */
export const hasLivePlaces = (position: Position | null, { width }: PlaceOrder): boolean =>
  position !== null && (position.length > width + 1 || !isDialogId(String(position[width])));
