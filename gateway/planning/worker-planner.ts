import type { Plan } from "./plan.js";
import { type Planner, PlanningError, type PlanningLimits } from "./planner.js";
import { type PlanningThread, startPlanningThread } from "./planning-thread.js";

interface Job {
  readonly operation: string;
  resolve(plan: Plan): void;
  reject(error: unknown): void;
}

/** What was asked for, no longer than so many milliseconds; `null` when they are over. */
const within = async <T>(millis: number, work: Promise<T>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, millis, null);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Plans in a thread of its own, so that a hard plan holds nobody up who needs none. A plan that takes too long ends
 * with its thread; the next one is made in a new thread.
 * @throws Error where the supergraph can't be served
 */
export const openWorkerPlanner = async (supergraphSdl: string, limits: PlanningLimits): Promise<Planner> => {
  let thread: PlanningThread = startPlanningThread(supergraphSdl, limits);
  const facts = await thread.ready;
  const queue: Job[] = [];
  let isBusy = false;
  let isClosed = false;

  const replaceThread = async (): Promise<void> => {
    await thread.end();
    if (!isClosed) thread = startPlanningThread(supergraphSdl, limits);
  };

  const run = async ({ operation, resolve, reject }: Job): Promise<void> => {
    try {
      if (thread.hasEnded) await replaceThread();
      await thread.ready;
      const plan = await within(limits.deadlineMillis, thread.ask(operation));
      if (plan !== null) return resolve(plan);
      const message = `Planning took longer than ${limits.deadlineMillis} ms.`;
      reject(new PlanningError(isClosed ? "FAILED" : "TIMEOUT", message));
      await replaceThread();
    } catch (error) {
      reject(error);
      // A thread that has said why there is no plan goes on; one that has ended is replaced.
      if (!(error instanceof PlanningError) || error.problem === "TIMEOUT") await replaceThread();
    }
  };

  const runAll = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await run(job);
    isBusy = false;
  };

  return {
    facts,
    plan(operation) {
      if (isClosed) return Promise.reject(new PlanningError("FAILED", "The planner is closed."));
      if (queue.length >= limits.queueLength) {
        const message = `${queue.length} operations wait for their plan already; try again shortly.`;
        return Promise.reject(new PlanningError("BUSY", message));
      }
      return new Promise<Plan>((resolve, reject) => {
        queue.push({ operation, resolve, reject });
        void runAll();
      });
    },
    async close() {
      isClosed = true;
      for (const { reject } of queue.splice(0))
        reject(new PlanningError("FAILED", "The planner was closed."));
      await thread.end();
    },
  };
};
