import type { BenchQuery, QueryName } from "../graph/queries.js";
import type { Buckets } from "../processes/latencies.js";
import type { LoadOrder } from "../processes/messages.js";
import { type CoreTime, coreTime } from "./cores.js";
import type { Field, Runner } from "./field.js";
import type { PeerName } from "./peers.js";

/** How far below those of a lone request fetches may be before identical ones must have been answered once. */
const FETCH_TOLERANCE = 0.02;
/** Requests of a gateway that nobody else asks, to see what one request costs the subgraphs. */
const LONE_REQUESTS = 5;

export interface Settings {
  readonly connections: number;
  /** How long each gateway is asked each query before anything is measured. */
  readonly warmUpMillis: number;
  /** How long one turn takes. */
  readonly turnMillis: number;
  readonly rounds: number;
  /** No further round begins where it could not end by then, in milliseconds since this process began. */
  readonly endsAtMillis: number;
  /** No turn sends more. */
  readonly maxRequests: number;
}

/** One turn of one gateway with one query. */
export interface Turn {
  readonly requests: number;
  /** Of the gateway's process, all threads, user and system. */
  readonly cpuMicrosPerRequest: number;
  readonly requestsPerSecond: number;
  readonly latencies: Buckets;
  readonly residentBytes: number;
  readonly fetchesPerRequest: number;
  readonly representationsPerRequest: number;
  /** The gateway's processor time by the time that passed: above 1 where it works on several threads. */
  readonly gatewayLoad: number;
  /** How busy the core of load and subgraphs was; `null` where the system does not tell. */
  readonly loadCoreBusy: number | null;
  /** Time that others than the gateway took of its core, its host included; `null` where the system does not tell. */
  readonly foreignShare: number | null;
}

/** All turns of one gateway with one query: one for each round, in order. */
export interface Series {
  readonly peer: PeerName;
  readonly query: QueryName;
  /** What one request alone makes of fetches. */
  readonly loneFetches: number;
  readonly turns: readonly Turn[];
  /** SHA-256 of its answers: one, where its bytes are always the same. */
  readonly hashes: readonly string[];
  /** Whether its fields come in the order of the query. */
  readonly isOrdered: boolean;
}

/** A gateway with a query, and what has been measured of the two so far. */
interface Entrant {
  readonly runner: Runner;
  readonly query: BenchQuery;
  readonly order: LoadOrder;
  readonly turns: Turn[];
  loneFetches: number;
  hashes: readonly string[];
  isOrdered: boolean;
}

const passed = (before: CoreTime | null, after: CoreTime | null): CoreTime | null =>
  before === null || after === null
    ? null
    : {
        busyMillis: after.busyMillis - before.busyMillis,
        stolenMillis: after.stolenMillis - before.stolenMillis,
      };

const entrantOf = (field: Field, runner: Runner, query: BenchQuery, settings: Settings): Entrant => ({
  runner,
  query,
  order: {
    port: runner.port,
    body: JSON.stringify({ query: query.query, variables: query.variables }),
    subject: `${runner.peer.name} (port ${runner.port}), ${query.name}`,
    right: field.rightAnswer(query),
    connections: settings.connections,
    millis: settings.turnMillis,
    maxRequests: settings.maxRequests,
  },
  turns: [],
  loneFetches: 0,
  hashes: [],
  isOrdered: true,
});

