import { mergeBuckets, percentile } from "../gateway/processes/latencies.js";
import type { LoadOrder, LoadResult } from "../gateway/processes/messages.js";
import { median } from "../gateway/report/statistics.js";
import type { Child } from "../gateway/run/children.js";
import { ask, fetchesOf } from "./ask.js";
import { smallBody, workspaceBody } from "./queries.js";
import type { Ground, Way, WayName } from "./ways.js";

/** Enough to keep every process at work; more only wait. */
const CONNECTIONS = 8;
const LONE_REQUESTS = 15;

export interface Lengths {
  readonly dialogs: number;
  readonly warmUpMillis: number;
  readonly turnMillis: number;
  readonly rounds: number;
}

/** One fetch of the plan, when nobody else asks. */
export interface FetchTime {
  readonly subgraph: string;
  readonly path: string;
  readonly startMillis: number;
  readonly durationMillis: number;
}

export interface SmallResult {
  /** How many heavy ones are under way at any time. */
  readonly besideHeavy: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
}

export interface WayResult {
  readonly name: WayName;
  readonly requestsPerSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** Of all processes that work for it. */
  readonly cpuMillisPerRequest: number;
  /** By process, e.g. how much of it is the gateway's. */
  readonly cpuMillisByProcess: Readonly<Record<string, number>>;
  /** A small query, one at a time, while heavy ones go on. */
  readonly small: readonly SmallResult[];
  /** `null`: this way does not tell. */
  readonly loneMillis: number | null;
  readonly fetches: readonly FetchTime[];
}

interface Loads {
  readonly heavy: Child;
  readonly small: Child;
}

type Order = (way: Way, body: string, connections: number, millis: number) => LoadOrder;

const millisAt = (results: readonly LoadResult[], share: number): number =>
  (percentile(mergeBuckets(results.map(({ latencies }) => latencies)), share) ?? Number.NaN) / 1_000;

const cpuOf = async ({ children }: Way): Promise<ReadonlyMap<string, number>> =>
  new Map(
    await Promise.all(
      children.map(async (child) => [child.name, (await child.ask("usage")).cpuMicros / 1_000] as const),
    ),
  );

/** Where the time goes: medians over requests that nobody else disturbs. */
const fetchTimes = async (way: Way, token: string) => {
  if (!way.hasPlans) return { loneMillis: null, fetches: [] };
  const plans = [];
  for (let request = 0; request < LONE_REQUESTS; request += 1) {
    const { extensions } = await ask(way.port, workspaceBody, token, { "x-tunet-plan": "1" });
    if (extensions?.plan === undefined) throw new Error(`${way.name} shows no plan.`);
    plans.push(extensions.plan);
  }
  const runs = plans.map(({ root }) =>
    fetchesOf(root).map(({ subgraph, path, runs: [run] }) => ({ subgraph, path: path.join("."), run })),
  );
  const fetches = (runs[0] ?? []).flatMap(({ subgraph, path }, index): readonly FetchTime[] => {
    const made = runs.flatMap((fetchRuns) => fetchRuns[index]?.run ?? []);
    if (made.length === 0) return [];
    return [
      {
        subgraph,
        path,
        startMillis: median(made.map(({ startMillis }) => startMillis)),
        durationMillis: median(made.map(({ durationMillis }) => durationMillis)),
      },
    ];
  });
  return { loneMillis: median(plans.map(({ durationMillis }) => durationMillis)), fetches };
};

const measureHeavy = async (way: Way, loads: Loads, orderOf: Order, { rounds, turnMillis }: Lengths) => {
  const before = await cpuOf(way);
  const results: LoadResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    results.push(await loads.heavy.ask("load", orderOf(way, workspaceBody, CONNECTIONS, turnMillis)));
  }
  const after = await cpuOf(way);
  const requests = results.reduce((sum, result) => sum + result.requests, 0);
  const wallMillis = results.reduce((sum, result) => sum + result.wallMillis, 0);
  const cpuMillisByProcess = Object.fromEntries(
    [...after].map(([name, millis]) => [name, (millis - (before.get(name) ?? 0)) / requests]),
  );
  return {
    requestsPerSecond: (requests / wallMillis) * 1_000,
    p50Millis: millisAt(results, 0.5),
    p99Millis: millisAt(results, 0.99),
    cpuMillisPerRequest: Object.values(cpuMillisByProcess).reduce((sum, millis) => sum + millis, 0),
    cpuMillisByProcess,
  };
};

const measureSmall = async (way: Way, loads: Loads, orderOf: Order, { turnMillis }: Lengths) => {
  const results: SmallResult[] = [];
  for (const besideHeavy of [1, CONNECTIONS]) {
    const heavy = loads.heavy.ask("load", orderOf(way, workspaceBody, besideHeavy, turnMillis));
    const small = await loads.small.ask("load", orderOf(way, smallBody, 1, turnMillis));
    await heavy;
    results.push({ besideHeavy, p50Millis: millisAt([small], 0.5), p99Millis: millisAt([small], 0.99) });
  }
  return results;
};

/** Measures every way, one at a time. @throws Error at the first answer that is not the one process's */
export const measure = async (
  { ways, token }: Ground,
  loads: Loads,
  lengths: Lengths,
  say: (message: string) => void,
): Promise<readonly WayResult[]> => {
  const [first] = ways;
  if (first === undefined) return [];
  const right = new Map<string, unknown>();
  for (const body of [workspaceBody, smallBody]) {
    const { data, errors } = await ask(first.port, body, token);
    if (errors !== undefined) throw new Error(`${first.name}: ${JSON.stringify(errors)}`);
    right.set(body, data);
  }
  const orderOf: Order = (way, body, connections, millis) => ({
    port: way.port,
    body,
    headers: { authorization: `Bearer ${token}` },
    subject: `${way.name}, ${body.slice(0, 30)}`,
    right: right.get(body),
    connections,
    millis,
    maxRequests: Number.MAX_SAFE_INTEGER,
  });
  const results: WayResult[] = [];
  for (const way of ways) {
    await loads.heavy.ask("load", orderOf(way, workspaceBody, CONNECTIONS, lengths.warmUpMillis));
    say(`${way.name}: right and warm`);
    const heavy = await measureHeavy(way, loads, orderOf, lengths);
    const small = await measureSmall(way, loads, orderOf, lengths);
    results.push({ name: way.name, ...heavy, small, ...(await fetchTimes(way, token)) });
  }
  return results;
};
