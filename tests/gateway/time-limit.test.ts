import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTimeLimit, type Timed } from "../../gateway/datasource/time-limit.js";

describe("a time limit that many share", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("ends each when its own time is out, and nothing that was over before, by one timer", () => {
    const limit = createTimeLimit(10);
    const ended: string[] = [];
    const timed = (name: string): Timed => ({ expire: () => ended.push(name) });
    limit.begin(timed("first"));
    const over = limit.begin(timed("over"));
    vi.advanceTimersByTime(4);
    limit.begin(timed("last"));
    over.leave();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(6);
    expect(ended).toEqual(["first"]);
    vi.advanceTimersByTime(4);
    expect({ ended, timers: vi.getTimerCount() }).toEqual({ ended: ["first", "last"], timers: 0 });
  });

  it("has one timer still where what ends makes room for the next, which begins then", () => {
    const limit = createTimeLimit(10);
    let begun = 0;
    const next = (): Timed => ({
      expire() {
        begun += 1;
        limit.begin(next());
      },
    });
    limit.begin(next());
    vi.advanceTimersByTime(100);
    expect({ begun, timers: vi.getTimerCount() }).toEqual({ begun: 10, timers: 1 });
  });
});
