import { SECOND_MILLIS } from "../../../../lib/clock.js";

/*
 * A document's place in the search index: what changed last has the smallest number. The second of the dialog's latest
 * change, counted backwards, is in the upper 33 bits; the lower 20 tell those of one second apart. So an index that
 * is read in the order of its numbers gives dialogs newest first, but for those of one second.
 */

const SLOTS = 2 ** 20;
const LAST_SECOND = 2 ** 33 - 1;

const within = (second: number): number => Math.min(Math.max(second, 0), LAST_SECOND);

/** The second that a moment lies in; what is before 1970 lies in the first. */
export const secondOf = (moment: number): number => within(Math.floor(moment / SECOND_MILLIS));

/** The first place of a second; `firstPlaceOf(second - 1)` is past its last. */
export const firstPlaceOf = (second: number): number => (LAST_SECOND - second) * SLOTS;

/** Where a dialog's document goes, if nothing is there: dialogs of one second have numbers near each other. */
export const placeOf = (moment: number, seq: number): number =>
  firstPlaceOf(secondOf(moment)) + (seq % SLOTS);

/** The second of a place. */
export const secondOfPlace = (place: number): number => LAST_SECOND - Math.floor(place / SLOTS);

/** How many documents one second can have. */
export const PLACES_A_SECOND = SLOTS;
