import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SECOND_MILLIS } from "../../lib/clock.js";
import { workerFile } from "../../lib/worker-file.js";
import { type ComposedSupergraph, CompositionError, type SubgraphSdl } from "./compose.js";
import type { ComposeMessage, ComposeQuestion } from "./worker-messages.js";

/** How long composing may take, and how much memory. */
export interface ComposingLimits {
  readonly deadlineMillis: number;
  readonly heapMegabytes: number;
  /** Compositions that wait for their turn; more are refused. */
  readonly queueLength: number;
}

/** A hundred ordinary subgraphs take some seconds; what takes longer is an attack or a mistake. */
export const defaultComposingLimits: ComposingLimits = {
  deadlineMillis: 30 * SECOND_MILLIS,
  heapMegabytes: 1_024,
  queueLength: 100,
};

/** Composes aside. */
export interface Composer {
  /**
   * @throws CompositionError where the subgraphs do not compose; with the code `COMPOSITION_TOO_COSTLY` where they
   * take more time or memory than they may, and `COMPOSER_BUSY` where too many wait
   */
  compose(subgraphs: readonly SubgraphSdl[]): Promise<ComposedSupergraph>;
  close(): Promise<void>;
}

const refusal = (code: string, message: string): CompositionError =>
  new CompositionError([{ code, message, places: [] }]);

const tooCostly = (): CompositionError =>
  refusal(
    "COMPOSITION_TOO_COSTLY",
    "Composing the subgraphs takes more time or memory than it may. Make the schema smaller, or nest it less.",
  );

/** One composition on a thread; the thread ends where it takes too long, and is to be replaced. */
const ask = async (
  worker: Worker,
  question: ComposeQuestion,
  deadlineMillis: number,
): Promise<ComposedSupergraph> => {
  const done = new AbortController();
  const timer = setTimeout(() => void worker.terminate(), deadlineMillis);
  try {
    const ended = once(worker, "exit", { signal: done.signal }).then(() => null);
    const said = once(worker, "message", { signal: done.signal }) as Promise<[ComposeMessage]>;
    worker.postMessage(question);
    const answer = await Promise.race([said, ended]).catch(() => null); // a thread out of memory fails
    if (answer === null) throw tooCostly();
    const [message] = answer;
    if (message.kind === "composed") return message.supergraph;
    if (message.kind === "problems") throw new CompositionError(message.problems);
    throw new Error(message.message);
  } finally {
    clearTimeout(timer);
    done.abort();
  }
};

/**
 * Composes in a thread of its own, one composition after the other: composition is synchronous, and a hard one must
 * hold nobody up.
 */
export const openComposer = (limits: ComposingLimits = defaultComposingLimits): Composer => {
  let worker: Worker | null = null;
  let waiting = 0;
  let isClosed = false;
  let tail: Promise<unknown> = Promise.resolve();

  const thread = (): Worker => {
    if (worker !== null) return worker;
    const started = new Worker(workerFile(import.meta.url, "compose-worker.js"), {
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
      name: "composer",
    });
    started.on("error", () => undefined); // whoever waits for it is told; the others get a new thread
    started.unref(); // an idle thread keeps no process alive
    worker = started;
    return started;
  };

  const run = async (subgraphs: readonly SubgraphSdl[]): Promise<ComposedSupergraph> => {
    if (isClosed) throw refusal("COMPOSER_BUSY", "The registry is closing. Try again shortly.");
    try {
      return await ask(thread(), { subgraphs }, limits.deadlineMillis);
    } catch (error) {
      const goesOn =
        error instanceof CompositionError && error.problems[0]?.code !== "COMPOSITION_TOO_COSTLY";
      if (!goesOn) {
        await worker?.terminate();
        worker = null;
      }
      throw error;
    }
  };

  return {
    compose(subgraphs) {
      if (waiting >= limits.queueLength) {
        const message = `${waiting} compositions wait for their turn already. Try again shortly.`;
        return Promise.reject(refusal("COMPOSER_BUSY", message));
      }
      waiting += 1;
      const mine = tail.then(() => run(subgraphs));
      tail = mine
        .catch(() => undefined)
        .finally(() => {
          waiting -= 1;
        });
      return mine;
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
      worker = null;
    },
  };
};
