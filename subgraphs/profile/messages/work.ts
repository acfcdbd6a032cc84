import { type Clock, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import type { Codes } from "../rules/verification.js";
import type { OutboxStore } from "../store/outbox.js";
import { codeMessage, type SendMessage } from "./message.js";

/** Messages that are taken at a time. */
const TAKE = 20;
/** How long nobody else tries a message that a node has taken and said nothing of since: longer than any try takes. */
const LEASE_MILLIS = 30 * SECOND_MILLIS;
/** How often it is looked whether something is due that nobody has told of: after a failure, or of another node. */
const LOOK_MILLIS = 2 * SECOND_MILLIS;
/** How long after each try that failed the next one is; the last goes on until the message is of no use. */
const RETRY_MILLIS: readonly number[] = [
  5 * SECOND_MILLIS,
  15 * SECOND_MILLIS,
  MINUTE_MILLIS,
  3 * MINUTE_MILLIS,
];

export interface MessageWorkParts {
  readonly outbox: OutboxStore;
  readonly codes: Codes;
  readonly clock: Clock;
  readonly send: SendMessage;
}

/** What the room does unasked: it delivers messages. */
export interface MessageWork {
  start(): void;
  /** Tries all that is due by now. */
  runOnce(): Promise<void>;
  close(): Promise<void>;
}

const retryAfter = (attempts: number): number =>
  RETRY_MILLIS[Math.min(attempts, RETRY_MILLIS.length) - 1] ?? MINUTE_MILLIS;

/** @param onFault told of what did not work; it is tried again. Never of a message's content */
export const createMessageWork = (
  { outbox, codes, clock, send }: MessageWorkParts,
  onFault: (fault: unknown) => void,
): MessageWork => {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let endNews: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let isToRunAgain = false;

  const deliverDue = async (): Promise<void> => {
    for (;;) {
      const now = clock();
      const due = await outbox.claim({ now, until: now + LEASE_MILLIS, take: TAKE });
      const tried = due.map(async (row) => {
        try {
          await send(codeMessage(row, codes.codeOf(row.id)), closing.signal);
          return row.id;
        } catch (fault) {
          if (!closing.signal.aborted) onFault(fault);
          await outbox.retryAt(row.id, clock() + retryAfter(row.attempts));
          return null;
        }
      });
      const done = await Promise.all(tried);
      await outbox.finish(done.filter((id) => id !== null));
      if (due.length < TAKE || closing.signal.aborted) return;
    }
  };

  /** However much news there is: one run at a time, and one more for all that came meanwhile. */
  const tick = (): void => {
    isToRunAgain = running !== null;
    if (running !== null || closing.signal.aborted) return;
    running = deliverDue()
      .catch((fault: unknown) => {
        if (!closing.signal.aborted) onFault(fault);
      })
      .finally(() => {
        running = null;
        if (isToRunAgain) tick();
      });
  };

  return {
    start() {
      if (timer !== null || closing.signal.aborted) return;
      timer = setInterval(tick, LOOK_MILLIS);
      timer.unref();
      endNews = outbox.onNews(tick);
      tick();
    },
    runOnce: deliverDue,
    async close() {
      if (timer !== null) clearInterval(timer);
      endNews?.();
      closing.abort();
      await running;
    },
  };
};
