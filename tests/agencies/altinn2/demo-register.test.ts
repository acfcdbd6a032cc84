import { expect, it } from "vitest";
import { isPersonNumber } from "../../../schema/urns.js";
import { itemOf } from "../../../subgraphs/agencies/altinn2/record.js";
import { readRegister } from "../../../subgraphs/agencies/altinn2/register.js";
import { ArchiveStore } from "../../../subgraphs/agencies/altinn2/store.js";
import { NOW, worldOf } from "../../demo/kit.js";

it("is given a register by the demo that it can read: some of it moved, some nowhere else, nobody real", () => {
  const world = worldOf(2_000);
  const lines = world.registers["altinn2"] ?? [];
  expect(world.registers["altinn2"]).toEqual(lines);
  const register = readRegister(lines.map((line) => JSON.stringify(line)).join("\n"));
  const { services, records } = register;
  const dialogs = new Map([...world.dialogs()].map(({ dialog }) => [dialog.id, dialog]));

  const twins = records.flatMap(({ party, movedTo: [name = ""] }) => {
    const dialog = dialogs.get(name.slice("urn:altinn:dialog-id:".length));
    return dialog === undefined ? [] : [dialog.party === party && dialog.sourceId === "altinn2"];
  });
  expect(twins.length).toBeGreaterThan(100);
  expect(twins).not.toContain(false);
  expect(records.filter(({ movedTo }) => movedTo.length === 0).length).toBeGreaterThan(20);
  expect(records.filter(({ movedTo }) => movedTo.length > 0)).toHaveLength(twins.length);
  expect(new Set(records.map(({ archiveReference }) => archiveReference)).size).toBe(records.length);

  // Each service is one that the catalogue keeps for what was sent before it moved.
  const known = new Map(world.catalogue.serviceResources.map((service) => [service.id, service]));
  for (const { service, serviceCode, owner } of services) {
    expect(known.get(service)).toMatchObject({ ownerCode: owner });
    expect(known.get(service)?.references).toContainEqual(
      expect.objectContaining({ reference: serviceCode }),
    );
  }

  const persons = records.flatMap(({ party }) => /person:identifier-no:(\d{11})$/.exec(party)?.[1] ?? []);
  expect(persons.length).toBeGreaterThan(20);
  expect(persons.filter((number) => !isPersonNumber(number) || Number(number.slice(2, 4)) < 81)).toEqual([]);

  const store = new ArchiveStore(":memory:");
  store.add(register, NOW);
  const left = store.parties().length;
  store.close();
  expect(left).toBeGreaterThan(20);
  const [service] = services;
  const [record] = records;
  if (service === undefined || record === undefined) throw new Error("The register is empty.");
  expect(itemOf(record, service).url).toMatch(/^https:\/\/[a-z.]+\.example\.com\//);
});
