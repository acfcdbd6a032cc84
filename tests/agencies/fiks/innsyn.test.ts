import { describe, expect, it } from "vitest";
import type { LiveItem } from "../../../schema/history-source/source.js";
import { receiveMessages } from "../../../subgraphs/agencies/fiks/inbound/innsyn.js";
import {
  COMPANY,
  COMPANY_NUMBER,
  DAY,
  type Fiks,
  KARI,
  KARI_NUMBER,
  NOW,
  nordvik,
  openFiks,
  sordal,
} from "./fiks.js";

const itemOf = async (fiks: Fiks, level = 4): Promise<LiveItem> => {
  const [item] = await fiks.items("fiks-innsyn", {}, level);
  if (item === undefined) throw new Error("There is no item.");
  return item;
};

const indexed = async (version: string, metadata: object, more: object = {}) => {
  const fiks = await openFiks();
  expect(fiks.index("m1", version, metadata, more)).toMatchObject({ opprettet: 1, avvist: [] });
  return { fiks, item: await itemOf(fiks) };
};

const LETTER = "01980000-0000-4000-8000-00000000ABCD";
const END_OF_DAY = Date.parse("2026-12-01T22:59:59.999Z");

describe("the index of Innsyn", () => {
  it("has a journal's entry by the letter that it is of, with the time to appeal", async () => {
    const { item } = await indexed("JOURNALPOST_V1", {
      journalposttype: "U",
      tittel: "Vedtak",
      mappeId: "2026/318",
      journaldato: "2026-11-10",
      svarUtForsendelseId: LETTER,
      klagefrist: "2026-12-01",
      dokumenter: [{ tittel: "Vedtak" }, { tittel: "Kart" }],
      korrelasjonId: "k",
    });
    expect(item).toEqual({
      id: "m1",
      party: KARI,
      service: "urn:altinn:resource:nvk-byggesak",
      owner: "nvk",
      status: "NOT_APPLICABLE",
      sourceStatus: "U",
      title: { nb: "Vedtak" },
      summary: { nb: "Utgående brev.", nn: "Utgåande brev.", en: "Outgoing letter." },
      senderName: null,
      createdAt: Date.parse("2026-11-09T23:00:00Z"),
      updatedAt: NOW,
      dueAt: null,
      isSeen: false,
      isRedacted: false,
      requiredLevel: 3,
      url: "https://nvk.example.com/innsyn/m1",
      process: `urn:fiks:mappe:${nordvik.id}:2026%2F318`,
      externalReference: null,
      attachmentCount: 2,
      deadlines: [{ kind: "APPEAL", at: END_OF_DAY, amountOre: null, metAt: null }],
      sameAs: [`urn:fiks:svarut:forsendelse:${LETTER.toLowerCase()}`],
      actions: ["MARK_READ"],
    });
  });

  it.each([
    ["IKKE_BETALT", "EFAKTURA", "REQUIRES_ATTENTION", true],
    ["IKKE_BETALT", "AVTALEGIRO", "AWAITING", true],
    ["INKASSOVARSEL", "POST", "REQUIRES_ATTENTION", true],
    ["SENDT_INKASSO", "POST", "REQUIRES_ATTENTION", true],
    ["BETALT", "EBOKS", "COMPLETED", false],
    ["DELVIS_BETALT", "DUE", "NOT_APPLICABLE", true],
  ])("has an invoice that is %s by %s as %s", async (word, channel, status, isOpen) => {
    const { fiks, item } = await indexed("FAKTURA_V1", {
      tittel: "Kommunale avgifter",
      status: word,
      belop: 3_412.5,
      forfallDato: "2026-12-01",
      kid: "000123",
      kontonummer: "15050000010",
      forsendelseskanal: channel,
    });
    expect([item.status, item.sourceStatus, item.dueAt, item.deadlines, item.summary?.["en"]]).toEqual([
      status,
      word,
      isOpen ? END_OF_DAY : null,
      [{ kind: "PAY", at: END_OF_DAY, amountOre: 341_250, metAt: isOpen ? null : NOW }],
      "NOK 3412.50.",
    ]);
    const selection = "payments { direction sourceStatus amountOre dueAt paidAt kid account channel }";
    expect(await fiks.details(["urn:tunet:source:fiks-innsyn:m1"], selection)).toEqual([
      {
        fiks: {
          payments: [
            {
              direction: "FROM_PARTY",
              sourceStatus: word,
              amountOre: 341_250,
              dueAt: new Date(END_OF_DAY).toISOString(),
              paidAt: isOpen ? null : new Date(NOW).toISOString(),
              kid: "000123",
              account: "15050000010",
              channel,
            },
          ],
        },
      },
    ]);
  });

  it("has a case file with its milestones, open until it is closed", async () => {
    const file = {
      tittel: "Bod",
      mappeId: "1",
      type: "BYGGESAK",
      saksdato: "2026-10-01",
      navaerendeMilepel: { navn: "Under behandling" },
      milepeler: [
        { navn: "Mottatt", startdato: "2026-10-01", sluttdato: "2026-10-02" },
        { navn: "Under behandling" },
      ],
    };
    const { fiks, item } = await indexed("MAPPE_V1", file);
    expect([item.status, item.sourceStatus, item.process]).toEqual([
      "AWAITING",
      "Under behandling",
      `urn:fiks:mappe:${nordvik.id}:1`,
    ]);
    const selection = "kind milestones { name startedAt endedAt }";
    expect(await fiks.details(["urn:tunet:source:fiks-innsyn:m1"], selection)).toEqual([
      {
        fiks: {
          kind: "BUILDING_CASE",
          milestones: [
            { name: "Mottatt", startedAt: "2026-09-30T22:00:00.000Z", endedAt: "2026-10-01T22:00:00.000Z" },
            { name: "Under behandling", startedAt: null, endedAt: null },
          ],
        },
      },
    ]);
    fiks.index("m1", "MAPPE_V1", { ...file, erAvsluttet: true });
    expect((await itemOf(fiks)).status).toBe("COMPLETED");
  });

  it.each([
    ["INNSENDT_SKJEMA_V1", "NOT_APPLICABLE", "FORM_SENT"],
    ["SKJEMAKLADD_V1", "DRAFT", "FORM_DRAFT"],
    ["BYGGESAK_V1", "AWAITING", "BUILDING_CASE"],
    ["MAPPE_V7", "AWAITING", "CASE_FILE"],
    ["BARNEHAGEPLASS_V1", "NOT_APPLICABLE", "OTHER"],
    ["constructor_V1", "NOT_APPLICABLE", "OTHER"],
  ])("has %s as %s, %s", async (version, status, kind) => {
    const { fiks, item } = await indexed(version, { tittel: "Noe", url: "https://nvk.example.com/skjema/1" });
    expect([item.status, item.title, item.url]).toEqual([
      status,
      { nb: "Noe" },
      "https://nvk.example.com/skjema/1",
    ]);
    expect(await fiks.details(["urn:tunet:source:fiks-innsyn:m1"], "kind")).toEqual([{ fiks: { kind } }]);
    expect(fiks.store.record("indexed", "m1")?.version).toBe(version);
  });

  it("knows an application by the case that it became, where the municipality says so", async () => {
    const { item } = await indexed("INNSENDT_SKJEMA_V1", {}, { eksternRef: "urn:fiks:digisos:C0FFEE" });
    expect(item.sameAs).toEqual(["urn:fiks:digisos:c0ffee"]);
    expect((await indexed("INNSENDT_SKJEMA_V1", {}, { eksternRef: "2026/1" })).item.sameAs).toEqual([]);
  });

  it("hides hits by login level, and says how many a stronger login would show", async () => {
    const fiks = await openFiks();
    fiks.index("open", "JOURNALPOST_V1", { tittel: "Åpen" });
    fiks.index("high", "JOURNALPOST_V1", { tittel: "Høyest" }, { sikkerhetsniva: 4 });
    fiks.index("odd", "JOURNALPOST_V1", { tittel: "Ukjent nivå" }, { sikkerhetsniva: "UKJENT" });
    expect(await fiks.page("fiks-innsyn", {}, 3)).toMatchObject({
      items: [{ id: "open" }],
      totalCount: 1,
      hiddenByLogin: { count: 2, requiredLevel: 4 },
    });
    expect(await fiks.page("fiks-innsyn", { identifiers: ["high"] }, 3)).toMatchObject({
      items: [],
      hiddenByLogin: { count: 1 },
    });
    expect(await fiks.page("fiks-innsyn")).toMatchObject({ totalCount: 3, hiddenByLogin: null });
    expect(await fiks.page("fiks-innsyn", {}, 0)).toMatchObject({
      items: [],
      hiddenByLogin: { count: 3, requiredLevel: 4 },
    });
  });

  it("says from when on a municipality delivers", async () => {
    const fiks = await openFiks();
    fiks.index("m1", "FAKTURA_V1", { tittel: "Nordvik" });
    expect(await fiks.page("fiks-innsyn")).toMatchObject({ coverage: null });
    fiks.index("m2", "FAKTURA_V1", { tittel: "Sørdal" }, {}, sordal);
    expect(await fiks.page("fiks-innsyn")).toMatchObject({
      coverage: {
        from: sordal.from,
        ratio: null,
        reason: { nb: "Sørdal leverer fra og med 2020-01-01; det som er eldre finnes hos kommunen." },
      },
    });
  });

  it("shows nothing after the time that it is there for, and what nobody is named for to nobody", async () => {
    const fiks = await openFiks();
    fiks.index("m1", "FAKTURA_V1", {}, { tilgjengeligTil: new Date(NOW + DAY).toISOString() });
    fiks.index(
      "m2",
      "FAKTURA_V1",
      {},
      { eksponertFor: [{ identifikatorType: "OFFENTLIG", verdi: KARI_NUMBER }] },
    );
    expect((await fiks.items("fiks-innsyn")).map(({ id }) => id)).toEqual(["m1"]);
    fiks.wait(DAY);
    expect(await fiks.items("fiks-innsyn")).toEqual([]);
  });

  it("takes each message by itself, and says of each what became of it", async () => {
    const fiks = await openFiks();
    fiks.store.keepConsent(COMPANY, false);
    const message = (meldingId: unknown, more: object = {}) => ({
      meldingId,
      versjon: "FAKTURA_V1",
      sikkerhetsniva: 3,
      eksponertFor: [{ identifikatorType: "FODSELSNUMMER", verdi: KARI_NUMBER }],
      fiksOrganisasjonId: nordvik.id,
      meldingMetadata: Buffer.from("{}").toString("base64"),
      ...more,
    });
    const meldinger = [
      message("m1"),
      message("m1", { eksternRef: "ny" }),
      message("m2", { eksponertFor: [{ identifikatorType: "ORGANISASJONSNUMMER", verdi: COMPANY_NUMBER }] }),
      message("m3", { meldingMetadata: "ikke json" }),
      message("m 4"),
      message("m5", { fiksOrganisasjonId: sordal.id }),
      "tekst",
      message("m6", { ukjentFelt: true }),
    ];
    expect(receiveMessages(fiks.platform, nordvik, { meldinger }, NOW)).toEqual({
      opprettet: 2,
      oppdatert: 1,
      manglerSamtykke: 1,
      meldingerUtenSamtykke: ["m2"],
      avvist: [
        { meldingId: "m3", feil: "meldingMetadata er ikke base64 av JSON" },
        { meldingId: "m 4", feil: "meldingId mangler eller kan ikke brukes som id" },
        { meldingId: "m5", feil: "fiksOrganisasjonId er ikke integrasjonens" },
        { meldingId: null, feil: "meldingen er ikke et objekt" },
      ],
    });
    expect((await fiks.items("fiks-innsyn")).map(({ id }) => id)).toEqual(["m6", "m1"]);
    expect(
      receiveMessages(
        fiks.platform,
        sordal,
        { meldinger: [message("m1", { fiksOrganisasjonId: sordal.id })] },
        NOW,
      ).avvist,
    ).toEqual([{ meldingId: "m1", feil: "meldingId er i bruk" }]);
    const tooMany = { meldinger: Array.from({ length: 5_001 }, () => ({})) };
    expect(() => receiveMessages(fiks.platform, nordvik, tooMany, NOW)).toThrow("opptil 5000");
  });

  it("is no news when a producer sends everything again, and keeps an item's id whoever is added", async () => {
    const { fiks, item } = await indexed("FAKTURA_V1", { tittel: "Avgift" });
    fiks.wait(DAY);
    expect(fiks.index("m1", "FAKTURA_V1", { tittel: "Avgift" })).toMatchObject({
      opprettet: 0,
      oppdatert: 1,
    });
    expect(await itemOf(fiks)).toEqual(item);
    const eksponertFor = [
      { identifikatorType: "ORGANISASJONSNUMMER", verdi: COMPANY_NUMBER },
      { identifikatorType: "FODSELSNUMMER", verdi: KARI_NUMBER },
    ];
    fiks.index("m1", "FAKTURA_V1", { tittel: "Avgift" }, { eksponertFor });
    const byParty = new Map((await fiks.items("fiks-innsyn")).map((one) => [one.party, one.id]));
    expect(byParty.get(KARI)).toBe("m1");
    expect(byParty.get(COMPANY)).toMatch(/^m1~[0-9a-f]{12}$/);
  });
});
