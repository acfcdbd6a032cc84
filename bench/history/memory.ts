import { randomFromSeed } from "../../lib/random.js";
import type { DialogStore } from "../../subgraphs/dialogs/store.js";
import type { Pattern } from "./patterns.js";

/** Memory of this process after so many queries, in MiB. */
export interface MemoryPoint {
  readonly queries: number;
  readonly seconds: number;
  readonly residentMebibytes: number;
  readonly heapMebibytes: number;
}

const MEBIBYTE = 1_048_576;
const POINTS = 20;

/** How often a query of one person or of twenty parties comes for each one of an accountant. */
const EVERYDAY = 20;

/** How many queries are asked, and how long at most. */
export interface MemoryLengths {
  readonly queries: number;
  readonly minutes: number;
}

/**
 * Asks random patterns, one after the other, and looks at the memory in between. Accountants come less often than
 * others, as they do; without that nearly all of the time would be theirs.
 */
export const watchMemory = async (
  store: DialogStore,
  patterns: readonly Pattern[],
  { queries, minutes }: MemoryLengths,
  say: (message: string) => void,
): Promise<readonly MemoryPoint[]> => {
  const random = randomFromSeed(11);
  const drawn = patterns.flatMap((pattern) => Array<Pattern>(pattern.isOfMany ? 1 : EVERYDAY).fill(pattern));
  const points: MemoryPoint[] = [];
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1_000);
  const every = Math.max(1, Math.floor(queries / POINTS));
  for (let query = 1; query <= queries && seconds() < minutes * 60; query++) {
    await random.pick(drawn).ask(store, random);
    if (query % every !== 0) continue;
    const { rss, heapUsed } = process.memoryUsage();
    const point = {
      queries: query,
      seconds: seconds(),
      residentMebibytes: Math.round(rss / MEBIBYTE),
      heapMebibytes: Math.round(heapUsed / MEBIBYTE),
    };
    points.push(point);
    say(
      `memory after ${query} queries, ${point.seconds} s: ${point.residentMebibytes} MiB, heap ${point.heapMebibytes} MiB`,
    );
  }
  return points;
};
