/** Work that holds the event loop, done in turns, so that what is short gets between. */
export interface Turns {
  /**
   * Resolves when it is this work's turn: one piece of work a turn of the event loop, and between two of them whatever
   * has come in meanwhile. What is short goes before what is long, but not for ever: each millisecond of work is worth
   * eight of waiting.
   * @param millis how long the work is expected to hold the loop
   */
  take(millis: number): Promise<void>;
}

const WAIT_PER_WORK = 8;

interface Waiter {
  readonly go: () => void;
  /** Whoever has the least goes first. */
  readonly rank: number;
}

/** @param clock milliseconds, of which only differences count */
export const createTurns = (clock: () => number = () => performance.now()): Turns => {
  const waiting: Waiter[] = [];
  let isNextSet = false;

  const next = (): void => {
    let first = 0;
    for (let place = 1; place < waiting.length; place++) {
      if ((waiting[place]?.rank ?? 0) < (waiting[first]?.rank ?? 0)) first = place;
    }
    const [waiter] = waiting.splice(first, 1);
    isNextSet = waiting.length > 0;
    if (isNextSet) setImmediate(next);
    waiter?.go();
  };

  return {
    take: (millis) =>
      new Promise((resolve) => {
        waiting.push({ go: resolve, rank: clock() + WAIT_PER_WORK * millis });
        if (isNextSet) return;
        isNextSet = true;
        setImmediate(next);
      }),
  };
};

/** Of this thread's event loop. There is one loop, so whoever holds it asks here. */
export const loopTurns: Turns = createTurns();
