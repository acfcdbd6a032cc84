import { monitorEventLoopDelay } from "node:perf_hooks";

const INTERVAL_MILLIS = 500;
const RESOLUTION_MILLIS = 20;
const NANOS = 1e6;

/** How late the event loop is. */
export interface LoopLag {
  /** Median of the last interval. */
  readonly millis: number;
  /** Whether it was later than this in each of the last two intervals: one long task alone says nothing. */
  isAbove(millis: number): boolean;
  close(): void;
}

/** Watches the event loop of this process until it is closed. */
export const watchLoopLag = (): LoopLag => {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MILLIS });
  delays.enable();
  let last = 0;
  let before = 0;
  const timer = setInterval(() => {
    before = last;
    last = Math.max(0, delays.percentile(50) / NANOS - RESOLUTION_MILLIS);
    delays.reset();
  }, INTERVAL_MILLIS);
  timer.unref();
  return {
    get millis() {
      return last;
    },
    isAbove: (millis) => last > millis && before > millis,
    close() {
      clearInterval(timer);
      delays.disable();
    },
  };
};
