import { describe, expect, it } from "vitest";
import type { LiveItem } from "../../../schema/history-source/source.js";
import { receiveReceipt } from "../../../subgraphs/agencies/fiks/inbound/svarut.js";
import { COMPANY, COMPANY_NUMBER, DAY, type Fiks, KARI, NOW, nordvik, openFiks } from "./fiks.js";

const tell = ({ platform }: Fiks, id: string, receipt: object): void =>
  receiveReceipt(platform, nordvik, { id, receipt: { ...receipt } }, platform.now());

const only = (items: readonly LiveItem[]): LiveItem => {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`There are ${items.length} items.`);
  return item;
};

const DELIVERY = "delivery { state channel sourceStatus }";

describe("a letter of SvarUt", () => {
  it("comes out with all that the platform knows of it", async () => {
    const fiks = await openFiks();
    const id = fiks.send({
      eksternReferanse: "2026/17-3",
      korrelasjonsid: "k 1",
      dokumenter: [{ filnavn: "brev.pdf", mimeType: "application/pdf" }],
      noeNytt: { fra: "fremtiden" },
    });
    expect(await fiks.items("fiks-svarut")).toEqual([
      {
        id,
        party: KARI,
        service: "urn:altinn:resource:nvk-svarut",
        owner: "nvk",
        status: "IN_PROGRESS",
        sourceStatus: "MOTTATT",
        title: { nb: "Varsel om gravearbeid" },
        summary: { nb: "Brevet er på vei.", nn: "Brevet er på veg.", en: "The letter is on its way." },
        senderName: null,
        createdAt: NOW,
        updatedAt: NOW,
        dueAt: null,
        isSeen: false,
        isRedacted: false,
        requiredLevel: 3,
        url: `https://nvk.example.com/post/${id}`,
        process: "urn:fiks:korrelasjon:k%201",
        externalReference: "2026/17-3",
        attachmentCount: 1,
        deadlines: [],
        sameAs: [`urn:fiks:svarut:forsendelse:${id}`],
        actions: ["MARK_READ"],
      },
    ]);
    expect(fiks.store.record("letter", id)?.sent).toMatchObject({ noeNytt: { fra: "fremtiden" } });
  });

  // The word, the common status, how far the letter has come, and by which way.
  it.each([
    ["MOTTATT", "IN_PROGRESS", "UNDER_WAY", null],
    ["AKSEPTERT", "IN_PROGRESS", "UNDER_WAY", null],
    ["AVVIST", "NOT_APPLICABLE", "NOT_SENT", null],
    ["VARSLET", "NOT_APPLICABLE", "DELIVERED", "ALTINN"],
    ["LEST", "NOT_APPLICABLE", "READ", null],
    ["SENDT_PRINT", "IN_PROGRESS", "UNDER_WAY", "PRINT"],
    ["PRINTET", "NOT_APPLICABLE", "DELIVERED", "PRINT"],
    ["MANUELT_HANDTERT", "NOT_APPLICABLE", "HANDLED_BY_HAND", null],
    ["SENDT_DIGITALT", "NOT_APPLICABLE", "DELIVERED", "CASE_SYSTEM"],
    ["SENDT_SDP", "IN_PROGRESS", "UNDER_WAY", "MAILBOX"],
    ["LEVERT_SDP", "NOT_APPLICABLE", "DELIVERED", "MAILBOX"],
    ["KLAR_FOR_MOTTAK", "IN_PROGRESS", "UNDER_WAY", "CASE_SYSTEM"],
    ["IKKE_LEVERT", "NOT_APPLICABLE", "NOT_DELIVERED", null],
    // Version 3 only.
    ["FEILET_UNDER_MOTTAK", "NOT_APPLICABLE", "NOT_SENT", null],
    ["SENDT_ALTINN", "IN_PROGRESS", "UNDER_WAY", "ALTINN"],
    ["LEVERT_ALTINN", "NOT_APPLICABLE", "DELIVERED", "ALTINN"],
    ["SLETTET", "NOT_APPLICABLE", "DELETED", null],
    ["SENDT_NHN_MOTTAKER", "IN_PROGRESS", "UNDER_WAY", "HEALTH_NETWORK"],
    ["LEVERT_NHN_MOTTAKER", "NOT_APPLICABLE", "DELIVERED", "HEALTH_NETWORK"],
    // From the future.
    ["LEVERT_MED_DUE", "NOT_APPLICABLE", "UNKNOWN", null],
    ["constructor", "NOT_APPLICABLE", "UNKNOWN", null],
  ])("is, as %s, %s in the common words, and %s", async (word, status, state, channel) => {
    const fiks = await openFiks();
    const id = fiks.send({}, { version: 3 });
    tell(fiks, id, { status: word });
    const item = only(await fiks.items("fiks-svarut"));
    expect({ status: item.status, sourceStatus: item.sourceStatus, isSeen: item.isSeen }).toEqual({
      status,
      sourceStatus: word,
      isSeen: word === "LEST",
    });
    expect(await fiks.details([`urn:tunet:source:fiks-svarut:${id}`], DELIVERY)).toEqual([
      { fiks: { delivery: { state, channel, sourceStatus: word } } },
    ]);
  });

  it("keeps telling by which way it went when it is read, and is no news by that", async () => {
    const fiks = await openFiks();
    const id = fiks.send();
    fiks.wait(DAY);
    tell(fiks, id, { status: "VARSLET", hendelse: "Varsel sendt i Altinn" });
    fiks.wait(DAY);
    tell(fiks, id, { status: "LEST" });
    const item = only(await fiks.items("fiks-svarut"));
    expect([item.updatedAt, item.isSeen, item.actions]).toEqual([NOW + DAY, true, []]);
    const selection = `${DELIVERY} events { at sourceType isKnown text { nb } }`;
    expect(await fiks.details([`urn:tunet:source:fiks-svarut:${id}`], selection)).toEqual([
      {
        fiks: {
          delivery: { state: "READ", channel: "ALTINN", sourceStatus: "LEST" },
          events: [
            ["MOTTATT", 0],
            ["Forsendelse mottatt", 0],
            ["VARSLET", DAY],
            ["Varsel sendt i Altinn", DAY],
            ["LEST", 2 * DAY],
          ].map(([word, after]) => ({
            at: new Date(NOW + Number(after)).toISOString(),
            sourceType: word,
            isKnown: true,
            text: { nb: word },
          })),
        },
      },
    ]);
  });

  it.each([
    ["VENTER_SIGNERING", "REQUIRES_ATTENTION", true, 1],
    ["SIGNERT_AV_MOTTAKER", "COMPLETED", false, 1],
    ["AVVIST_AV_MOTTAKER", "COMPLETED", false, 0],
    ["UTLOPT", "NOT_APPLICABLE", false, 0],
    ["AVVIST_AV_SVARUT", "NOT_APPLICABLE", false, 0],
  ])("that is to be signed is, as %s, %s", async (word, status, isOpen, deadlines) => {
    const fiks = await openFiks();
    const expiresAt = Date.parse("2026-12-01T22:59:59.999Z");
    const id = fiks.send({
      signeringUtloper: "2026-12-01",
      dokumenter: [{ filnavn: "avtale.pdf", mimeType: "application/pdf", skalSigneres: true }],
    });
    fiks.wait(DAY);
    tell(fiks, id, { status: "VARSLET", signering: word });
    const item = only(await fiks.items("fiks-svarut"));
    const metAt = word === "SIGNERT_AV_MOTTAKER" ? NOW + DAY : null;
    expect([item.status, item.sourceStatus, item.dueAt, item.deadlines]).toEqual([
      status,
      word,
      isOpen ? expiresAt : null,
      deadlines === 0 ? [] : [{ kind: "SIGN", at: expiresAt, amountOre: null, metAt }],
    ]);
    expect(
      await fiks.details([`urn:tunet:source:fiks-svarut:${id}`], "signing { sourceStatus isOpen expiresAt }"),
    ).toEqual([{ fiks: { signing: { sourceStatus: word, isOpen, expiresAt: "2026-12-01T22:59:59.999Z" } } }]);
  });

  it("keeps its own status where the signing's word is not known", async () => {
    const fiks = await openFiks();
    const id = fiks.send();
    tell(fiks, id, { status: "LEVERT_SDP", signering: "SIGNERT_MED_FJÆR" });
    const item = only(await fiks.items("fiks-svarut"));
    expect([item.status, item.sourceStatus]).toEqual(["NOT_APPLICABLE", "LEVERT_SDP"]);
  });

  it.each([
    [2, {}, 3],
    [2, { krevNiva4Innlogging: true }, 4],
    [3, {}, 3],
    [3, { sikkerhetsniva: "HOYESTE" }, 4],
    [3, { sikkerhetsniva: "HEMMELIG" }, 4],
  ] as const)("of version %i with %j asks for login level %i", async (version, letter, requiredLevel) => {
    const fiks = await openFiks();
    fiks.send(letter, { version });
    expect(only(await fiks.items("fiks-svarut")).requiredLevel).toBe(requiredLevel);
    const weak = await fiks.page("fiks-svarut", {}, 3);
    expect(weak).toMatchObject(
      requiredLevel === 3
        ? { items: [{}], totalCount: 1, hiddenByLogin: null }
        : { items: [], totalCount: 0, hiddenByLogin: { count: 1, requiredLevel: 4 } },
    );
  });

  it("is there for everyone whom it is shown to, each by an id of its own", async () => {
    const fiks = await openFiks();
    const id = fiks.send({ eksponertFor: [{ digitalId: COMPANY_NUMBER }] });
    const items = await fiks.items("fiks-svarut");
    expect(items.map((item) => item.party).sort()).toEqual([COMPANY, KARI]);
    expect(items.find(({ party }) => party === KARI)?.id).toBe(id);
    expect(items.find(({ party }) => party === COMPANY)?.id).toMatch(new RegExp(`^${id}~[0-9a-f]{12}$`));
  });

  it("that is confidential is shown to nobody where the municipality has no service for such", async () => {
    const fiks = await openFiks();
    fiks.send({ taushetsbelagtPost: true });
    expect(await fiks.items("fiks-svarut")).toEqual([]);
  });
});
