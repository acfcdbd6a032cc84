import { SECOND_MILLIS } from "./clock.js";

const LOOK_MILLIS = SECOND_MILLIS;

/** Something that is done unasked, over and over. */
export interface Background {
  /** Looks now, and then whenever it is woken, or a second has passed. */
  start(): void;
  /** There may be something to do. */
  wake(): void;
  /** Does what is due by now. */
  runOnce(): Promise<void>;
  /** Ends it when what is under way has ended. */
  close(): Promise<void>;
}

/**
 * However often it is woken: one look at a time, and one more for all that woke it meanwhile.
 * @param look does what is due, and says whether more is due at once
 * @param onFault told of what was not to be expected; it is tried again
 */
export const createBackground = (
  look: () => Promise<boolean>,
  onFault: (fault: unknown) => void,
): Background => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;

  const run = async (): Promise<void> => {
    while (!isClosed && (await look()));
  };
  const wake = (): void => {
    if (timer === null || isClosed) return;
    isWoken = running !== null;
    if (running !== null) return;
    running = run()
      .catch((fault: unknown) => {
        if (!isClosed) onFault(fault);
      })
      .finally(() => {
        running = null;
        if (isWoken) wake();
      });
  };

  return {
    start() {
      if (timer !== null || isClosed) return;
      timer = setInterval(wake, LOOK_MILLIS).unref();
      wake();
    },
    wake,
    runOnce: run,
    async close() {
      isClosed = true;
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
};
