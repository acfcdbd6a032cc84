import { expect, it } from "vitest";
import { createDemoWorld } from "../../../demo/index.js";
import { takeRegister } from "../../../subgraphs/agencies/fiks/register.js";
import { NOW, nordvik, openFiks } from "./fiks.js";

const lines = (records: readonly object[]): string => records.map((one) => JSON.stringify(one)).join("\n");

it("takes what the demo's platform begins with, by the interfaces that municipalities use", async () => {
  const { platform, store } = await openFiks();
  const { fiks = [] } = createDemoWorld({ seed: 1, now: NOW, dialogs: 1 }).registers;
  takeRegister(platform, lines(fiks));
  const counts = (["fiks-svarut", "fiks-digisos", "fiks-innsyn"] as const).map(
    (source) => store.history.partiesOf(source).length,
  );
  expect(counts).toEqual([expect.any(Number), 1, expect.any(Number)]);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

it("takes all of a register or nothing, and names the line that it can't take", async () => {
  const { platform, store } = await openFiks();
  const letter = {
    type: "forsendelse",
    kommune: nordvik.id,
    konto: nordvik.accounts[0],
    id: "01980000-0000-4000-8000-000000000001",
    tidspunkt: "2026-11-01T09:00:00Z",
    forsendelse: { tittel: "Brev", mottaker: { digitalId: "17858400120" } },
    kvitteringer: [{ status: "VARSLET", tidspunkt: "2026-11-01T10:00:00Z" }],
    lest: { eksterntSystemnavn: "Postkassen", tidspunkt: "2026-11-02T10:00:00Z" },
  };
  const wrong: readonly (readonly [object, string])[] = [
    [{ type: "forsendelse", kommune: "ingen" }, "kommune is none that came before it"],
    [{ ...letter, konto: "en annens" }, "Integrasjonen har ikke tilgang til konto en annens."],
    [{ type: "drosje", kommune: nordvik.id }, "drosje is nothing that the platform takes"],
    [{ type: "samtykke", verdi: "1" }, "verdi is no person's or organisation's number"],
    [{ type: "kommune" }, "the municipality has no id"],
  ];
  for (const [line, why] of wrong) {
    expect(() => takeRegister(platform, lines([letter, line]))).toThrowError(
      `The register's line 2 can't be taken: ${why}`,
    );
  }
  expect(store.history.partiesOf("fiks-svarut")).toEqual([]);
  takeRegister(platform, lines([letter]));
  expect(store.record("letter", letter.id)?.statuses.map(({ word }) => word)).toEqual([
    "MOTTATT",
    "VARSLET",
    "LEST",
  ]);
});
