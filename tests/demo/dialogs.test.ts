import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorld } from "../../demo/index.js";
import { parsePartyUrn } from "../../schema/urns.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { dialogProblems } from "./dialog-rules.js";
import { NOW, worldOf } from "./kit.js";

const COUNT = 20_000;

const countBy = (
  seeds: readonly DialogSeed[],
  keyOf: (seed: DialogSeed) => string,
): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const seed of seeds) counts[keyOf(seed)] = (counts[keyOf(seed)] ?? 0) + 1;
  return counts;
};

describe("the demo's dialogs", () => {
  let world: DemoWorld;
  let seeds: DialogSeed[];

  beforeAll(() => {
    world = worldOf(COUNT);
    seeds = [...world.dialogs()];
  });

  it("are as many as were asked for, the stories among them", () => {
    expect(seeds).toHaveLength(COUNT);
    expect(world.dialogCount).toBe(COUNT);
    expect(world.stories.length).toBeGreaterThan(50);
  });

  it("keep every rule of Dialogporten's", () => {
    expect(seeds.flatMap((seed) => dialogProblems(seed, NOW))).toEqual([]);
  });

  it("have ids and idempotent keys that occur once", () => {
    const rows = seeds.flatMap(({ dialog, body, transmissions, activities, seenLog, labelAssignmentLog }) => [
      dialog.id,
      dialog.revision,
      ...[body.attachments, transmissions, activities, seenLog, labelAssignmentLog].flatMap((list) =>
        list.map(({ id }) => id),
      ),
    ]);
    expect(new Set(rows).size).toBe(rows.length);
    const keys = seeds.flatMap(({ dialog: { org, idempotentKey } }) =>
      idempotentKey === null ? [] : [`${org} ${idempotentKey}`],
    );
    expect(keys.length).toBeGreaterThan(1_000);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("name only parties, services and sources that there are, each service by its own owner and platform", () => {
    const parties = new Set(world.authorization.parties.map(({ urn }) => urn));
    const sources = new Map(world.sources.map((source) => [source.id, source]));
    const services = new Map(world.catalogue.serviceResources.map((service) => [service.id, service]));
    const wrong = seeds.filter(({ dialog }) => {
      const service = services.get(dialog.serviceResource);
      const source = sources.get(dialog.sourceId);
      return (
        !parties.has(dialog.party) ||
        parsePartyUrn(dialog.party) !== dialog.party ||
        service?.ownerCode !== dialog.org ||
        service.resourceType.toLowerCase().replaceAll("_", "") !== dialog.serviceResourceType ||
        source === undefined ||
        (source.coversFrom !== null && dialog.createdAt < source.coversFrom)
      );
    });
    expect(wrong).toEqual([]);
  });

  it("stay on a service for as long as it was offered: what moved is on the old one before and on the new one after", () => {
    const { serviceResources } = world.catalogue;
    const moved = serviceResources.filter(({ replacesId }) => replacesId != null);
    expect(moved.length).toBeGreaterThan(10);
    for (const { id, replacesId } of moved) {
      const timesOf = (service: string | null) =>
        seeds
          .filter(({ dialog }) => dialog.serviceResource === service)
          .map(({ dialog }) => dialog.createdAt);
      const before = timesOf(replacesId ?? null);
      const after = timesOf(id);
      expect(before.length, `${replacesId} has a history`).toBeGreaterThan(0);
      expect(after.length, `${id} has a history`).toBeGreaterThan(0);
      expect(Math.max(...before), `${replacesId} ended before ${id} began`).toBeLessThan(Math.min(...after));
    }
  });

  it("are spread over three platforms, fifteen years, all agencies and all statuses", () => {
    const bySource = countBy(seeds, ({ dialog }) => dialog.sourceId);
    expect(Object.keys(bySource).sort()).toEqual(["altinn2", "altinn3", "fiks"]);
    for (const count of Object.values(bySource)) expect(count).toBeGreaterThan(COUNT / 10);

    const byYear = countBy(seeds, ({ dialog }) => String(new Date(dialog.createdAt).getUTCFullYear()));
    expect(Object.keys(byYear)).toEqual(Array.from({ length: 16 }, (_, index) => String(2011 + index)));
    for (const count of Object.values(byYear)) expect(count).toBeGreaterThan(100);

    const byOwner = countBy(seeds, ({ dialog }) => dialog.org);
    expect(Object.keys(byOwner).sort()).toEqual(world.catalogue.serviceOwners.map(({ code }) => code).sort());
    const byStatus = countBy(seeds, ({ dialog }) => dialog.status);
    expect(Object.keys(byStatus).sort()).toEqual(
      ["AWAITING", "COMPLETED", "DRAFT", "IN_PROGRESS", "NOT_APPLICABLE", "REQUIRES_ATTENTION"].sort(),
    );
  });

  it("are written in bokmål, nynorsk and English, and not all of them in all three", () => {
    const byLanguages = countBy(seeds, ({ dialog }) => Object.keys(dialog.title).sort().join(" "));
    expect(Object.keys(byLanguages).sort()).toEqual(["en", "en nb nn", "nb", "nb se", "nn"]);
    expect(new Set(seeds.map(({ dialog }) => dialog.title.nb ?? dialog.title.nn)).size).toBeGreaterThan(
      3_000,
    );
  });

  it("are done when they are old, and under way only when they are new", () => {
    const YEAR = 365 * 86_400_000;
    const open = seeds.filter(({ dialog }) => ["DRAFT", "IN_PROGRESS", "AWAITING"].includes(dialog.status));
    expect(open.length).toBeGreaterThan(100);
    expect(open.filter(({ dialog }) => dialog.createdAt < NOW - YEAR)).toEqual([]);
  });

  it("carry the platform's own words where it has words of its own, and none where it speaks Dialogporten's", () => {
    const wordsOf = (source: string, type: string | null = null) =>
      new Set(
        seeds
          .filter(
            ({ dialog }) =>
              dialog.sourceId === source && (type === null || dialog.serviceResourceType === type),
          )
          .map(({ dialog }) => dialog.sourceStatus),
      );
    expect([...wordsOf("fiks")]).toEqual(
      expect.arrayContaining([
        "LEST",
        "VARSLET",
        "BETALT",
        "IKKE_BETALT",
        "UNDER_BEHANDLING",
        "FERDIGBEHANDLET",
      ]),
    );
    expect([...wordsOf("altinn2")]).toEqual(expect.arrayContaining(["Arkivert", "Lest", "Ulest"]));
    expect([...wordsOf("altinn3", "altinnapp")]).toEqual([null]);
  });

  it("go mostly to few: the accountant's clients hear often, and everybody's share is natural", () => {
    const byParty = Object.values(countBy(seeds, ({ dialog }) => dialog.party)).sort((a, b) => b - a);
    expect(byParty.length).toBeGreaterThan(800);
    const tenth = byParty.slice(0, Math.floor(byParty.length / 10)).reduce((sum, count) => sum + count, 0);
    expect(tenth / COUNT).toBeGreaterThan(0.35);
    expect(tenth / COUNT).toBeLessThan(0.75);
  });
});
