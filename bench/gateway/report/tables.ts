import { queriesOf } from "../graph/queries.js";
import { peersOf } from "../run/peers.js";
import type { ProfileReport, SelfTime } from "../run/profile.js";
import type { Circumstances } from "./machine.js";
import type { Ratio } from "./statistics.js";
import type { Row } from "./summary.js";
import type { Outcome, RowsByQuery } from "./targets.js";

const MEBIBYTE = 1_048_576;
const NOTHING = "–";

/** @param cells the first row is the head; all but the first column are numbers */
const table = (cells: readonly (readonly string[])[]): string => {
  const [head = [], ...rows] = cells;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
};

const number = (value: number | null, digits: number): string =>
  value === null ? NOTHING : value.toFixed(digits);
const percent = (share: number | null): string => (share === null ? NOTHING : `${Math.round(share * 100)} %`);

const ratio = (value: Ratio | null): string =>
  value === null
    ? NOTHING
    : `${value.median.toFixed(2)} (${value.least.toFixed(2)}–${value.most.toFixed(2)})`;

const HEAD = [
  "gateway",
  "CPU ms/request",
  "±",
  "× ours (least–most)",
  "requests/s",
  "p50 ms",
  "p99 ms",
  "memory MiB",
  "fetches",
  "entities",
  "own load",
  "load core",
  "foreign",
  "bytes",
];

const bytes = ({ hashes, isOrdered }: Row): string => {
  const kinds = hashes.length === 1 ? (hashes[0] ?? "").slice(0, 8) : `${hashes.length} kinds`;
  return isOrdered ? kinds : `${kinds}, fields out of order`;
};

const cellsOf = (row: Row): readonly string[] => [
  peersOf([row.peer])[0]?.title ?? row.peer,
  number(row.cpuMillisPerRequest, 3),
  percent(row.cpuSpread),
  ratio(row.timesOurs),
  number(row.requestsPerSecond, 0),
  number(row.p50Millis, 1),
  number(row.p99Millis, 1),
  number(row.residentBytes / MEBIBYTE, 0),
  number(row.fetchesPerRequest, 1),
  number(row.representationsPerRequest, 0),
  percent(row.gatewayLoad),
  percent(row.loadCoreBusy),
  percent(row.foreignShare),
  bytes(row),
];

/** A table for each query. */
export const queryTables = (title: string, rows: RowsByQuery): string => {
  const parts = [`## ${title}`];
  for (const { name, about } of queriesOf([...rows.keys()])) {
    parts.push(`### ${name}: ${about}`, table([HEAD, ...(rows.get(name) ?? []).map(cellsOf)]));
  }
  return parts.join("\n\n");
};

/** Beyond this, what others did on the gateway's core is in the figures: its caches were not its own. */
const FOREIGN_AT_MOST = 0.05;

/** @returns a warning where the machine was not quiet; `null` where it was, or where nobody knows */
export const noiseWarning = (rows: RowsByQuery): string | null => {
  const shares = [...rows.values()].flatMap((all) => all.map(({ foreignShare }) => foreignShare ?? 0));
  const most = Math.max(0, ...shares);
  return most <= FOREIGN_AT_MOST
    ? null
    : `Others than the gateway took up to ${percent(most)} of its core. Measure again on a quiet machine.`;
};

export const targetTable = (outcomes: readonly Outcome[]): string =>
  [
    "## Targets",
    table([
      ["what", "promised", "measured", "met"],
      ...outcomes.map(({ what, promised, measured, isMet }) => [
        what,
        promised,
        measured,
        isMet ? "yes" : "no",
      ]),
    ]),
  ].join("\n\n");

/** @param engine which engine of ours was measured */
export const circumstancesTable = (all: Circumstances, engine: string): string => {
  const { processor, cores, memoryBytes, system, node, commit, versions } = all;
  const facts: readonly (readonly string[])[] = [
    ["processor", `${processor}, ${cores} cores`],
    ["memory", `${Math.round(memoryBytes / MEBIBYTE / 1_024)} GiB`],
    ["system", system],
    ["Node", node],
    ["commit", commit ?? "unknown"],
    ["engine of Tunet", engine],
    ...Object.entries(versions),
  ];
  return ["## Machine and versions", table([["what", "which"], ...facts])].join("\n\n");
};

const selfTimes = (title: string, times: readonly SelfTime[]): string =>
  table([[title, "self time"], ...times.map(({ what, share }) => [what, `${(share * 100).toFixed(1)} %`])]);

export const profileTables = (title: string, { file, places, functions }: ProfileReport): string =>
  [
    `## ${title}`,
    selfTimes("package or folder", places),
    selfTimes("function", functions),
    `The whole profile, for Chromium's DevTools: ${file}`,
  ].join("\n\n");
