import { describe, expect, it } from "vitest";
import { type ArchiveRecord, itemOf } from "../../../subgraphs/agencies/altinn2/record.js";
import { readRegister } from "../../../subgraphs/agencies/altinn2/register.js";
import { aRecord, aRegister, NOW, SERVICES } from "./archive.js";
import { newStore, openFor, TOLD } from "./asking.js";

describe("the archive's migration", () => {
  const at = (text: string): number => Date.parse(`${text}T00:00:00Z`);
  const moved = (n: number, day: string, more: Partial<ArchiveRecord> = {}) =>
    aRecord(n, { updatedAt: at(day), movedAt: at("2025-01-01"), movedTo: [`urn:x:${n}`], ...more });
  const records = [
    moved(1, "2016-03-01"),
    moved(2, "2019-12-31"),
    moved(3, "2020-01-01"),
    moved(4, "2024-05-01"),
    aRecord(5, { updatedAt: at("2015-05-01") }),
  ];
  const phases = [
    { name: "1", before: at("2020-01-01"), purgedAt: at("2026-06-01") },
    { name: "2", before: at("2026-01-01"), purgedAt: at("2027-06-01") },
    { name: "3", before: at("2026-06-01"), purgedAt: null },
  ];
  const register = aRegister(records, { phases, closedAt: at("2026-06-19") });

  it("keeps what was moved until it is purged, and then says from when on it has everything", async () => {
    const store = newStore(register, at("2026-05-31"));
    const ask = async (day: string) => {
      const { page } = await (await openFor(store, TOLD, { now: at(day) })).page();
      return { ids: page.items.map(({ id }) => id), coverage: page["coverage"] };
    };
    expect(await ask("2026-05-31")).toEqual({
      ids: ["AR1004", "AR1003", "AR1002", "AR1001", "AR1005"],
      coverage: null,
    });
    // By the clock, whether or not anything was deleted yet; what can't be moved stays.
    const purged = {
      ids: ["AR1004", "AR1003", "AR1005"],
      coverage: {
        from: "2020-01-01T00:00:00.000Z",
        ratio: null,
        reason: {
          nb: "Det som er eldre enn 1. januar 2020, er flyttet og slettet her. Arkivet tok imot det siste 19. juni 2026.",
          nn: "Det som er eldre enn 1. januar 2020, er flytta og sletta her. Arkivet tok imot det siste 19. juni 2026.",
          en: "What is older than 1 January 2020 has been moved, and deleted here. The archive took its last on 19 June 2026.",
        },
      },
    };
    expect(await ask("2026-07-01")).toEqual(purged);
    expect(store.purge(at("2026-05-31"))).toBe(0);
    expect(store.purge(at("2026-07-01"))).toBe(2);
    expect(store.purge(at("2026-07-01"))).toBe(0);
    expect(await ask("2026-07-01")).toEqual(purged);
    // What is purged does not come back with the register.
    store.add(register, at("2026-07-01"));
    expect(await ask("2026-07-01")).toEqual(purged);
    expect((await ask("2027-07-01")).ids).toEqual(["AR1005"]);
  });

  it("adds what is not there, and takes the register's last word on services", async () => {
    const store = newStore(aRegister([aRecord(1)]));
    const taxReturn = { ...SERVICES.taxReturn, requiredLevel: 4 };
    store.add(
      aRegister([aRecord(1, { title: { nb: "Annet" } }), aRecord(2)], { services: [taxReturn] }),
      NOW,
    );
    const { page } = await openFor(store, TOLD);
    expect((await page()).page.items).toMatchObject([
      { id: "AR1001", title: { nb: "Selvangivelse 1" }, requiredLevel: 4 },
      { id: "AR1002" },
    ]);
  });

  it("reads its register, and names the line that it can't read", () => {
    const iso = (millis: number | null) => (millis === null ? null : new Date(millis).toISOString());
    const dated = (record: ArchiveRecord): object => ({
      ...record,
      createdAt: iso(record.createdAt),
      updatedAt: iso(record.updatedAt),
      movedAt: iso(record.movedAt),
    });
    const lines = [
      { archive: { closedAt: iso(at("2026-06-19")) } },
      ...phases.map((phase) => ({
        phase: { ...phase, before: iso(phase.before), purgedAt: iso(phase.purgedAt) },
      })),
      ...Object.values(SERVICES).map((service) => ({ service })),
      ...records.map((record) => ({ record: dated(record) })),
    ];
    const text = (all: readonly object[]): string =>
      all.map((line) => `${JSON.stringify(line)}\n`).join("\n");
    expect(readRegister(text(lines))).toEqual(register);
    expect(readRegister("")).toEqual({ closedAt: null, phases: [], services: [], records: [] });

    const service = { service: SERVICES.taxReturn };
    const wrongly = (more: object): object => ({ record: { ...dated(aRecord(1)), ...more } });
    const messageOf = (line: object): string => {
      try {
        return JSON.stringify(readRegister(`${JSON.stringify(service)}\n${JSON.stringify(line)}`));
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(
      [
        wrongly({ archiveReference: "1001" }),
        wrongly({ party: "urn:altinn:party:uuid:1" }),
        wrongly({ serviceCode: "4711" }),
        wrongly({ title: {} }),
        wrongly({ movedTo: ["AR1"] }),
        { service: { ...SERVICES.taxReturn, requiredLevel: 5 } },
        { phase: { name: "1", before: "soon" } },
        { record: [] },
      ].map(messageOf),
    ).toEqual(
      [
        "archiveReference is no archive reference",
        "party is no person's or organisation's URN",
        "no line before it is of service 4711/1",
        "title is no text by language",
        "movedTo is no list of URNs",
        "requiredLevel is no level from 0 to 4",
        "before is no moment",
        "it is neither archive, phase, service nor record",
      ].map((why) => `The register's line 2 can't be read: ${why}.`),
    );
  });

  it("shows a status that it does not know in the old platform's words", () => {
    const { status, sourceStatus } = itemOf(aRecord(1, { status: "Til manuell kø" }), SERVICES.taxReturn);
    expect({ status, sourceStatus }).toEqual({ status: "NOT_APPLICABLE", sourceStatus: "Til manuell kø" });
  });
});
