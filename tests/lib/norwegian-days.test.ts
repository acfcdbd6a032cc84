import { describe, expect, it } from "vitest";
import { daysAfter, monthsBefore, norwegianDayOf, startOfNorwegianDay } from "../../lib/norwegian-days.js";

const startOf = (day: string): string => new Date(startOfNorwegianDay(day)).toISOString();

describe("days in Norway", () => {
  it("begin an hour before they do in UTC, in summer two, and also when the clocks change", () => {
    expect(
      ["2026-01-15", "2026-06-15", "2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"].map(startOf),
    ).toEqual([
      "2026-01-14T23:00:00.000Z",
      "2026-06-14T22:00:00.000Z",
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
    ]);
    expect(norwegianDayOf(Date.parse("2026-06-14T21:59:59.999Z"))).toBe("2026-06-14");
    expect(norwegianDayOf(Date.parse("2026-06-14T22:00:00.000Z"))).toBe("2026-06-15");
  });

  it("are counted over months and years", () => {
    expect(daysAfter("2025-12-31", 1)).toBe("2026-01-01");
    expect(daysAfter("2026-03-01", -1)).toBe("2026-02-28");
    expect(monthsBefore("2026-06-15", 12)).toBe("2025-06-15");
    expect(monthsBefore("2026-03-31", 1)).toBe("2026-02-28");
    expect(monthsBefore("2026-02-28", 6)).toBe("2025-08-28");
  });
});
