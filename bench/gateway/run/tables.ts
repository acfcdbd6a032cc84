import { type QueryName, queriesOf } from "../graph/queries.js";
import type { Options } from "../options.js";
import { summarize } from "../report/summary.js";
import type { RowsByQuery } from "../report/targets.js";
import type { Field } from "./field.js";
import { measure, type Plan, type Settings } from "./measure.js";
import { type Peer, peersOf } from "./peers.js";

const COMMON = { connections: 50, maxRequests: 200_000 };
const FULL: Settings = {
  ...COMMON,
  warmUpMillis: 4_000,
  turnMillis: 2_000,
  rounds: 7,
  endsAtMillis: 13 * 60_000,
};
const FULL_DEDUPING: Settings = { ...FULL, rounds: 5, endsAtMillis: 14.5 * 60_000 };
const QUICK: Settings = { ...COMMON, warmUpMillis: 2_200, turnMillis: 800, rounds: 6, endsAtMillis: 52_000 };

/** Queries that are asked again with request deduplication on. */
const DEDUPING_QUERIES: readonly QueryName[] = ["heavy", "light"];

export interface Tables {
  readonly settings: Settings;
  /** Each request is answered for itself. */
  readonly separate: RowsByQuery;
  /** Identical requests or fetches in flight are answered once; `null` in a quick run. */
  readonly deduping: RowsByQuery | null;
}

const rowsOf = async (
  field: Field,
  peers: readonly Peer[],
  plan: Omit<Plan, "runners">,
  say: (message: string) => void,
): Promise<RowsByQuery> => {
  say(`starting ${peers.map(({ name }) => name).join(", ")}`);
  const runners = await field.start(peers, plan.isDeduping);
  const series = await measure(field, { ...plan, runners }, say);
  await Promise.all(runners.map(({ child }) => child.stop()));
  return new Map(
    plan.queries.map(({ name }) => [name, summarize(series.filter(({ query }) => query === name))]),
  );
};

/** Measures what the options ask for. */
export const measureTables = async (
  field: Field,
  options: Options,
  say: (message: string) => void,
): Promise<Tables> => {
  const within = (settings: Settings): Settings => ({
    ...settings,
    rounds: options.rounds ?? settings.rounds,
  });
  const settings = within(options.isQuick ? QUICK : FULL);
  const peers = peersOf(options.peers);
  const queries = queriesOf(options.queries);
  const separate = await rowsOf(field, peers, { queries, settings, isDeduping: false }, say);
  if (options.isQuick || options.isTelemetry) return { settings, separate, deduping: null };

  const deduping = await rowsOf(
    field,
    peers.filter(({ canDedupe }) => canDedupe),
    {
      queries: queries.filter(({ name }) => DEDUPING_QUERIES.includes(name)),
      settings: within(FULL_DEDUPING),
      isDeduping: true,
    },
    say,
  );
  return { settings, separate, deduping };
};
