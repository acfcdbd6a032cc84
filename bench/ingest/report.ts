import { median, pairedRatio, spread } from "../gateway/report/statistics.js";
import type { Measured, Rates } from "./measure.js";

/** DESIGN.md, "what good means": of the bare database's rate. */
const TARGET = 0.5;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** One database, one way to write. */
export interface Line {
  readonly database: string;
  readonly way: string;
  readonly oursPerSecond: number;
  readonly barePerSecond: number;
  /** Of the bare rate: the median of the rounds' own ratios, the least and the most of them. */
  readonly share: number;
  readonly least: number;
  readonly most: number;
  readonly spread: number;
  readonly isOnTarget: boolean;
}

const lineOf = (database: string, way: string, { ours, bare }: Rates): Line => {
  const ratio = pairedRatio(ours, bare);
  if (ratio === null) throw new Error(`Nothing was measured of ${database}, ${way}.`);
  return {
    database,
    way,
    oursPerSecond: median(ours),
    barePerSecond: median(bare),
    share: ratio.median,
    least: ratio.least,
    most: ratio.most,
    spread: spread(ours),
    isOnTarget: ratio.median >= TARGET,
  };
};

export const linesOf = (database: string, { bulk, single, alone }: Measured): Line[] => [
  lineOf(database, "bulk", bulk),
  lineOf(database, "single", single),
  lineOf(database, "alone", alone),
];

export const markdownOf = (lines: readonly Line[]): string => {
  const head = [
    "database",
    "way",
    "ours/s",
    "bare/s",
    "of bare",
    "least – most",
    "±",
    `≥ ${percent(TARGET)}`,
  ];
  const rows = lines.map((line) => [
    line.database,
    line.way,
    line.oursPerSecond.toFixed(0),
    line.barePerSecond.toFixed(0),
    percent(line.share),
    `${percent(line.least)} – ${percent(line.most)}`,
    percent(line.spread),
    line.isOnTarget ? "yes" : "no",
  ]);
  return [head, head.map((_, column) => (column < 2 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
};
