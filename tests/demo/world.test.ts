import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Bulk } from "../../demo/bulk/bulk.js";
import type { DemoWorld } from "../../demo/index.js";
import { firstOf, NOW, worldOf } from "./kit.js";

/** Every row of a world, as one digest. */
const digestOf = (world: DemoWorld): string => {
  const hash = createHash("sha256");
  const { authorization, catalogue, forms, sources, personas } = world;
  hash.update(JSON.stringify([personas, authorization, catalogue, forms, sources]));
  for (const dialog of world.dialogs()) hash.update(JSON.stringify(dialog));
  return hash.digest("hex");
};

describe("a demo world", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("is the same to the byte for the same seed, moment and number of dialogs, however often it is walked", () => {
    const world = worldOf(2_000);
    const digest = digestOf(world);
    expect(digestOf(world)).toBe(digest);
    expect(digestOf(worldOf(2_000))).toBe(digest);
  });

  it("is another for another seed or moment", () => {
    const digests = [worldOf(500), worldOf(500, { seed: 2 }), worldOf(500, { now: NOW + 86_400_000 })].map(
      digestOf,
    );
    expect(new Set(digests).size).toBe(3);
  });

  it("holds everything that a smaller one does, so that a demo can grow where it stands", () => {
    const small = worldOf(1_000);
    const large = worldOf(60_000);
    expect(firstOf(large, 1_000)).toEqual([...small.dialogs()]);

    const partiesByUrn = new Map(large.authorization.parties.map((party) => [party.urn, party]));
    for (const party of small.authorization.parties) expect(partiesByUrn.get(party.urn)).toEqual(party);
    expect(large.authorization.parties.length).toBeGreaterThan(small.authorization.parties.length);
    const edges = new Map(large.authorization.assignments.map((row) => [row.id, row]));
    for (const row of small.authorization.assignments) expect(edges.get(row.id)).toEqual(row);
    const instances = new Map(large.forms.instances.map((row) => [row.id, row]));
    for (const row of small.forms.instances) expect(instances.get(row.id)).toEqual(row);
  });

  it("always has its stories, also when fewer dialogs are asked for", () => {
    const world = worldOf(1);
    expect(world.dialogCount).toBe(world.stories.length);
    expect([...world.dialogs()]).toHaveLength(world.stories.length);
  });

  it("makes a dialog when it is asked for, and keeps none", () => {
    const world = worldOf(1_000_000);
    const made = vi.spyOn(Bulk.prototype, "dialog");
    expect(firstOf(world, world.stories.length + 5)).toHaveLength(world.stories.length + 5);
    // One more was begun before the walk stopped.
    expect(made.mock.calls).toEqual([[0], [1], [2], [3], [4], [5]]);
  });

  it("says truly how much of the archive it holds, whatever its size", () => {
    for (const count of [1, 100, 777, 5_000]) {
      const world = worldOf(count);
      const held = [...world.dialogs()].filter(({ dialog }) => dialog.sourceId === "altinn2").length;
      const archive = world.sources.find(({ id }) => id === "altinn2");
      const supplied = archive?.suppliedCount ?? 0;
      expect(supplied).toBe(Math.ceil(held / 0.97));
      for (const text of Object.values(archive?.reason ?? {}))
        expect(text).toContain(String(supplied - held));
    }
  });

  it("has one source that is written to, one archive that is partial, and one fresh copy", () => {
    const { sources } = worldOf(1_000);
    expect(
      sources.map(({ id, delivery, copiedAt, coversFrom, suppliedCount }) => ({
        id,
        delivery,
        copiedAt,
        coversFrom,
        saysHowMany: suppliedCount !== null,
      })),
    ).toEqual([
      { id: "altinn3", delivery: "PUSH", copiedAt: null, coversFrom: null, saysHowMany: false },
      {
        id: "altinn2",
        delivery: "COPY",
        copiedAt: NOW,
        coversFrom: Date.parse("2011-01-01T00:00:00Z"),
        saysHowMany: true,
      },
      { id: "fiks", delivery: "COPY", copiedAt: NOW, coversFrom: null, saysHowMany: false },
    ]);
  });
});
