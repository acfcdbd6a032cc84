import type { Clock } from "../../lib/clock.js";
import { SECOND_MILLIS } from "../../lib/clock.js";
import { type GatewayError, refusal } from "../errors.js";

/** How much work the gateway takes on at once. What is beyond is refused at once, so that what is within stays quick. */
export interface OverloadLimits {
  /** GraphQL requests that are worked on at once. */
  readonly inFlight: number;
  /** GraphQL requests that may wait for their turn. */
  readonly waiting: number;
  /** How long one may wait. */
  readonly waitMillis: number;
  /**
   * New requests are refused while the event loop has been this late for two intervals in a row, median; `null`: it is
   * not looked at.
   */
  readonly loopLagMillis: number | null;
}

/** For one process on one core: more at once only makes everybody wait. */
export const defaultOverloadLimits: OverloadLimits = {
  inFlight: 256,
  waiting: 256,
  waitMillis: 1_000,
  loopLagMillis: 500,
};

/** Ends a request's turn. Called once. */
export type Leave = () => void;

/** Lets so many requests through at a time. */
export interface Turnstile {
  readonly inFlight: number;
  readonly waiting: number;
  /** Whether a request that comes now has any hope. @throws GatewayError `OVERLOADED` */
  check(): void;
  /**
   * Waits for a turn.
   * @param signal aborts when the request has ended: it gives its place in the queue up
   * @throws GatewayError `OVERLOADED` where there is none in time
   */
  enter(signal: AbortSignal): Promise<Leave>;
}

const RETRY_AFTER_SECONDS = 1;

const overloaded = (): GatewayError =>
  refusal(
    "OVERLOADED",
    "The gateway has more to do than it can do now, and did not begin the request. Send it again in a second.",
    { "retry-after": String(RETRY_AFTER_SECONDS) },
  );

interface Waiter {
  /** The turn has come. */
  go(): void;
}

/** @param isLate whether the event loop is too late for anything more */
export const createTurnstile = (limits: OverloadLimits, isLate: () => boolean): Turnstile => {
  let inFlight = 0;
  const queue = new Set<Waiter>();

  const begin = (): Leave => {
    inFlight += 1;
    return () => {
      inFlight -= 1;
      const [next] = queue;
      next?.go();
    };
  };

  const wait = (signal: AbortSignal): Promise<Leave> =>
    new Promise((resolve, reject) => {
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
    if (isLate() || (inFlight >= limits.inFlight && queue.size >= limits.waiting)) throw overloaded();
  };

  return {
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return queue.size;
    },
    check,
    async enter(signal) {
      if (inFlight < limits.inFlight) return begin();
      check();
      return wait(signal);
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
