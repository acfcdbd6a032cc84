import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../lib/package-root.js";

/** A running `tunet` command. */
export interface TunetProcess {
  /** Resolves with the first match in what it prints (to either stream); rejects when it ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Everything that it printed so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** How it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * Runs the built command. Only the settings given here are set: nothing of this process's environment leaks in. The
 * demo's agencies stay away unless a test asks for them.
 * @param input what it reads from standard input; absent: nothing
 */
export const spawnTunet = (
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  input?: Buffer,
): TunetProcess => {
  const child: ChildProcess = spawn(process.execPath, [join(packageRoot(), "bin", "tunet.mjs"), ...args], {
    env: { PATH: process.env["PATH"] ?? "", TUNET_DEMO_AGENCIES: "off", ...settings },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  let output = "";
  const watchers = new Set<() => void>();
  const onText = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
    for (const watch of watchers) watch();
  };
  child.stdout?.on("data", onText);
  child.stderr?.on("data", onText);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });

  return {
    ended,
    output: () => output,
    signal: (name) => child.kill(name),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(output);
          if (match === null) return;
          watchers.delete(watch);
          resolve(match);
        };
        watchers.add(watch);
        void ended.then(() => reject(new Error(`The command ended without printing ${pattern}:\n${output}`)));
        watch();
      }),
  };
};

/** Runs the built command to its end. */
export const runTunet = async (
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  input?: Buffer,
): Promise<{ code: number | null; output: string }> => {
  const process = spawnTunet(args, settings, input);
  const { code } = await process.ended;
  return { code, output: process.output() };
};
