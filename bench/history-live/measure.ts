import { createServer } from "node:net";
import type { Child } from "../gateway/run/children.js";
import { type Answer, answered, ask } from "../workspace/ask.js";
import { type BenchSource, openSource } from "./sources.js";

/** As many as are asked at the most, and one that is away, and one that never answers. */
const SOURCES = 40;
const COUNTS = [0, 1, 5, 20, SOURCES] as const;
const ANSWERS_AFTER_MILLIS = 10;
const REQUESTS_A_TURN = 25;
const WARM_UPS = 10;
const PERSONA = "ola";
const OWN_SOURCES = ["altinn3", "altinn2", "fiks"];
const SERVICE = "urn:altinn:resource:fjs-skatteoppgjor";

const QUERY = `query($sources: [String!]) { workspace { history(first: 50, filter: { source: $sources }) {
  edges { isLate node { id title status contentUpdatedAt } } pageInfo { hasNextPage endCursor }
  completeBackTo sources { source { id } state searched latencyMillis }
} } }`;

const PUBLISH = `mutation($subgraphs: [SubgraphInput!]!) {
  publishSubgraphs(subgraphs: $subgraphs, reason: "to be measured") { isPublished check { findings { message } } }
}`;

/** What else is asked beside the sources that answer. */
export type Beside = "nothing" | "one that is away" | "one that never answers";

export interface Row {
  readonly sources: number;
  readonly beside: Beside;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of live sources, in the last answer. */
  readonly states: string;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const post = async (url: string, body: object, token?: string): Promise<unknown> => {
  const headers = {
    "content-type": "application/json",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
};

const tokenOf = async (url: string, persona: string): Promise<string> =>
  ((await post(`${url}/demo/token`, { persona })) as { token: string }).token;

interface Page {
  readonly edges: readonly unknown[];
  readonly sources: readonly { source: { id: string }; state: string; searched: boolean }[];
}

const pageIn = ({ data, errors }: Answer): Page => {
  const page = (data as { workspace: { history: Page | null } } | undefined)?.workspace.history;
  if (errors !== undefined || page == null) throw new Error(`No page: ${JSON.stringify(errors)}`);
  return page;
};

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const statesOf = ({ sources }: Page): string => {
  const counts = new Map<string, number>();
  for (const { source, state, searched } of sources) {
    if (searched && source.id.startsWith("bench")) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ") || "none";
};

interface Case {
  readonly sources: number;
  readonly beside: Beside;
  readonly names: readonly string[];
  readonly took: number[];
  last: Page | null;
}

const casesOf = (sources: readonly BenchSource[], besides: ReadonlyMap<Beside, readonly string[]>): Case[] =>
  COUNTS.flatMap((count) =>
    [...besides].map(([beside, more]) => ({
      sources: count,
      beside,
      names: [...OWN_SOURCES, ...sources.slice(0, count).map(({ id }) => id), ...more],
      took: [],
      last: null,
    })),
  );

const publishAll = async (url: string, sources: readonly BenchSource[]): Promise<void> => {
  const subgraphs = sources.map(({ id, sdl, url: own }) => ({ name: id, sdl, url: own }));
  const body = { query: PUBLISH, variables: { subgraphs } };
  const answer = (await post(`${url}/registry`, body, await tokenOf(url, "service-owner"))) as {
    data?: { publishSubgraphs?: { isPublished: boolean } };
  };
  if (answer.data?.publishSubgraphs?.isPublished !== true) throw new Error(JSON.stringify(answer));
};

/**
 * Asks for the first page, of the index and so many live sources, round after round.
 * @param rounds of 25 requests of each kind, one after the other
 */
export const measureLive = async (tunet: Child, url: string, rounds: number): Promise<readonly Row[]> => {
  const port = Number(new URL(url).port);
  const way = { name: "one process", port, children: [tunet], hasPlans: false } as const;
  const began = performance.now();
  let token: string | null = null;
  while (token === null) {
    token = await tokenOf(url, PERSONA).catch(() => null);
    tunet.checkAlive();
    if (performance.now() - began > 120_000) throw new Error("Tunet did not start.");
  }
  const answers = { tunetUrl: url, service: SERVICE, answersAfterMillis: ANSWERS_AFTER_MILLIS };
  const sources = await Promise.all(
    Array.from({ length: SOURCES + 1 }, (_, index) => openSource(index, answers)),
  );
  const hanging = await openSource(SOURCES + 1, {
    ...answers,
    answersAfterMillis: Number.POSITIVE_INFINITY,
  });
  await publishAll(url, [...sources, hanging]);
  const away = sources.pop();
  await away?.close();

  const body = (names: readonly string[]) => JSON.stringify({ query: QUERY, variables: { sources: names } });
  const all = body([...OWN_SOURCES, ...sources.map(({ id }) => id)]);
  while (!statesOf(pageIn(await answered(way, all, token))).startsWith(`${SOURCES} OK`)) tunet.checkAlive();
  const cases = casesOf(
    sources,
    new Map<Beside, readonly string[]>([
      ["nothing", []],
      ["one that is away", [away?.id ?? ""]],
      ["one that never answers", [hanging.id]],
    ]),
  );
  for (let round = -1; round < rounds; round++) {
    for (const one of cases) {
      for (let request = 0; request < (round < 0 ? WARM_UPS : REQUESTS_A_TURN); request++) {
        const beganAt = performance.now();
        one.last = pageIn(await ask(port, body(one.names), token));
        if (round >= 0) one.took.push(performance.now() - beganAt);
      }
    }
  }
  await Promise.all([...sources, hanging].map((source) => source.close()));
  return cases.map(({ sources: count, beside, took, last }) => {
    const sorted = took.sort((a, b) => a - b);
    const states = last === null ? "none" : statesOf(last);
    return {
      sources: count,
      beside,
      p50: at(sorted, 0.5),
      p95: at(sorted, 0.95),
      p99: at(sorted, 0.99),
      states,
    };
  });
};
