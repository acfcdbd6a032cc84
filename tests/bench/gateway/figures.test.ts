import { describe, expect, it } from "vitest";
import { createLatencies, mergeBuckets, percentile } from "../../../bench/gateway/processes/latencies.js";
import { median, pairedRatio, spread } from "../../../bench/gateway/report/statistics.js";

describe("latencies", () => {
  it("give percentiles that are right to 1 %", () => {
    const parts = [createLatencies(), createLatencies()];
    for (let micros = 1; micros <= 10_000; micros += 1) parts[micros % 2]?.record(micros);
    const buckets = mergeBuckets(parts.map((part) => part.buckets()));
    for (const share of [0.01, 0.5, 0.9, 0.99]) {
      const exact = share * 10_000;
      expect(Math.abs((percentile(buckets, share) ?? 0) / exact - 1), String(share)).toBeLessThan(0.011);
    }
  });

  it("have no percentile where nothing was asked", () => {
    expect(percentile({}, 0.5)).toBeNull();
  });
});

describe("figures", () => {
  it("take the middle one of an odd number, and between the middle two of an even", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeNaN();
  });

  it("compare what was measured in the same round", () => {
    // The machine was half as quick in the second round, for both: the ratio does not see it.
    expect(pairedRatio([10, 20, 11], [2, 4, 2])).toEqual({ median: 5, least: 5, most: 5.5 });
  });

  it("leave out rounds that only one of the two took part in", () => {
    expect(pairedRatio([10, 20], [2])).toEqual({ median: 5, least: 5, most: 5 });
    expect(pairedRatio([10], [])).toBeNull();
  });

  it("tell how far the rounds lie apart", () => {
    expect(spread([100, 100, 100])).toBe(0);
    expect(spread([90, 100, 110])).toBeCloseTo(0.1);
  });
});
