import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import { LIVE_ACTIONS, type LiveAction } from "../../../schema/history-source/source.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { Viewer } from "../../../schema/viewer.js";

/** How long after each attempt that got no answer the next one is; then as the last. */
const RETRY_MILLIS: readonly number[] = [
  5 * SECOND_MILLIS,
  15 * SECOND_MILLIS,
  30 * SECOND_MILLIS,
  MINUTE_MILLIS,
  2 * MINUTE_MILLIS,
  5 * MINUTE_MILLIS,
  15 * MINUTE_MILLIS,
  30 * MINUTE_MILLIS,
  HOUR_MILLIS,
];

/** How long an action waits for its source at the most. */
export const WAITS_FOR_MILLIS = 14 * DAY_MILLIS;
/** How long it is told what became of an action. */
export const TOLD_FOR_MILLIS = 30 * DAY_MILLIS;

export const MAX_TEXT_LETTERS = 10_000;
const MAX_KEY_LETTERS = 100;

/** When to try again; `null` where it has waited too long. @param attempts those so far, this one included */
export const nextTryAt = (
  { requestedAt }: { readonly requestedAt: number },
  attempts: number,
  now: number,
): number | null => {
  const wait = RETRY_MILLIS[Math.min(attempts, RETRY_MILLIS.length) - 1] ?? HOUR_MILLIS;
  return now + wait > requestedAt + WAITS_FOR_MILLIS ? null : now + wait;
};

/** Whether something can be done for a viewer who is not there any more: people and organisations can be named. */
export const mayWait = ({ kind }: Viewer): boolean => kind !== "SYSTEM_USER";

/** What is asked for. */
export interface AskedAction {
  readonly action: LiveAction;
  readonly text: string | null;
  readonly idempotencyKey: string | null;
}

const NEEDS_TEXT: ReadonlySet<LiveAction> = new Set(["REPLY", "SUBMIT"]);

/** What is wrong with what is asked for; `null`: nothing. */
export const actionProblem = ({ action, text, idempotencyKey }: AskedAction): string | null => {
  if (!LIVE_ACTIONS.includes(action)) return `action is none of ${LIVE_ACTIONS.join(", ")}.`;
  if (text === null && NEEDS_TEXT.has(action)) return `${action} sends a text; write it in text.`;
  if (text !== null && !NEEDS_TEXT.has(action)) return `${action} sends no text; leave text out.`;
  if (text !== null && (text.trim() === "" || text.length > MAX_TEXT_LETTERS))
    return `text has ${text.length} characters; write 1 to ${MAX_TEXT_LETTERS}.`;
  if (idempotencyKey !== null && (idempotencyKey === "" || idempotencyKey.length > MAX_KEY_LETTERS))
    return `idempotencyKey has ${idempotencyKey.length} characters; 1 to ${MAX_KEY_LETTERS} are kept.`;
  return null;
};

/** Said where no platform says anything. */
export const NO_LONGER_YOURS: LocalizedText = {
  nb: "Du handler ikke lenger for denne parten.",
  nn: "Du handlar ikkje lenger for denne parten.",
  en: "You no longer act for this party.",
};

export const GAVE_UP: LocalizedText = {
  nb: "Plattformen svarte ikke på to uker. Ingenting er gjort, så vidt vi vet.",
  nn: "Plattforma svara ikkje på to veker. Ingenting er gjort, så vidt vi veit.",
  en: "The platform did not answer for two weeks. Nothing was done, as far as we know.",
};

export const NOT_OFFERED: LocalizedText = {
  nb: "Plattformen tar ikke imot dette lenger.",
  nn: "Plattforma tek ikkje imot dette lenger.",
  en: "The platform no longer takes this.",
};
