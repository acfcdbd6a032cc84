import type { FastifyReply } from "fastify";
import { clientGone, outOfTime } from "../datasource/request-end.js";

/** How long a request goes on. */
export interface RequestLifetime {
  /** Aborts, with a RequestEnd, when the time is out or the client has gone. */
  readonly signal: AbortSignal;
  /** Its time begins: all of it has come. */
  begin(): void;
}

interface LifetimeOptions {
  readonly millis: number;
  /** Whether the work goes on although nobody waits for its answer: a mutation that has begun is done to its end. */
  outlivesClient(): boolean;
  /** Told when the client has gone before the answer was there. */
  onClientGone(): void;
}

/** Watches a request until its answer has gone out. */
export const watchLifetime = (reply: FastifyReply, options: LifetimeOptions): RequestLifetime => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  reply.raw.once("close", () => {
    const hasGone = !reply.raw.writableEnded;
    if (hasGone) options.onClientGone();
    if (hasGone && options.outlivesClient()) return;
    clearTimeout(timer);
    if (hasGone) controller.abort(clientGone);
  });
  return {
    signal: controller.signal,
    begin() {
      timer = setTimeout(() => controller.abort(outOfTime(options.millis)), options.millis);
      timer.unref();
    },
  };
};
