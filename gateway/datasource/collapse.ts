import { requestHasEnded } from "./deadline.js";
import { clientGone } from "./request-end.js";
import { type EndsWithRequest, RequestLife } from "./request-life.js";
import { UnderWay } from "./under-way.js";

/** A question that is under way on behalf of several requests. */
interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  /** Ends it when nobody waits for it any more. */
  readonly life: RequestLife;
  waiting: number;
}

/** Answers questions that are the same, and under way at the same time, once. */
export interface Collapse<Answer> {
  /**
   * @param key the same for questions that have the same answer
   * @param request that asks. When it ends, this one is over; the others go on
   * @param ask asks; what it is given ends when nobody waits any more
   */
  join(
    key: string,
    request: RequestLife | undefined,
    ask: (life: RequestLife) => Promise<Answer>,
  ): Promise<Answer>;
  /** Whoever asks from now on is not given the answer to a question that was asked before. */
  part(): void;
}

/** @param service whose questions these are */
export const createCollapse = <Answer>(service: string): Collapse<Answer> => {
  const underWay = new UnderWay<Shared<Answer>>();

  const begin = (key: string, ask: (life: RequestLife) => Promise<Answer>): Shared<Answer> => {
    const life = new RequestLife();
    const shared: Shared<Answer> = { answer: ask(life), life, waiting: 0 };
    const over = (): void => underWay.end(key, shared);
    shared.answer.then(over, over);
    underWay.begin(key, shared);
    return shared;
  };

  return {
    join(key, request, ask) {
      const shared = underWay.get(key) ?? begin(key, ask);
      shared.waiting += 1;
      const leave = (): void => {
        shared.waiting -= 1;
        if (shared.waiting > 0) return;
        underWay.end(key, shared); // nobody may join what is about to end
        shared.life.finish(clientGone);
      };
      if (request === undefined) return shared.answer;
      return new Promise<Answer>((resolve, reject) => {
        const member: EndsWithRequest = {
          requestEnded() {
            if (request.end !== null) reject(requestHasEnded(service, request.end));
            leave();
          },
        };
        request.endWith(member);
        const over = (): void => request.endedBefore(member);
        shared.answer.finally(over).then(resolve, reject);
      });
    },
    part() {
      underWay.forget();
    },
  };
};
