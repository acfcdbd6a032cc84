import { type Clock, SECOND_MILLIS } from "../../lib/clock.js";
import { Chain } from "../datasource/chain.js";
import type { RequestLife } from "../datasource/request-life.js";
import { createTimeLimit, type Term, type Timed } from "../datasource/time-limit.js";
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
  waiting: 256,
  waitMillis: 1_000,
  loopLagMillis: 100,
};

/** So many requests are worked on however busy the event loop is. */
const LEAST_IN_FLIGHT = 64;
/**
 * So many where they are short. What each holds while it waits for subgraphs has to be walked through by the garbage
 * collector again and again: fifty at once took twice the time for each that eight take.
 */
const LEAST_OF_SHORT = 8;
/** What is gradual is so much in so long a time; and a request is short where it takes less. */
const GRADUAL_MILLIS = 250;
/** By so much less, while there is no time left: at each look where they are short, gradually where they are not. */
const LESS_OF_SHORT = 0.4;
const LESS = 0.9;
const LEAST_SHARE = 0.5;
/** By so much more, while there is time: at each look where places are asked for, gradually where nobody asks. */
const MORE_WHILE_IDLE = 4;
const MORE = 1.5;
const MORE_UNASKED = 1.01;
/** Below this share of its time the event loop has done little. */
const IDLE = 0.5;
/** Shares of its time that the event loop is at work. Above the first it has none left; below the second it has. */
const NO_TIME_LEFT = 0.97;
const TIME_LEFT = 0.9;

/** Ends a request's turn. Called once. */
export type Leave = () => void;

/** Somebody who waits for a turn. */
export interface Waiter extends Timed {
  /** The turn has come. */
  go(leave: Leave): void;
}

/** A place in the queue. */
export interface Place {
  /** Whoever has it does not wait any more. */
  giveUp(): void;
}

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
   * @param life of the request: when that has ended, it gives its place in the queue up
   * @returns at once where there is a place; a promise that rejects with `OVERLOADED` where there is none in time
   */
  enter(life: RequestLife): Leave | Promise<Leave>;
  /**
   * The same for somebody who can do without a promise.
   * @returns a place where the waiter is told later: `go`, or `expire` when it has waited too long
   * @throws GatewayError `OVERLOADED` where there is no place to wait either
   */
  take(waiter: Waiter): Leave | Place;
  /** Told now and then how the event loop does. */
  adjust(loop: LoopLoad): void;
}

const RETRY_AFTER_SECONDS = 1;

/** What somebody is told who gets no turn. */
export const overloaded = (): GatewayError =>
  refusal(
    "OVERLOADED",
    "The gateway has more to do than it can do now, and did not begin the request. Send it again in a second.",
    { "retry-after": String(RETRY_AFTER_SECONDS) },
  );

/** How many are worked on, as it is looked at now and then. */
interface Turns {
  /** Need not be whole: a part of a place is on its way to one. */
  readonly limit: number;
  readonly inFlight: number;
  /** Turns that ended since the last look. */
  readonly ended: number;
}

/**
 * How many to let through, given how the event loop does with so many. While it has no time left, more at once only
 * makes all of them late: fewer, until it just is busy. Where it has time, more: in steps while all places are in use,
 * and bit by bit, within a minute or so, while they are not: what is saturated once is often so again, and fifty that come
 * after some seconds of rest and begin at once are all late.
 */
export const nextLimit = (
  { inFlight: most, loopLagMillis: tolerated }: OverloadLimits,
  { limit, inFlight, ended }: Turns,
  { lagMillis, utilization, millis }: LoopLoad,
): number => {
  if (tolerated === null) return most;
  const gradually = millis / GRADUAL_MILLIS;
  if (lagMillis > tolerated || utilization > NO_TIME_LEFT) {
    const areShort = ended > inFlight * gradually; // what becomes of fewer is seen at the next look
    const least = areShort ? LEAST_OF_SHORT : LEAST_IN_FLIGHT;
    if (inFlight <= least) return limit; // so few are not what keeps it busy
    const byLag = Math.max(LEAST_SHARE, tolerated / Math.max(lagMillis, 1));
    const share = areShort ? LESS_OF_SHORT : Math.min(LESS, byLag) ** gradually;
    return Math.min(most, Math.max(least, Math.floor(Math.min(limit, inFlight) * share)));
  }
  if (utilization > TIME_LEFT) return limit;
  const whenAsked = utilization < IDLE ? MORE_WHILE_IDLE : Math.min(MORE, NO_TIME_LEFT / utilization);
  const isAsked = inFlight >= Math.floor(limit);
  return Math.min(most, isAsked ? Math.ceil(limit * whenAsked) : limit * MORE_UNASKED ** gradually);
};

export const createTurnstile = (limits: OverloadLimits): Turnstile => {
  let limit = limits.inFlight;
  let inFlight = 0;
  let ended = 0;
  const patience = createTimeLimit(limits.waitMillis);
  const queue = new Chain<{ readonly waiter: Waiter; readonly term: Term }>();

  const hasPlace = (): boolean => inFlight + 1 <= limit;

  const begin = (): Leave => {
    inFlight += 1;
    return () => {
      inFlight -= 1;
      ended += 1;
      if (queue.size > 0) letThrough();
    };
  };

  const letThrough = (): void => {
    while (hasPlace()) {
      const next = queue.shift();
      if (next === null) return;
      next.term.leave();
      next.waiter.go(begin());
    }
  };

  const check = (): void => {
    if (!hasPlace() && queue.size >= limits.waiting) throw overloaded();
  };

  const wait = (waiter: Waiter): Place => {
    // Whoever has waited too long holds no place any more: their turn would be worked for nobody.
    const term = patience.begin({
      expire() {
        link.leave();
        waiter.expire();
      },
    });
    const link = queue.add({ waiter, term });
    return {
      giveUp() {
        link.leave();
        term.leave();
      },
    };
  };

  return {
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return queue.size;
    },
    get limit() {
      return Math.floor(limit);
    },
    check,
    enter(life) {
      if (hasPlace()) return begin();
      return new Promise((resolve, reject) => {
        check();
        if (life.end !== null) throw overloaded();
        const place = wait({
          go(leave) {
            life.endedBefore(ending);
            resolve(leave);
          },
          expire() {
            life.endedBefore(ending);
            reject(overloaded());
          },
        });
        const ending = {
          requestEnded(): void {
            place.giveUp();
            reject(overloaded());
          },
        };
        life.endWith(ending);
      });
    },
    take(waiter) {
      if (hasPlace()) return begin();
      check();
      return wait(waiter);
    },
    adjust(loop) {
      limit = nextLimit(limits, { limit, inFlight, ended }, loop);
      ended = 0;
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
