import { Worker } from "node:worker_threads";
import { SECOND_MILLIS } from "../../../lib/clock.js";
import { workerFile } from "../../../lib/worker-file.js";
import { type Checked, DOCUMENT_LIMITS } from "./check.js";

/** What one check may take before it is given up. */
export interface CheckLimits {
  readonly timeMillis: number;
  readonly memoryMegabytes: number;
  /** Checks that wait for their turn; more are refused. */
  readonly waiting: number;
}

export const CHECK_LIMITS: CheckLimits = {
  timeMillis: 10 * SECOND_MILLIS,
  memoryMegabytes: 192,
  waiting: 20,
};

const refused = (message: string): Checked => ({ problems: [{ path: "", message }] });

const inThread = (text: string, limits: CheckLimits): Promise<Checked> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(import.meta.url, "check-worker.js"), {
      workerData: text,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes },
    });
    const timer = setTimeout(
      () => settle(refused("It took too long to check; make it simpler.")),
      limits.timeMillis,
    );
    const settle = (checked: Checked): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(checked);
    };
    worker.once("message", settle);
    worker.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
        return settle(refused("It took too much memory to check; make it simpler."));
      clearTimeout(timer);
      reject(error);
    });
  });

/** Checks definitions, one at a time, each in a thread that can be ended: whatever they are, others are answered meanwhile. */
export const createDefinitionChecks = (
  limits: CheckLimits = CHECK_LIMITS,
): ((text: string) => Promise<Checked>) => {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async (text) => {
    if (Buffer.byteLength(text, "utf8") > DOCUMENT_LIMITS.bytes) {
      return refused(`It has more than ${DOCUMENT_LIMITS.bytes} bytes.`);
    }
    if (waiting >= limits.waiting)
      return refused("Too many definitions are being checked just now; try again in a moment.");
    waiting += 1;
    const turn = last.then(() => inThread(text, limits));
    last = turn.catch(() => undefined);
    return turn.finally(() => {
      waiting -= 1;
    });
  };
};
