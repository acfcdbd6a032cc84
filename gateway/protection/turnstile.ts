import { type Clock, SECOND_MILLIS } from "../../lib/clock.js";
import { type GatewayError, refusal } from "../errors.js";
import type { LoopLoad } from "./loop-load.js";

/** How much work the gateway takes on at once. What is beyond is refused at once, so that what is within stays quick. */
export interface OverloadLimits {
  /** GraphQL requests that are worked on at once, at most. Many of them may wait for slow subgraphs. */
  readonly inFlight: number;
  /** GraphQL requests that may wait for their turn. */
  readonly waiting: number;
  /** How long one may wait. */
  readonly waitMillis: number;
  /**
   * While the event loop has no time left, fewer requests are worked on at once, down to a few: faster the later it is
   * beyond this, median. `null`: it is not looked at.
   */
  readonly loopLagMillis: number | null;
}

/** A thousand that wait for subgraphs cost little; how many of them the processor can work on, its event loop tells. */
export const defaultOverloadLimits: OverloadLimits = {
  inFlight: 1_000,
  waiting: 64,
  waitMillis: 1_000,
  loopLagMillis: 100,
};

/** So many requests are worked on however busy the event loop is. */
const LEAST_IN_FLIGHT = 64;
/** Shares of its time that the event loop is at work. Above the first it has none left; below the second it has. */
const NO_TIME_LEFT = 0.97;
const TIME_LEFT = 0.9;

/** Ends a request's turn. Called once. */
export type Leave = () => void;

/** Lets so many requests through at a time. */
export interface Turnstile {
  readonly inFlight: number;
  readonly waiting: number;
  /** How many it lets through at a time now. */
  readonly limit: number;
  /** Whether a request that comes now has any hope. @throws GatewayError `OVERLOADED` */
  check(): void;
  /**
   * Waits for a turn.
   * @param signal aborts when the request has ended: it gives its place in the queue up
   * @throws GatewayError `OVERLOADED` where there is none in time
   */
  enter(signal: AbortSignal): Promise<Leave>;
  /** Told now and then how the event loop does. */
  adjust(loop: LoopLoad): void;
}

const RETRY_AFTER_SECONDS = 1;

const overloaded = (): GatewayError =>
  refusal(
    "OVERLOADED",
    "The gateway has more to do than it can do now, and did not begin the request. Send it again in a second.",
    { "retry-after": String(RETRY_AFTER_SECONDS) },
  );

/**
 * How many to let through, given how the event loop does with so many. While it has no time left, more at once only
 * makes all of them late: fewer, until it just is busy. Where it has time, more, as long as all places are in use in
 * small steps.
 */
export const nextLimit = (
  { inFlight: most, loopLagMillis: tolerated }: OverloadLimits,
  { limit, inFlight }: { readonly limit: number; readonly inFlight: number },
  { lagMillis, utilization }: LoopLoad,
): number => {
  if (tolerated === null) return most;
  if (lagMillis > tolerated || utilization > NO_TIME_LEFT) {
    if (inFlight <= LEAST_IN_FLIGHT) return limit; // so few are not what keeps it busy
    const share = Math.min(0.9, Math.max(0.5, tolerated / Math.max(lagMillis, 1)));
    return Math.min(most, Math.max(LEAST_IN_FLIGHT, Math.floor(Math.min(limit, inFlight) * share)));
  }
  if (utilization > TIME_LEFT) return limit;
  const step = inFlight < limit ? 2 : Math.min(1.5, NO_TIME_LEFT / Math.max(utilization, 0.1));
  return Math.min(most, Math.ceil(limit * step));
};

/** A request that waits. */
interface Waiter {
  /** Its turn has come. */
  go(): void;
}

export const createTurnstile = (limits: OverloadLimits): Turnstile => {
  let limit = limits.inFlight;
  let inFlight = 0;
  const queue = new Set<Waiter>();

  const letThrough = (): void => {
    for (const waiter of queue) {
      if (inFlight >= limit) return;
      waiter.go();
    }
  };

  const begin = (): Leave => {
    inFlight += 1;
    return () => {
      inFlight -= 1;
      letThrough();
    };
  };

  const wait = (signal: AbortSignal): Promise<Leave> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(overloaded());
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        queue.delete(waiter);
        outcome();
      };
      const giveUp = (): void => settle(() => reject(overloaded()));
      const waiter: Waiter = { go: () => settle(() => resolve(begin())) };
      const timer = setTimeout(giveUp, limits.waitMillis);
      signal.addEventListener("abort", giveUp);
      queue.add(waiter);
    });

  const check = (): void => {
    if (inFlight >= limit && queue.size >= limits.waiting) throw overloaded();
  };

  return {
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return queue.size;
    },
    get limit() {
      return limit;
    },
    check,
    async enter(signal) {
      if (inFlight < limit) return begin();
      check();
      return wait(signal);
    },
    adjust(loop) {
      limit = nextLimit(limits, { limit, inFlight }, loop);
      letThrough();
    },
  };
};

/** Says now and then how many requests were refused: a line for each would be one more thing to do. */
export const createRefusalLog = (clock: Clock, warn: (refused: number) => void) => {
  let refused = 0;
  let quietUntil = Number.NEGATIVE_INFINITY;
  return (): void => {
    refused += 1;
    if (clock() < quietUntil) return;
    warn(refused);
    refused = 0;
    quietUntil = clock() + 10 * SECOND_MILLIS;
  };
};
