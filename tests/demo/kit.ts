import { createDemoWorld, type DemoWorld } from "../../demo/index.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";

/** The moment of the tests' worlds: not at midnight, and not at a month's end. */
export const NOW = Date.parse("2026-06-15T08:20:00Z");

export const worldOf = (dialogs: number, options: { seed?: number; now?: number } = {}): DemoWorld =>
  createDemoWorld({ seed: options.seed ?? 1, now: options.now ?? NOW, dialogs });

/** The first dialogs of a world. */
export const firstOf = (world: DemoWorld, count: number): DialogSeed[] => {
  const first: DialogSeed[] = [];
  for (const dialog of world.dialogs()) {
    if (first.length === count) break;
    first.push(dialog);
  }
  return first;
};
