import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SECOND_MILLIS } from "../../lib/clock.js";
import type { DomainError } from "../../lib/errors.js";
import { workerFile } from "../../lib/worker-file.js";
import { registryError } from "../errors.js";
import type { SchemaJob, SchemaMessage, SchemaReply, SchemaWork } from "./jobs.js";

/** How long one piece of work may take, and how much memory. */
export interface SchemaThreadLimits {
  readonly deadlineMillis: number;
  readonly heapMegabytes: number;
  /** Pieces that wait for their turn; more are refused. */
  readonly queueLength: number;
}

/** A hundred ordinary subgraphs take some seconds; what takes longer is an attack or a mistake. */
export const defaultSchemaThreadLimits: SchemaThreadLimits = {
  deadlineMillis: 30 * SECOND_MILLIS,
  heapMegabytes: 1_024,
  queueLength: 100,
};

/**
 * Works on schemas aside. Each piece may end with a DomainError: `SCHEMA_TOO_COSTLY` where it takes more time or memory
 * than it may, `REGISTRY_BUSY` where too much waits.
 */
export interface SchemaThread extends SchemaWork {
  close(): Promise<void>;
}

const tooCostly = (): DomainError =>
  registryError(
    "SCHEMA_TOO_COSTLY",
    "Checking the subgraphs takes more time or memory than it may. Make the schema smaller, or nest it less.",
  );

const busy = (message: string): DomainError =>
  registryError("REGISTRY_BUSY", `${message} Try again shortly.`);

/** One piece of work on a thread; the thread ends where it takes too long, and is to be replaced. */
const ask = async (worker: Worker, message: SchemaMessage, deadlineMillis: number): Promise<unknown> => {
  const done = new AbortController();
  const timer = setTimeout(() => void worker.terminate(), deadlineMillis);
  try {
    const ended = once(worker, "exit", { signal: done.signal }).then(() => null);
    const said = once(worker, "message", { signal: done.signal }) as Promise<[SchemaReply]>;
    worker.postMessage(message);
    const reply = await Promise.race([said, ended]).catch(() => null); // a thread out of memory fails
    if (reply === null) throw tooCostly();
    const [outcome] = reply;
    if (outcome.kind === "answer") return outcome.answer;
    throw new Error(outcome.message);
  } finally {
    clearTimeout(timer);
    done.abort();
  }
};

/**
 * Works on schemas in a thread of its own, one piece after the other: it is synchronous, and a hard piece must hold
 * nobody up.
 */
export const openSchemaThread = (limits: SchemaThreadLimits = defaultSchemaThreadLimits): SchemaThread => {
  let worker: Worker | null = null;
  let waiting = 0;
  let isClosed = false;
  let tail: Promise<unknown> = Promise.resolve();

  const thread = (): Worker => {
    if (worker !== null) return worker;
    const started = new Worker(workerFile(import.meta.url, "schema-worker.js"), {
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
      name: "schemas",
    });
    started.on("error", () => undefined); // whoever waits for it is told; the others get a new thread
    started.unref(); // an idle thread keeps no process alive
    worker = started;
    return started;
  };

  const run = async (message: SchemaMessage): Promise<unknown> => {
    if (isClosed) throw busy("The registry is closing.");
    try {
      return await ask(thread(), message, limits.deadlineMillis);
    } catch (error) {
      await worker?.terminate();
      worker = null;
      throw error;
    }
  };

  const queue = (message: SchemaMessage): Promise<unknown> => {
    if (waiting >= limits.queueLength) {
      return Promise.reject(busy(`${waiting} checks wait for their turn already.`));
    }
    waiting += 1;
    const mine = tail.then(() => run(message));
    tail = mine
      .catch(() => undefined)
      .finally(() => {
        waiting -= 1;
      });
    return mine;
  };

  const asked =
    <Job extends SchemaJob>(job: Job) =>
    (question: Parameters<SchemaWork[Job]>[0]): ReturnType<SchemaWork[Job]> =>
      queue({ job, question }) as ReturnType<SchemaWork[Job]>;

  return {
    check: asked("check"),
    hashes: asked("hashes"),
    changes: asked("changes"),
    users: asked("users"),
    deprecated: asked("deprecated"),
    async close() {
      isClosed = true;
      await worker?.terminate();
      worker = null;
    },
  };
};
