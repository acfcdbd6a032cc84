import { type EventLoopUtilization, monitorEventLoopDelay, performance } from "node:perf_hooks";

/** Short enough to see that fifty requests that came at once are too many before they have been answered. */
const INTERVAL_MILLIS = 50;
const RESOLUTION_MILLIS = 10;
const NANOS = 1e6;

/** How the event loop of this process did in an interval. */
export interface LoopLoad {
  /** How late it was, median: one long task does not count unless it took most of the interval. */
  readonly lagMillis: number;
  /** The share of its time that it was at work and not waiting, from 0 to 1. */
  readonly utilization: number;
  /** How long the interval was. */
  readonly millis: number;
}

/** Before anything was measured. */
export const UNMEASURED: LoopLoad = { lagMillis: 0, utilization: 0, millis: INTERVAL_MILLIS };

/** What watches an event loop. */
export interface LoopWatch {
  /** Of the last interval. */
  readonly load: LoopLoad;
  close(): void;
}

/**
 * Watches the event loop until it is closed.
 * @param onInterval told of each interval
 */
export const watchLoop = (onInterval: (load: LoopLoad) => void): LoopWatch => {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MILLIS });
  delays.enable();
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  let measuredAt = performance.now();
  let load = UNMEASURED;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const millis = performance.now() - measuredAt;
    measuredAt += millis;
    // Measured is the time between two looks, which an idle loop takes at intervals of the resolution.
    const lagMillis =
      delays.count === 0 ? millis : Math.max(0, delays.percentile(50) / NANOS - RESOLUTION_MILLIS);
    delays.reset();
    load = { lagMillis, utilization, millis };
    onInterval(load);
  }, INTERVAL_MILLIS);
  timer.unref();
  return {
    get load() {
      return load;
    },
    close() {
      clearInterval(timer);
      delays.disable();
    },
  };
};
