import type { WayResult } from "./measure.js";

/** What a small query beside heavy ones is to keep. */
const SMALL_P99_MILLIS = 50;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

const waysTable = (results: readonly WayResult[]): string =>
  table(
    ["way", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "alone ms"],
    results.map((way) => [
      way.name,
      way.requestsPerSecond.toFixed(0),
      way.p50Millis.toFixed(1),
      way.p99Millis.toFixed(1),
      way.cpuMillisPerRequest.toFixed(2),
      way.loneMillis?.toFixed(1) ?? "–",
    ]),
  );

const smallTable = (results: readonly WayResult[]): string =>
  table(
    ["way", "heavy ones beside", "p50 ms", "p99 ms", `p99 within ${SMALL_P99_MILLIS} ms`],
    results.flatMap(({ name, small }) =>
      small.map(({ besideHeavy, p50Millis, p99Millis }) => [
        name,
        String(besideHeavy),
        p50Millis.toFixed(1),
        p99Millis.toFixed(1),
        p99Millis <= SMALL_P99_MILLIS ? "yes" : "no",
      ]),
    ),
  );

const processesTable = (results: readonly WayResult[]): string =>
  table(
    ["way, process", "CPU ms/request"],
    results.flatMap((way) =>
      Object.entries(way.cpuMillisByProcess).map(([name, millis]) => [
        `${way.name}, ${name}`,
        millis.toFixed(2),
      ]),
    ),
  );

const fetchesTable = ({ fetches }: WayResult): string =>
  table(
    ["fetch", "from ms", "takes ms"],
    fetches.map(({ subgraph, path, startMillis, durationMillis }) => [
      path === "" ? subgraph : `${subgraph}, at ${path}`,
      startMillis.toFixed(1),
      durationMillis.toFixed(1),
    ]),
  );

/** Everything to read, in Markdown. */
export const markdownOf = (results: readonly WayResult[]): string =>
  [
    "# bench:workspace",
    waysTable(results),
    "## A small query beside heavy ones",
    smallTable(results),
    "## Where the processor time goes",
    processesTable(results),
    ...results
      .filter(({ fetches }) => fetches.length > 0)
      .flatMap((way) => [`## Where the time of a request alone goes: ${way.name}`, fetchesTable(way)]),
  ].join("\n\n");
