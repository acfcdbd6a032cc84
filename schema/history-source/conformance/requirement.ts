import type { Probe } from "./probe.js";

/** What a running source is held to. */
export interface Requirement {
  /** Stable: findings are known by it. */
  readonly id: string;
  /** `MUST`: nothing is published without it. `SHOULD`: it ought to be mended. */
  readonly level: "MUST" | "SHOULD";
  readonly sentence: string;
  /** @throws Broken where it is not kept, NotProven where that can't be told */
  prove(probe: Probe): Promise<void>;
}
