/** Each bucket's upper end is so many times its lower end: percentiles are right to 1 %. */
const STEP = Math.log(1.01);

/** How many latencies fell into each bucket. */
export type Buckets = Readonly<Record<number, number>>;

/** Counts latencies in buckets that widen with the latency. */
export const createLatencies = () => {
  const counts: Record<number, number> = {};
  return {
    record(micros: number): void {
      const bucket = Math.floor(Math.log(Math.max(micros, 1)) / STEP);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    },
    buckets: (): Buckets => counts,
  };
};

export const mergeBuckets = (all: readonly Buckets[]): Buckets => {
  const merged: Record<number, number> = {};
  for (const buckets of all) {
    for (const [bucket, count] of Object.entries(buckets)) {
      merged[Number(bucket)] = (merged[Number(bucket)] ?? 0) + count;
    }
  }
  return merged;
};

/**
 * @param share e.g. 0.99
 * @returns microseconds within which that share of all was answered; `null` where there were none
 */
export const percentile = (buckets: Buckets, share: number): number | null => {
  const sorted = Object.entries(buckets)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of sorted) {
    seen += count;
    if (seen >= share * total) return Math.exp((bucket + 1) * STEP);
  }
  return null;
};
