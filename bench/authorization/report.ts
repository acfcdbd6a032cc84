import type { Circumstances } from "../gateway/report/machine.js";
import type { DatabaseResult, Times } from "./measure.js";

const NAMES = { sqlite: "SQLite", postgres: "PostgreSQL" } as const;

const millis = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const cell = ({ p50Millis, p99Millis, statements }: Times): string =>
  `${millis(p50Millis)} / ${millis(p99Millis)} (${statements})`;
const count = (value: number): string => Math.round(value).toLocaleString("en");

/** @param date ISO date */
export const markdownOf = (
  results: readonly DatabaseResult[],
  { processor, cores, node, commit }: Circumstances,
  date: string,
): string => {
  const scopes = results.flatMap(({ dialect, scopes: rows }) =>
    rows.map(
      ({ parties, groups, first, cold, warm }) =>
        `| ${NAMES[dialect]} | ${count(parties)} | ${groups} | ${cell(first)} | ${cell(cold)} | ${cell(warm)} |`,
    ),
  );
  const decisions = results.flatMap(({ dialect, decisions: rows }) =>
    rows.map(({ what, perSecond }) => `| ${NAMES[dialect]} | ${what} | ${count(perSecond)} |`),
  );
  return [
    `# Authorization, ${date}`,
    "",
    `At ${commit ?? "an unknown commit"}; ${cores} cores (${processor}), Node ${node}. See bench/README.md#authorization.`,
    "",
    "## Scope, in milliseconds: p50 / p99 (statements)",
    "",
    "| database | parties | groups | first in a process | cold | warm |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...scopes,
    "",
    "## Decisions per second, one request after the other, a viewer with 100 parties",
    "",
    "| database | how | decisions/s |",
    "| --- | --- | ---: |",
    ...decisions,
    "",
  ].join("\n");
};
