import type { BenchQuery, QueryName } from "../graph/queries.js";
import type { Buckets } from "../processes/latencies.js";
import type { LoadOrder } from "../processes/messages.js";
import { type Cores, type CoreTime, coreTime } from "./cores.js";
import type { Field, Runner } from "./field.js";
import type { PeerName } from "./peers.js";

/** How far fetches per request may be off before identical ones must have been answered once. */
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

interface Entrant {
  readonly runner: Runner;
  readonly query: BenchQuery;
  readonly order: LoadOrder;
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
});

const takeTurn = async (field: Field, cores: Cores, { runner, order }: Entrant) => {
  const { child } = runner;
  const state = async () => ({
    counters: await field.subgraphs.ask("counters"),
    gatewayCore: coreTime(cores.gateway),
    loadCore: coreTime(cores.load),
    usage: await child.ask("usage"),
  });
  const before = await state();
  const result = await field.load.ask("load", order);
  const after = await state();

  const { requests, wallMillis } = result;
  const cpuMicros = after.usage.cpuMicros - before.usage.cpuMicros;
  const gatewayCore = passed(before.gatewayCore, after.gatewayCore);
  const loadCore = passed(before.loadCore, after.loadCore);
  const turn: Turn = {
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
  return { turn, hashes: result.hashes, isOrdered: result.isOrdered };
};

/** Nobody may answer identical requests once where everybody was told not to. */
const checkFetches = ({ runner, query }: Entrant, { fetchesPerRequest }: Turn, lone: number): void => {
  if (Math.abs(fetchesPerRequest - lone) <= lone * FETCH_TOLERANCE) return;
  throw new Error(
    `${runner.peer.name}, ${query.name}: ${fetchesPerRequest.toFixed(2)} fetches for a request under load, but ` +
      `${lone.toFixed(2)} for one alone, though request deduplication was to be off.`,
  );
};

const rotated = <T>(list: readonly T[], by: number): readonly T[] => {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};

/**
 * Lets every gateway take its turn with every query, round after round; each round begins with another gateway.
 * @param isDeduping whether gateways may answer identical requests and fetches in flight once
 * @param say told how far it is
 * @throws Error at the first wrong answer
 */
export const measure = async (
  field: Field,
  cores: Cores,
  runners: readonly Runner[],
  queries: readonly BenchQuery[],
  settings: Settings,
  isDeduping: boolean,
  say: (message: string) => void,
): Promise<readonly Series[]> => {
  const series = new Map<Entrant, Omit<Series, "turns"> & { turns: Turn[] }>();
  for (const query of queries) {
    for (const runner of runners) {
      const entrant = entrantOf(field, runner, query, settings);
      const once = { ...entrant.order, connections: 1, maxRequests: LONE_REQUESTS };
      await takeTurn(field, cores, { ...entrant, order: once }); // plans, caches, connections
      const { turn, hashes, isOrdered } = await takeTurn(field, cores, { ...entrant, order: once });
      say(`${runner.peer.name}, ${query.name}: right, with ${turn.fetchesPerRequest} fetches`);
      series.set(entrant, {
        peer: runner.peer.name,
        query: query.name,
        loneFetches: turn.fetchesPerRequest,
        turns: [],
        hashes,
        isOrdered,
      });
      await takeTurn(field, cores, {
        ...entrant,
        order: { ...entrant.order, millis: settings.warmUpMillis },
      });
    }
  }

  let longestMillis = 0;
  for (let round = 0; round < settings.rounds; round += 1) {
    const beganAt = performance.now();
    if (round > 0 && beganAt + longestMillis > settings.endsAtMillis) break;
    say(`round ${round + 1} of ${settings.rounds}`);
    for (const query of queries) {
      const entrants = [...series.keys()].filter((entrant) => entrant.query === query);
      for (const entrant of rotated(entrants, round)) {
        const { turn, hashes, isOrdered } = await takeTurn(field, cores, entrant);
        const own = series.get(entrant);
        if (own === undefined) throw new Error("A turn belongs to no series.");
        if (!isDeduping) checkFetches(entrant, turn, own.loneFetches);
        own.turns.push(turn);
        series.set(entrant, { ...own, hashes, isOrdered });
      }
    }
    longestMillis = Math.max(longestMillis, performance.now() - beganAt);
  }
  return [...series.values()];
};
