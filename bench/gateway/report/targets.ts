import type { QueryName } from "../graph/queries.js";
import type { PeerName } from "../run/peers.js";
import { OURS, type Row } from "./summary.js";

/** Rows of each query of a table. */
export type RowsByQuery = ReadonlyMap<QueryName, readonly Row[]>;

/** What was promised, and what was measured. */
export interface Outcome {
  readonly what: string;
  readonly promised: string;
  readonly measured: string;
  readonly isMet: boolean;
}

interface RatioTarget {
  readonly query: QueryName;
  readonly peer: PeerName;
  readonly atLeast: number;
}

const RATIOS: readonly RatioTarget[] = [
  { query: "heavy", peer: "stock", atLeast: 12 },
  { query: "heavy", peer: "hive-rust", atLeast: 3 },
  { query: "heavy", peer: "bare", atLeast: 1 },
  { query: "light", peer: "stock", atLeast: 10 },
  { query: "light", peer: "hive-rust", atLeast: 2.5 },
];
const TAIL_AT_MOST = 2.5;
/** Other people's gateways: what our memory is compared with. */
const RIVALS: readonly PeerName[] = ["stock", "hive", "hive-rust", "mercurius"];

const MEBIBYTE = 1_048_576;

const rowOf = (rows: RowsByQuery, query: QueryName, peer: PeerName): Row | undefined =>
  rows.get(query)?.find((row) => row.peer === peer);

const ratioOutcomes = (rows: RowsByQuery): Outcome[] =>
  RATIOS.flatMap(({ query, peer, atLeast }) => {
    const ratio = rowOf(rows, query, peer)?.timesOurs?.median;
    if (ratio === undefined) return [];
    const what = `${query}: processor time per request of ${peer} by ours`;
    return [{ what, promised: `≥ ${atLeast}`, measured: ratio.toFixed(2), isMet: ratio >= atLeast }];
  });

const tailOutcomes = (rows: RowsByQuery): Outcome[] =>
  [...rows].flatMap(([query, all]) => {
    const { p50Millis = null, p99Millis = null } = all.find(({ peer }) => peer === OURS) ?? {};
    if (p50Millis === null || p99Millis === null) return [];
    const tail = p99Millis / p50Millis;
    return [
      {
        what: `${query}: p99 by p50 of ours`,
        promised: `≤ ${TAIL_AT_MOST}`,
        measured: tail.toFixed(2),
        isMet: tail <= TAIL_AT_MOST,
      },
    ];
  });

const memoryOutcomes = (rows: RowsByQuery): Outcome[] => {
  const most = (peer: PeerName): number =>
    Math.max(0, ...[...rows.keys()].map((query) => rowOf(rows, query, peer)?.residentBytes ?? 0));
  const ours = most(OURS);
  const rivals = RIVALS.map(most).filter((bytes) => bytes > 0);
  if (ours === 0 || rivals.length === 0) return [];
  const best = Math.min(...rivals);
  return [
    {
      what: "resident memory of ours, MiB",
      promised: `< ${Math.round(best / MEBIBYTE)}, the best rival's`,
      measured: String(Math.round(ours / MEBIBYTE)),
      isMet: ours < best,
    },
  ];
};

/** What was promised of those that were measured. */
export const outcomesOf = (rows: RowsByQuery): readonly Outcome[] => [
  ...ratioOutcomes(rows),
  ...tailOutcomes(rows),
  ...memoryOutcomes(rows),
];
