/** @returns the middle one; the mean of the two middle ones of an even number; NaN of none */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** A ratio that was taken in each round. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Pairs what was measured in the same round, so that whatever the machine did meanwhile is in both.
 * @returns of `of` by `by`; `null` where there is no pair
 */
export const pairedRatio = (of: readonly number[], by: readonly number[]): Ratio | null => {
  const ratios: number[] = [];
  for (const [round, value] of of.entries()) {
    const other = by[round];
    if (other !== undefined && other > 0) ratios.push(value / other);
  }
  if (ratios.length === 0) return null;
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
};

/** How far the values lie apart: half of them lie within this share of the median. */
export const spread = (values: readonly number[]): number => {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle))) / middle;
};
