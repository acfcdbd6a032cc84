import type { PeerName } from "../run/peers.js";
import type { RowsByQuery } from "./targets.js";

/** How many times our processor time per request others take; `null` where they were not measured. */
export interface QueryRatios {
  readonly xStock: number | null;
  readonly xHiveRust: number | null;
  readonly xBare: number | null;
}

/** @returns what `--json` prints: the ratios of each query, rounded to two digits */
export const ratiosOf = (rows: RowsByQuery): Readonly<Record<string, QueryRatios>> => {
  const ratios: Record<string, QueryRatios> = {};
  for (const [query, all] of rows) {
    const by = (name: PeerName): number | null => {
      const value = all.find(({ peer }) => peer === name)?.timesOurs?.median;
      return value === undefined ? null : Math.round(value * 100) / 100;
    };
    ratios[query] = { xStock: by("stock"), xHiveRust: by("hive-rust"), xBare: by("bare") };
  }
  return ratios;
};
