import { describe, expect, it } from "vitest";
import { ratiosOf } from "../../../bench/gateway/report/ratios.js";
import { summarize } from "../../../bench/gateway/report/summary.js";
import { outcomesOf } from "../../../bench/gateway/report/targets.js";
import type { Series, Turn } from "../../../bench/gateway/run/measure.js";
import type { PeerName } from "../../../bench/gateway/run/peers.js";

const MEBIBYTE = 1_048_576;

/** @param micros processor time per request, one for each round */
const series = (peer: PeerName, micros: readonly number[], mebibytes: number): Series => ({
  peer,
  query: "heavy",
  loneFetches: 16,
  hashes: ["aa"],
  isOrdered: true,
  turns: micros.map(
    (cpuMicrosPerRequest): Turn => ({
      requests: 100,
      cpuMicrosPerRequest,
      requestsPerSecond: 1_000_000 / cpuMicrosPerRequest,
      latencies: { 1000: 98, 1200: 2 }, // 1.01 to the 200th is 7.3
      residentBytes: mebibytes * MEBIBYTE,
      fetchesPerRequest: 16,
      representationsPerRequest: 100,
      gatewayLoad: 1,
      loadCoreBusy: 0.5,
      foreignShare: 0.01,
    }),
  ),
});

describe("the targets", () => {
  const rows = new Map([
    [
      "heavy" as const,
      summarize([
        series("tunet", [1_000, 2_000, 1_000], 200),
        series("stock", [13_000, 26_000, 12_500], 220),
        series("hive-rust", [2_500, 5_000, 2_900], 300),
        series("bare", [900, 1_600, 1_000], 100),
      ]),
    ],
  ]);

  it("are compared with the median of what was paired in each round", () => {
    expect(outcomesOf(rows)).toEqual([
      {
        what: "heavy: processor time per request of stock by ours",
        promised: "≥ 12",
        measured: "13.00",
        isMet: true,
      },
      {
        what: "heavy: processor time per request of hive-rust by ours",
        promised: "≥ 3",
        measured: "2.50",
        isMet: false,
      },
      {
        what: "heavy: processor time per request of bare by ours",
        promised: "≥ 1",
        measured: "0.90",
        isMet: false,
      },
      { what: "heavy: p99 by p50 of ours", promised: "≤ 2.5", measured: "7.32", isMet: false },
      {
        what: "resident memory of ours, MiB",
        promised: "< 220, the best rival's",
        measured: "200",
        isMet: true,
      },
    ]);
  });

  it("are printed as ratios of each query", () => {
    expect(ratiosOf(rows)).toEqual({ heavy: { xStock: 13, xHiveRust: 2.5, xBare: 0.9 } });
  });

  it("say nothing of what was not measured", () => {
    const alone = new Map([["heavy" as const, summarize([series("stock", [1_000], 220)])]]);
    expect(outcomesOf(alone)).toEqual([]);
    expect(ratiosOf(alone)).toEqual({ heavy: { xStock: null, xHiveRust: null, xBare: null } });
  });
});
