import type { ServerResponse } from "node:http";
import { clientGone, outOfTime } from "../datasource/request-end.js";
import { RequestLife } from "../datasource/request-life.js";
import type { Term, TimeLimit } from "../datasource/time-limit.js";

/** How long a request goes on. */
export interface RequestLifetime {
  /** Ends when the time is out or the client has gone. */
  readonly life: RequestLife;
  /** Its time begins: all of it has come. */
  begin(): void;
}

interface LifetimeOptions {
  readonly millis: number;
  /** Of so many milliseconds. */
  readonly timeLimit: TimeLimit;
  /** Whether the work goes on although nobody waits for its answer: a mutation that has begun is done to its end. */
  outlivesClient(): boolean;
  /** Told when the client has gone before the answer was there. */
  onClientGone(): void;
}

/** Watches a request until its answer has gone out. */
export const watchLifetime = (response: ServerResponse, options: LifetimeOptions): RequestLifetime => {
  const { millis, timeLimit } = options;
  const life = new RequestLife();
  let term: Term | null = null;
  response.once("close", () => {
    const hasGone = !response.writableEnded;
    if (hasGone) options.onClientGone();
    if (hasGone && options.outlivesClient()) return;
    term?.leave();
    if (hasGone) life.finish(clientGone);
  });
  return {
    life,
    begin() {
      term = timeLimit.begin({ expire: () => life.finish(outOfTime(millis)) });
    },
  };
};
