import { mergeBuckets, percentile } from "../processes/latencies.js";
import type { Series, Turn } from "../run/measure.js";
import type { PeerName } from "../run/peers.js";
import { median, pairedRatio, type Ratio, spread } from "./statistics.js";

/** The gateway that all others are compared with. */
export const OURS: PeerName = "tunet";

/** What is said of one gateway with one query. Times are medians over the rounds. */
export interface Row {
  readonly peer: PeerName;
  /** One for each round. */
  readonly cpuMillisByRound: readonly number[];
  readonly requests: number;
  readonly cpuMillisPerRequest: number;
  /** Half of the rounds lie within this share of the median. */
  readonly cpuSpread: number;
  /** Its processor time per request by ours, in the same round. */
  readonly timesOurs: Ratio | null;
  readonly requestsPerSecond: number;
  /** Over all rounds' requests. */
  readonly p50Millis: number | null;
  readonly p99Millis: number | null;
  /** The most of any round's end. */
  readonly residentBytes: number;
  readonly fetchesPerRequest: number;
  readonly representationsPerRequest: number;
  readonly gatewayLoad: number;
  readonly loadCoreBusy: number | null;
  readonly foreignShare: number | null;
  readonly hashes: readonly string[];
  readonly isOrdered: boolean;
}

const medianOf = (turns: readonly Turn[], pick: (turn: Turn) => number): number => median(turns.map(pick));

const medianIfKnown = (turns: readonly Turn[], pick: (turn: Turn) => number | null): number | null => {
  const known = turns.map(pick).filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
};

const costs = ({ turns }: Series): readonly number[] =>
  turns.map(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest);

const millis = (micros: number | null): number | null => (micros === null ? null : micros / 1_000);

/** @param series of one query, and ours among them where there is anything to compare with */
export const summarize = (series: readonly Series[]): readonly Row[] => {
  const ours = series.find(({ peer }) => peer === OURS);
  return series.map((one) => {
    const { turns } = one;
    const latencies = mergeBuckets(turns.map((turn) => turn.latencies));
    return {
      peer: one.peer,
      cpuMillisByRound: costs(one).map((micros) => micros / 1_000),
      requests: turns.reduce((sum, { requests }) => sum + requests, 0),
      cpuMillisPerRequest: median(costs(one)) / 1_000,
      cpuSpread: spread(costs(one)),
      timesOurs: ours === undefined ? null : pairedRatio(costs(one), costs(ours)),
      requestsPerSecond: medianOf(turns, (turn) => turn.requestsPerSecond),
      p50Millis: millis(percentile(latencies, 0.5)),
      p99Millis: millis(percentile(latencies, 0.99)),
      residentBytes: Math.max(...turns.map((turn) => turn.residentBytes)),
      fetchesPerRequest: medianOf(turns, (turn) => turn.fetchesPerRequest),
      representationsPerRequest: medianOf(turns, (turn) => turn.representationsPerRequest),
      gatewayLoad: medianOf(turns, (turn) => turn.gatewayLoad),
      loadCoreBusy: medianIfKnown(turns, (turn) => turn.loadCoreBusy),
      foreignShare: medianIfKnown(turns, (turn) => turn.foreignShare),
      hashes: one.hashes,
      isOrdered: one.isOrdered,
    };
  });
};
