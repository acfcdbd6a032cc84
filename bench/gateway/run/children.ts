import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answers, Kind, LoadOrder, Order, Reply } from "../processes/messages.js";
import { nodeFlags } from "./node-flags.js";

/** How much of what a child said is kept, for the report when it dies. */
const KEPT_LETTERS = 4_000;
const EXIT_MILLIS = 2_000;

const flags = nodeFlags();
const control = new URL("../processes/control.js", import.meta.url).href;

export interface ChildOptions {
  /** Names it in messages. */
  readonly name: string;
  /** The program's file and what it is told. */
  readonly args: readonly string[];
  /** All of its environment: what a gateway is measured with must not depend on who measures. */
  readonly environment: Readonly<Record<string, string>>;
  /** Which core it may run on; `null`: any. */
  readonly core: number | null;
}

/** A process of the benchmark's. */
export interface Child {
  readonly name: string;
  ask<K extends Kind>(kind: K, load?: LoadOrder): Promise<Answers[K]>;
  /** @throws Error with its last words where it has ended */
  checkAlive(): void;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
// Whatever way the benchmark ends. Were it killed itself, the children would see their channel close, and end too.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));

const commandOf = ({ args, core }: ChildOptions): { command: string; args: readonly string[] } => {
  const node = [process.execPath, ...flags, "--import", control, ...args];
  // taskset becomes the program that it is given: the process that is measured is the program itself.
  const [command = process.execPath, ...rest] =
    core === null ? node : ["taskset", "-c", String(core), ...node];
  return { command, args: rest };
};

/** Starts a Node program as a child that answers the benchmark's orders. */
export const startChild = (options: ChildOptions): Child => {
  const { name, environment } = options;
  const { command, args } = commandOf(options);
  const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  running.add(child);

  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  let lastId = 0;
  let words = "";
  let ended: Error | null = null;

  const end = (how: string) => {
    running.delete(child);
    ended ??= new Error(`${name} ${how}. Its last words:\n${words}`);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-KEPT_LETTERS);
    });
  }
  child.on("error", (error) => end(`could not be started: ${error.message}`));
  child.on("exit", (code, signal) => end(`ended (${signal ?? code})`));
  child.on("message", (reply: Reply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("failure" in reply) asked?.reject(new Error(`${name}: ${reply.failure}`));
    else asked?.resolve(reply.answer as never);
  });

  const ask = <K extends Kind>(kind: K, load?: LoadOrder): Promise<Answers[K]> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const order: Order = { id: lastId, kind, ...(load === undefined ? {} : { load }) };
      child.send(order);
    });

  return {
    name,
    ask,
    checkAlive() {
      if (ended !== null) throw ended;
    },
    async stop() {
      if (ended !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      const timer = setTimeout(() => child.kill("SIGKILL"), EXIT_MILLIS);
      ask("exit").catch(() => undefined); // it may be gone before it has answered
      await gone;
      clearTimeout(timer);
    },
  };
};

/** A program of the benchmark's own, compiled beside this one. */
export const ownProgram = (name: string): string =>
  fileURLToPath(new URL(`../processes/${name}.js`, import.meta.url));
