import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Which core the gateway that is measured has for itself, and which one everything else. */
export interface Cores {
  /** `null`: it could not be bound to any. */
  readonly gateway: number | null;
  readonly load: number | null;
}

/**
 * Gives the gateway core 0, and everything else core 1, this process included.
 * @param warn told where that cannot be had
 */
export const bindCores = (warn: (message: string) => void): Cores => {
  if (availableParallelism() < 2) {
    warn("This machine has one core: gateway and load share it. The figures are worth little.");
    return { gateway: null, load: null };
  }
  const { status } = spawnSync("taskset", ["-a", "-c", "-p", "1", String(process.pid)], { stdio: "ignore" });
  if (status !== 0) {
    warn("There is no taskset here (Debian: util-linux): processes wander between cores. Expect more noise.");
    return { gateway: null, load: null };
  }
  return { gateway: 0, load: 1 };
};

const TICK_MILLIS = 10;

/** How long a core has worked since the machine began, and how long its host kept it waiting. */
export interface CoreTime {
  readonly busyMillis: number;
  readonly stolenMillis: number;
}

/** @returns `null` where the system does not tell */
export const coreTime = (core: number | null): CoreTime | null => {
  if (core === null) return null;
  let text: string;
  try {
    text = readFileSync("/proc/stat", "utf8");
  } catch {
    return null;
  }
  const fields = new RegExp(`^cpu${core} (.+)$`, "m").exec(text)?.[1]?.split(" ").map(Number);
  if (fields === undefined) return null;
  const [user = 0, nice = 0, system = 0, _idle, _wait, irq = 0, softirq = 0, stolen = 0] = fields;
  return {
    busyMillis: (user + nice + system + irq + softirq) * TICK_MILLIS,
    stolenMillis: stolen * TICK_MILLIS,
  };
};
