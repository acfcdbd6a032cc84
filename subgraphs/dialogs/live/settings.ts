import { SECOND_MILLIS } from "../../../lib/clock.js";

/** What asking live sources is bounded by. */
export interface LiveSettings {
  /** So long a page waits for them, all together, in milliseconds. */
  readonly deadlineMillis: number;
  /** Of so many items of a source at most is one page, or one count, made. */
  readonly maxItems: number;
  /** Of so many parties at most one source is asked for one page. */
  readonly maxParties: number;
  /** So many questions are put to one source at once. */
  readonly maxConcurrent: number;
  /** So long an answer is waited for that no page waits for any more, in milliseconds. */
  readonly lateMillis: number;
  /** So long such an answer is kept for whoever asks again, in milliseconds. */
  readonly keptMillis: number;
}

export const DEFAULT_LIVE: LiveSettings = {
  deadlineMillis: SECOND_MILLIS,
  maxItems: 500,
  maxParties: 500,
  maxConcurrent: 16,
  lateMillis: 10 * SECOND_MILLIS,
  keptMillis: 15 * SECOND_MILLIS,
};
