import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../lib/package-root.js";
import { circumstances } from "../gateway/report/machine.js";
import type { Figures } from "./measure.js";
import type { MemoryPoint } from "./memory.js";
import { patternsOf } from "./patterns.js";

/** What was measured of one store. */
export interface StoreFigures {
  readonly database: string;
  readonly dialogs: number;
  readonly figures: readonly Figures[];
  readonly memory: readonly MemoryPoint[];
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const millis = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

const titleOf = ({ database, dialogs }: StoreFigures): string =>
  `${database}, ${dialogs.toLocaleString("en")} dialogs`;

/** The target of a pattern, and whether it is met; only at ten million it counts. */
const verdictOf = ({ name, p95, p99 }: Figures): string => {
  const { target } = patternsOf(0).find((pattern) => pattern.name === name) ?? {};
  if (target === undefined) return "";
  const is = target.percentile === 99 ? p99 : p95;
  return `p${target.percentile} ≤ ${target.millis}: ${is <= target.millis ? "yes" : "no"}`;
};

const tableOf = (store: StoreFigures): string => {
  const head = [
    "pattern",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "processor ms",
    "rows",
    "looked at",
    "statements",
    "times",
    "target",
  ];
  const rows = store.figures.map((figures) => [
    figures.name,
    millis(figures.p50),
    millis(figures.p95),
    millis(figures.p99),
    figures.processor === undefined ? "" : millis(figures.processor),
    String(figures.rows),
    String(figures.touched),
    String(figures.statements),
    String(figures.times),
    verdictOf(figures),
  ]);
  const lines = [head, head.map((_, column) => (column === 0 || column === 9 ? "---" : "---:")), ...rows];
  return `## ${titleOf(store)}\n\n${lines.map(row).join("\n")}`;
};

/** How p50 and p99 grow from the smallest store of a database to its biggest. */
const growthOf = (stores: readonly StoreFigures[]): string => {
  const [smallest, ...others] = stores
    .filter(({ database }) => database === "SQLite")
    .sort((a, b) => a.dialogs - b.dialogs);
  const biggest = others.at(-1);
  if (smallest === undefined || biggest === undefined) return "";
  const rows = biggest.figures.flatMap((big) => {
    const small = smallest.figures.find(({ name }) => name === big.name);
    if (small === undefined) return [];
    return [[big.name, `${(big.p50 / small.p50).toFixed(1)} ×`, `${(big.p99 / small.p99).toFixed(1)} ×`]];
  });
  const from = `from ${smallest.dialogs.toLocaleString("en")} to ${biggest.dialogs.toLocaleString("en")} dialogs`;
  return `## Growth, SQLite, ${from}\n\n${[["pattern", "p50", "p99"], ["---", "---:", "---:"], ...rows].map(row).join("\n")}`;
};

const plansOf = (store: StoreFigures): string =>
  `## Plans: ${titleOf(store)}\n\n${store.figures
    .map(({ name, plan }) => `- **${name}**\n${plan.map((line) => `  - \`${line}\``).join("\n")}`)
    .join("\n")}`;

const memoryOf = (store: StoreFigures): string => {
  if (store.memory.length === 0) return "";
  const rows = store.memory.map((point) => [
    point.queries.toLocaleString("en"),
    String(point.seconds),
    String(point.residentMebibytes),
    String(point.heapMebibytes),
  ]);
  const head = ["queries", "seconds", "resident MiB", "heap MiB"];
  return `## Memory: ${titleOf(store)}\n\n${[head, head.map(() => "---:"), ...rows].map(row).join("\n")}`;
};

export const markdownOf = (stores: readonly StoreFigures[]): string => {
  const { processor, cores, node, commit } = circumstances();
  const about = `${processor}, ${cores} cores, Node ${node}, commit ${commit ?? "unknown"}.`;
  const biggest = [...stores].sort((a, b) => b.dialogs - a.dialogs)[0];
  const parts = [
    ...stores.map(tableOf),
    growthOf(stores),
    ...stores.map(memoryOf),
    ...(biggest === undefined ? [] : [plansOf(biggest)]),
  ];
  return [`# The history\n\n${about}`, ...parts.filter((part) => part !== "")].join("\n\n");
};

const resultsDirectory = (): string => join(packageRoot(), "bench", "results");

/**
 * Keeps the figures beside the code that they are of. What people write about them stands in a file of its own, which
 * nothing is written to here.
 */
export const keepResults = (
  date: string,
  stores: readonly StoreFigures[],
  directory: string = resultsDirectory(),
): void => {
  mkdirSync(directory, { recursive: true });
  const findings = `history-${date}-findings.md`;
  const about = existsSync(join(directory, findings))
    ? `\nWhat falls short, and why: [${findings}](${findings}).\n`
    : "";
  writeFileSync(join(directory, `history-${date}.json`), `${JSON.stringify(stores, null, 2)}\n`);
  writeFileSync(join(directory, `history-${date}.md`), `${markdownOf(stores)}\n${about}`);
};
