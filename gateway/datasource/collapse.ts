import { requestHasEnded } from "./deadline.js";
import { clientGone } from "./request-end.js";
import { type EndsWithRequest, endedBefore, endWith } from "./request-ends.js";

/** A question that is under way on behalf of several requests. */
interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  /** Ends it when nobody waits for it any more. */
  readonly abort: AbortController;
  waiting: number;
}

/** Answers questions that are the same, and under way at the same time, once. */
export interface Collapse<Answer> {
  /**
   * @param key the same for questions that have the same answer
   * @param signal of the request that asks. When it aborts, this one is over; the others go on
   * @param ask asks; its signal aborts when nobody waits any more
   */
  join(
    key: string,
    signal: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer>;
  /** Whoever asks from now on is not given the answer to a question that was asked before. */
  part(): void;
}

/** @param service whose questions these are */
export const createCollapse = <Answer>(service: string): Collapse<Answer> => {
  let underWay = new Map<string, Shared<Answer>>();

  const begin = (key: string, ask: (signal: AbortSignal) => Promise<Answer>): Shared<Answer> => {
    const abort = new AbortController();
    const shared: Shared<Answer> = { answer: ask(abort.signal), abort, waiting: 0 };
    const over = (): void => {
      if (underWay.get(key) === shared) underWay.delete(key);
    };
    shared.answer.then(over, over);
    underWay.set(key, shared);
    return shared;
  };

  return {
    join(key, signal, ask) {
      const shared = underWay.get(key) ?? begin(key, ask);
      shared.waiting += 1;
      const leave = (): void => {
        shared.waiting -= 1;
        if (shared.waiting > 0) return;
        if (underWay.get(key) === shared) underWay.delete(key); // nobody may join what is about to end
        shared.abort.abort(clientGone);
      };
      if (signal === undefined) return shared.answer;
      return new Promise<Answer>((resolve, reject) => {
        const member: EndsWithRequest = {
          requestEnded() {
            reject(requestHasEnded(service, signal));
            leave();
          },
        };
        endWith(signal, member);
        const over = (): void => endedBefore(signal, member);
        shared.answer.finally(over).then(resolve, reject);
      });
    },
    part() {
      underWay = new Map();
    },
  };
};