/** @param changes to what is usually asked for */
const takeTurn = async (
  { load, subgraphs, cores }: Field,
  entrant: Entrant,
  changes: Partial<LoadOrder> = {},
): Promise<Turn> => {
  const { child } = entrant.runner;
  const state = async () => ({
    counters: await subgraphs.ask("counters"),
    gatewayCore: coreTime(cores.gateway),
    loadCore: coreTime(cores.load),
    usage: await child.ask("usage"),
  });
  const order = { ...entrant.order, ...changes };
  await load.ask("connect", order); // not to be measured
  const before = await state();
  const result = await load.ask("load", order);
  const after = await state();

  const { requests, wallMillis } = result;
  const cpuMicros = after.usage.cpuMicros - before.usage.cpuMicros;
  const gatewayCore = passed(before.gatewayCore, after.gatewayCore);
  const loadCore = passed(before.loadCore, after.loadCore);
  entrant.hashes = result.hashes;
  entrant.isOrdered = result.isOrdered;
  return {
    requests,
    cpuMicrosPerRequest: cpuMicros / requests,
    requestsPerSecond: (requests / wallMillis) * 1_000,
    latencies: result.latencies,
    residentBytes: after.usage.residentBytes,
    fetchesPerRequest: (after.counters.fetches - before.counters.fetches) / requests,
    representationsPerRequest: (after.counters.representations - before.counters.representations) / requests,
    gatewayLoad: cpuMicros / 1_000 / wallMillis,
    loadCoreBusy: loadCore === null ? null : loadCore.busyMillis / wallMillis,
    foreignShare:
      gatewayCore === null
        ? null
        : Math.max(0, gatewayCore.busyMillis - cpuMicros / 1_000 + gatewayCore.stolenMillis) / wallMillis,
  };
};

/** Nobody may answer identical requests once where everybody was told not to. */
const checkFetches = ({ runner, query, loneFetches }: Entrant, { fetchesPerRequest }: Turn): void => {
  if (fetchesPerRequest >= loneFetches * (1 - FETCH_TOLERANCE)) return;
  throw new Error(
    `${runner.peer.name}, ${query.name}: ${fetchesPerRequest.toFixed(2)} fetches for a request under load, but ` +
      `${loneFetches.toFixed(2)} for one alone, though request deduplication was to be off.`,
  );
};

/** Sees that the answer is right, what one request alone makes of fetches, and that the gateway is warm. */
const prepare = async (field: Field, entrant: Entrant, warmUpMillis: number): Promise<void> => {
  const alone = { connections: 1, maxRequests: LONE_REQUESTS };
  await takeTurn(field, entrant, alone); // plans, caches, connections
  const { fetchesPerRequest } = await takeTurn(field, entrant, alone);
  entrant.loneFetches = fetchesPerRequest;
  await takeTurn(field, entrant, { millis: warmUpMillis });
};

const rotated = <T>(list: readonly T[], by: number): readonly T[] => {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};

/** What is to be measured, and how. */
export interface Plan {
  readonly runners: readonly Runner[];
  readonly queries: readonly BenchQuery[];
  readonly settings: Settings;
  /** Whether gateways may answer identical requests and fetches in flight once. */
  readonly isDeduping: boolean;
}

/**
 * Lets every gateway take its turn with every query, round after round; each round begins with another gateway.
 * @param say told how far it is
 * @throws Error at the first wrong answer
 */
export const measure = async (
  field: Field,
  { runners, queries, settings, isDeduping }: Plan,
  say: (message: string) => void,
): Promise<readonly Series[]> => {
  const byQuery = queries.map((query) => runners.map((runner) => entrantOf(field, runner, query, settings)));
  for (const entrant of byQuery.flat()) {
    await prepare(field, entrant, settings.warmUpMillis);
    const { runner, query, loneFetches } = entrant;
    say(`${runner.peer.name}, ${query.name}: right, with ${loneFetches} fetches; warm`);
  }

  let longestMillis = 0;
  for (let round = 0; round < settings.rounds; round += 1) {
    const beganAt = performance.now();
    if (round > 0 && beganAt + longestMillis > settings.endsAtMillis) break;
    say(`round ${round + 1} of ${settings.rounds}`);
    for (const entrant of byQuery.flatMap((entrants) => rotated(entrants, round))) {
      const turn = await takeTurn(field, entrant);
      if (!isDeduping) checkFetches(entrant, turn);
      entrant.turns.push(turn);
    }
    longestMillis = Math.max(longestMillis, performance.now() - beganAt);
  }
  return byQuery.flat().map(({ runner, query, turns, loneFetches, hashes, isOrdered }) => ({
    peer: runner.peer.name,
    query: query.name,
    loneFetches,
    turns,
    hashes,
    isOrdered,
  }));
};
