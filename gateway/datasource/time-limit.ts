/** Something that must be over in time. */
export interface Timed {
  /** Called once, when the time is out and it is not over. */
  expire(): void;
}

/** Gives things that begin now the same time each. */
export interface TimeLimit {
  begin(timed: Timed): void;
  /** It is over. */
  end(timed: Timed): void;
}

/**
 * One timer for all: as all are given the same time, the one that began first is the first to be late, and a fetch that
 * is answered in time costs a place in a list and no timer.
 */
export const createTimeLimit = (millis: number): TimeLimit => {
  /** When each began; in that order. */
  const underWay = new Map<Timed, number>();
  let timer: NodeJS.Timeout | null = null;

  const wait = (forMillis: number): void => {
    timer = setTimeout(expireLate, forMillis);
    timer.unref(); // connections keep the process alive, as long as there is anything to wait for
  };

  // What begins because another's time is out (the next in a queue) is found by the same walk: there is one timer.
  const expireLate = (): void => {
    let forMillis: number | null = null;
    try {
      for (const [timed, beganAt] of underWay) {
        const left = beganAt + millis - performance.now();
        if (left > 0) {
          forMillis = Math.ceil(left);
          return;
        }
        underWay.delete(timed);
        timed.expire();
      }
    } finally {
      timer = null;
      if (forMillis !== null || underWay.size > 0) wait(forMillis ?? 0);
    }
  };

  return {
    begin(timed) {
      underWay.set(timed, performance.now());
      if (timer === null) wait(millis);
    },
    end(timed) {
      underWay.delete(timed);
    },
  };
};
