import { Worker } from "node:worker_threads";
import { workerFile } from "../../lib/worker-file.js";
import type { Plan } from "./plan.js";
import { PlanningError, type PlanningLimits, type SupergraphFacts } from "./planner.js";
import type { PlanningMessage, PlanningWorkerData, PlanQuestion } from "./worker-messages.js";

/** One thread with one planner. Answers one question at a time. */
export interface PlanningThread {
  /** Rejects where the supergraph can't be served. */
  readonly ready: Promise<SupergraphFacts>;
  readonly hasEnded: boolean;
  /** @throws PlanningError, also where the thread ends before it answers */
  ask(operation: string): Promise<Plan>;
  end(): Promise<void>;
}

const ended = (): PlanningError =>
  new PlanningError("TIMEOUT", "Planning took more memory or time than it may have.");

/** Starts a thread. */
export const startPlanningThread = (supergraphSdl: string, limits: PlanningLimits): PlanningThread => {
  const worker = new Worker(workerFile(import.meta.url, "planning-worker.js"), {
    workerData: { supergraphSdl } satisfies PlanningWorkerData,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    name: "planner",
  });
  let waiting: { resolve(plan: Plan): void; reject(error: Error): void } | null = null;
  let hasEnded = false;
  const settle = (): typeof waiting => {
    const settled = waiting;
    waiting = null;
    return settled;
  };

  const ready = new Promise<SupergraphFacts>((resolve, reject) => {
    worker.on("message", (message: PlanningMessage) => {
      switch (message.kind) {
        case "ready":
          return resolve(message.facts);
        case "unusable":
          return reject(new Error(message.message));
        case "plan":
          return settle()?.resolve(message.plan);
        case "noPlan":
          return settle()?.reject(new PlanningError(message.problem, message.message));
      }
    });
    worker.on("error", (error) => {
      settle()?.reject(ended());
      reject(error);
    });
    worker.on("exit", () => {
      hasEnded = true;
      settle()?.reject(ended());
      reject(ended());
    });
  });
  ready.catch(() => undefined); // whoever waits for it is told

  return {
    ready,
    get hasEnded() {
      return hasEnded;
    },
    ask: (operation) =>
      new Promise<Plan>((resolve, reject) => {
        waiting = { resolve, reject };
        worker.postMessage({ operation } satisfies PlanQuestion);
      }),
    async end() {
      await worker.terminate();
    },
  };
};
