import { HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";

/** How long after each attempt that failed the next one is, as Altinn Events has it; then there is none. */
export const RETRY_MILLIS: readonly number[] = [
  10 * SECOND_MILLIS,
  30 * SECOND_MILLIS,
  MINUTE_MILLIS,
  5 * MINUTE_MILLIS,
  10 * MINUTE_MILLIS,
  30 * MINUTE_MILLIS,
  HOUR_MILLIS,
  3 * HOUR_MILLIS,
  6 * HOUR_MILLIS,
  12 * HOUR_MILLIS,
  12 * HOUR_MILLIS,
];

/** How long an event is tried at the most, from when it was first to be delivered. */
export const TRIED_FOR_MILLIS = RETRY_MILLIS.reduce((sum, millis) => sum + millis, 0);

/**
 * When to try again after an attempt that failed; null where it is given up. What has waited behind another event of
 * its dialog for most of its time gets the attempts that are left in it: one at least.
 * @param attempts those so far, this one included
 */
export const nextAttemptAt = (attempts: number, giveUpAt: number, now: number): number | null => {
  const wait = RETRY_MILLIS[attempts - 1];
  return wait === undefined || now >= giveUpAt ? null : now + wait;
};
