import { monitorEventLoopDelay } from "node:perf_hooks";

const INTERVAL_MILLIS = 500;
const RESOLUTION_MILLIS = 10;
const NANOS = 1e6;

/** How late the event loop of this process is. */
export interface LoopLag {
  /** Median of the last interval: one long task among short ones does not count. */
  readonly millis: number;
  close(): void;
}

/**
 * Watches the event loop until it is closed.
 * @param onInterval told the median of each interval
 */
export const watchLoopLag = (onInterval: (lagMillis: number) => void): LoopLag => {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MILLIS });
  delays.enable();
  let millis = 0;
  const timer = setInterval(() => {
    // Measured is the time between two looks, which an idle loop takes at intervals of the resolution.
    millis =
      delays.count === 0 ? INTERVAL_MILLIS : Math.max(0, delays.percentile(50) / NANOS - RESOLUTION_MILLIS);
    delays.reset();
    onInterval(millis);
  }, INTERVAL_MILLIS);
  timer.unref();
  return {
    get millis() {
      return millis;
    },
    close() {
      clearInterval(timer);
      delays.disable();
    },
  };
};
