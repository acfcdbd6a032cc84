import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTurns } from "../../lib/turns.js";

describe("turns on the event loop", () => {
  it("lets what has come in go between two pieces of work", async () => {
    const turns = createTurns(() => 0);
    const done: string[] = [];
    const work = (name: string) => turns.take(10).then(() => done.push(name));
    const all = Promise.all([work("first"), work("second"), work("third")]);
    await setImmediate().then(() => done.push("what has come in"));
    await all;
    expect(done).toEqual(["first", "what has come in", "second", "third"]);
  });

  it("lets short work go before long work, until the long work has waited eight times as long as it takes", async () => {
    let now = 0;
    const turns = createTurns(() => now);
    const done: string[] = [];
    const work = (name: string, millis: number) => turns.take(millis).then(() => done.push(name));
    const early = [work("long", 10), work("short", 1)];
    now = 71;
    const late = [work("short, but late", 1.5), work("short, in time", 1)];
    await Promise.all([...early, ...late]);
    expect(done).toEqual(["short", "short, in time", "long", "short, but late"]);
  });
});
