import { describe, expect, it } from "vitest";
import { randomFromSeed } from "../../lib/random.js";

describe("random numbers from a seed", () => {
  it("are the same for the same seed, and others for another", () => {
    const draw = (seed: number) => {
      const random = randomFromSeed(seed);
      return [random.next(), random.int(1, 1_000_000), random.pick(["a", "b", "c"]), random.chance(0.5)];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it("fill their range evenly, both ends included", () => {
    const random = randomFromSeed(7);
    const counts = new Map<number, number>();
    for (let n = 0; n < 60_000; n++) {
      const drawn = random.int(-2, 3);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it("never reach one, and hit a chance as often as they should", () => {
    const random = randomFromSeed(3);
    const drawn = Array.from({ length: 20_000 }, () => random.next());
    expect(drawn.every((n) => n >= 0 && n < 1)).toBe(true);
    const hits = Array.from({ length: 20_000 }, () => random.chance(0.25)).filter(Boolean).length;
    expect(Math.abs(hits - 5_000)).toBeLessThan(300);
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1)).toBe(true);
  });

  it("can't pick from nothing", () => {
    expect(() => randomFromSeed(1).pick([])).toThrow("pick() needs at least one item");
  });
});
