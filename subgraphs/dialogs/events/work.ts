import type { DeliveryParts } from "./delivery-run.js";
import { createDispatcher } from "./dispatcher.js";

/** Dialogs that are announced in one transaction. */
const TAKE = 100;

/** What the room does unasked: it announces dialogs when they become visible, and delivers events. */
export interface EventWork {
  /** Looks now, and then whenever there is news, or a second has passed. */
  start(): void;
  /** Does what is due by now. @returns resolves when it is done */
  runOnce(): Promise<void>;
  /** Ends it, and leaves the rest to whoever comes next. */
  close(): Promise<void>;
}

/** @param onFault told of what was not to be expected; it is tried again */
export const createEventWork = (parts: DeliveryParts, onFault: (fault: unknown) => void): EventWork => {
  const { events, clock, newId } = parts;
  const dispatcher = createDispatcher(parts, onFault);
  let endNews: (() => void) | null = null;
  let announcing: Promise<void> = Promise.resolve();
  let isClosed = false;

  const announceAll = async (): Promise<void> => {
    while (!isClosed && (await events.announceVisible({ now: clock(), take: TAKE, newId })) === TAKE);
  };
  const announce = (): Promise<void> => {
    const done = announcing.then(announceAll);
    announcing = done.catch(() => undefined);
    return done;
  };
  const begin = async () => {
    await announce();
    return dispatcher.begin();
  };
  let isBeginning = false;
  let isToBeginAgain = false;
  /** However much news there is: one look at a time, and one more for all that came meanwhile. */
  const tick = (): void => {
    isToBeginAgain = isBeginning;
    if (isBeginning) return;
    isBeginning = true;
    void begin()
      .catch((fault: unknown) => {
        if (!isClosed) onFault(fault);
      })
      .finally(() => {
        isBeginning = false;
        if (isToBeginAgain && !isClosed) tick();
      });
  };

  return {
    start() {
      if (endNews !== null || isClosed) return;
      endNews = events.signal.onNews(tick);
      tick();
    },
    async runOnce() {
      const { done } = await begin();
      await done;
    },
    async close() {
      isClosed = true;
      endNews?.();
      await announcing;
      await dispatcher.close();
    },
  };
};
