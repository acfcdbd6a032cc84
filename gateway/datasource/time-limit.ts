import { Chain, type Link } from "./chain.js";

/** Something that must be over in time. */
export interface Timed {
  /** Called once, when the time is out and it is not over. */
  expire(): void;
}

/** The time that something was given. */
export type Term = Pick<Link<unknown>, "leave">;

/** Gives things that begin now the same time each. */
export interface TimeLimit {
  /** @returns what is left when it is over */
  begin(timed: Timed): Term;
}

interface Begun {
  readonly timed: Timed;
  readonly at: number;
}

/**
 * One timer for all: as all are given the same time, the one that began first is the first to be late, and a fetch that
 * is answered in time costs a place in a chain and no timer.
 */
export const createTimeLimit = (millis: number): TimeLimit => {
  const underWay = new Chain<Begun>();
  let timer: NodeJS.Timeout | null = null;

  const wait = (forMillis: number): void => {
    timer = setTimeout(expireLate, forMillis);
    timer.unref(); // connections keep the process alive, as long as there is anything to wait for
  };

  // What begins because another's time is out (the next in a queue) is found by the same walk: there is one timer.
  const expireLate = (): void => {
    let forMillis: number | null = null;
    try {
      for (let next = underWay.first; next !== null; next = underWay.first) {
        const left = next.at + millis - performance.now();
        if (left > 0) {
          forMillis = Math.ceil(left);
          return;
        }
        underWay.shift();
        next.timed.expire();
      }
    } finally {
      timer = null;
      if (forMillis !== null || underWay.size > 0) wait(forMillis ?? 0);
    }
  };

  return {
    begin(timed) {
      if (timer === null) wait(millis);
      return underWay.add({ timed, at: performance.now() });
    },
  };
};
