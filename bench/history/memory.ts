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

/** Asks random patterns, one after the other, and looks at the memory in between. */
export const watchMemory = async (
  store: DialogStore,
  patterns: readonly Pattern[],
  queries: number,
  say: (message: string) => void,
): Promise<readonly MemoryPoint[]> => {
  const random = randomFromSeed(11);
  const points: MemoryPoint[] = [];
  const began = performance.now();
  const every = Math.max(1, Math.floor(queries / POINTS));
  for (let query = 1; query <= queries; query++) {
    await random.pick(patterns).ask(store, random);
    if (query % every !== 0) continue;
    const { rss, heapUsed } = process.memoryUsage();
    const point = {
      queries: query,
      seconds: Math.round((performance.now() - began) / 1_000),
      residentMebibytes: Math.round(rss / MEBIBYTE),
      heapMebibytes: Math.round(heapUsed / MEBIBYTE),
    };
    points.push(point);
    say(`memory after ${query} queries: ${point.residentMebibytes} MiB, heap ${point.heapMebibytes} MiB`);
  }
  return points;
};
