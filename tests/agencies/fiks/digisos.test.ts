import { describe, expect, it } from "vitest";
import type { LiveItem } from "../../../schema/history-source/source.js";
import { receiveCapabilities } from "../../../subgraphs/agencies/fiks/inbound/digisos.js";
import { DAY, type Fiks, KARI, KARI_NUMBER, NOW, nordvik, openFiks, sordal } from "./fiks.js";

const CASE = "c0ffee00-0000-4000-8000-000000000001";
const URN = `urn:tunet:source:fiks-digisos:${CASE}`;
const iso = (at: number): string => new Date(at).toISOString();

/** digisos-soker.json of these entries, an hour apart. */
const file = (...hendelser: readonly object[]) => ({
  version: "1.1.0",
  avsender: { systemnavn: "Testsystemet", systemversjon: "1.0" },
  hendelser: hendelser.map((one, n) => ({ hendelsestidspunkt: iso(NOW - DAY + n * 3_600_000), ...one })),
});

const itemOf = async (fiks: Fiks): Promise<LiveItem> => {
  const [item] = await fiks.items("fiks-digisos");
  if (item === undefined) throw new Error("There is no case.");
  return item;
};

const tell = async (
  ...hendelser: readonly object[]
): Promise<{ readonly fiks: Fiks; readonly item: LiveItem }> => {
  const fiks = await openFiks();
  fiks.tellCase(CASE, { digisosSoker: file(...hendelser) });
  return { fiks, item: await itemOf(fiks) };
};

const BY = "2026-12-01T22:59:59.999Z";
const wanted = { dokumenttype: "Kontoutskrift", innsendelsesfrist: "2026-12-01", dokumentreferanse: "D1" };
const sendIn = (metAt: number | null) => [{ kind: "SEND_IN", at: Date.parse(BY), amountOre: null, metAt }];

describe("a case of DigiSos", () => {
  it("that the municipality has told nothing of is with the municipality", async () => {
    const fiks = await openFiks();
    const sentAt = NOW - 3 * DAY;
    fiks.tellCase(CASE, {
      originalSoknadNAV: { navEksternRefId: "110000A1B", timestampSendt: sentAt, vedlegg: [{}] },
    });
    expect(await itemOf(fiks)).toEqual({
      id: CASE,
      party: KARI,
      service: "urn:altinn:resource:nvk-sosialhjelp",
      owner: "nvk",
      status: "AWAITING",
      sourceStatus: null,
      title: {
        nb: "Søknad om økonomisk sosialhjelp",
        nn: "Søknad om økonomisk sosialhjelp",
        en: "Application for social assistance",
      },
      summary: {
        nb: "Søknaden er sendt til kommunen.",
        nn: "Søknaden er send til kommunen.",
        en: "The application is sent to the municipality.",
      },
      senderName: null,
      createdAt: sentAt,
      updatedAt: NOW,
      dueAt: null,
      isSeen: false,
      isRedacted: false,
      requiredLevel: 4,
      url: `https://nvk.example.com/sosialhjelp/${CASE}`,
      process: `urn:fiks:digisos:${CASE}`,
      externalReference: "110000A1B",
      attachmentCount: 1,
      deadlines: [],
      sameAs: [`urn:fiks:digisos:${CASE}`],
      actions: ["MARK_READ"],
    });
  });

  it.each([
    ["MOTTATT", "AWAITING"],
    ["UNDER_BEHANDLING", "AWAITING"],
    ["FERDIGBEHANDLET", "COMPLETED"],
    ["BEHANDLES_IKKE", "COMPLETED"],
    ["PAA_VENT", "NOT_APPLICABLE"],
  ])("is, as %s, %s in the common words", async (word, status) => {
    const { item } = await tell({ type: "soknadsStatus", status: word });
    expect([item.status, item.sourceStatus]).toEqual([status, word]);
  });

  // Every type of entry, and one from the future: what its file comes to, and what is told of it in English.
  it.each([
    [{ type: "soknadsStatus", status: "UNDER_BEHANDLING" }, true, "The application is being handled."],
    [{ type: "tildeltNavKontor", navKontor: "9901" }, true, "The application is with the office 9901."],
    [{ type: "saksStatus", referanse: "S", tittel: "Strøm" }, true, "Strøm: being handled."],
    [{ type: "saksStatus", referanse: "S", status: "IKKE_INNSYN" }, true, "not shown here."],
    [
      { type: "saksStatus", referanse: "S", status: "BEHANDLES_IKKE", tittel: "Strøm" },
      true,
      "Strøm: not handled.",
    ],
    [{ type: "saksStatus", referanse: "S", status: "FEILREGISTRERT" }, true, "registered by mistake."],
    [{ type: "vedtakFattet", saksreferanse: "S", utfall: "INNVILGET" }, true, "Decision: granted."],
    [
      { type: "vedtakFattet", saksreferanse: "S", utfall: "DELVIS_INNVILGET" },
      true,
      "Decision: granted in part.",
    ],
    [{ type: "vedtakFattet", saksreferanse: "S", utfall: "AVSLATT" }, true, "Decision: refused."],
    [{ type: "vedtakFattet", saksreferanse: "S", utfall: "AVVIST" }, true, "Decision: dismissed."],
    [{ type: "vedtakFattet", saksreferanse: "S", utfall: "UTSATT" }, true, "UTSATT"],
    [{ type: "forelopigSvar", forvaltningsbrev: {} }, true, "You have a preliminary answer."],
    [
      { type: "utbetaling", utbetalingsreferanse: "U", status: "PLANLAGT_UTBETALING" },
      true,
      "A payment is planned.",
    ],
    [{ type: "utbetaling", utbetalingsreferanse: "U", status: "UTBETALT" }, true, "Money is paid out."],
    [{ type: "utbetaling", utbetalingsreferanse: "U", status: "STOPPET" }, true, "A payment is stopped."],
    [{ type: "utbetaling", utbetalingsreferanse: "U", status: "ANNULLERT" }, true, "A payment is cancelled."],
    [
      { type: "vilkar", vilkarreferanse: "V", tittel: "Kurs", status: "RELEVANT" },
      true,
      "Kurs: Condition (RELEVANT).",
    ],
    [
      { type: "dokumentasjonkrav", dokumentasjonkravreferanse: "K", status: "ANNULLERT" },
      true,
      "Documents required (ANNULLERT).",
    ],
    [{ type: "rammevedtak", rammevedtaksreferanse: "R" }, true, "A framework decision is made."],
    [{ type: "dokumentasjonEtterspurt", dokumenter: [] }, true, "No more documents are asked for."],
    [{ type: "samtaleAvtalt", sted: "Rådhuset" }, false, "samtaleAvtalt"],
    [{ type: "toString" }, false, "toString"],
  ])("tells of %j", async (entry, isKnown, en) => {
    const { fiks, item } = await tell({ type: "soknadsStatus", status: "UNDER_BEHANDLING" }, entry);
    expect([item.status, item.sourceStatus, item.summary?.["en"], item.deadlines]).toEqual([
      "AWAITING",
      "UNDER_BEHANDLING",
      en,
      [],
    ]);
    const [detail] = (await fiks.details([URN], "events { at sourceType isKnown text { en } }")) as {
      fiks: { events: object[] };
    }[];
    expect(detail?.fiks.events[1]).toEqual({
      at: iso(NOW - DAY + 3_600_000),
      sourceType: entry.type,
      isKnown,
      text: { en },
    });
    expect(fiks.store.record("social-case", CASE)?.told).toMatchObject({ hendelser: [{}, entry] });
  });

  it("asks for documents until they are sent in, no longer wanted, or the case is closed", async () => {
    const asks = { type: "dokumentasjonEtterspurt", dokumenter: [wanted, { dokumenttype: "Strømregning" }] };
    const { fiks, item } = await tell({ type: "soknadsStatus", status: "UNDER_BEHANDLING" }, asks);
    const outcome = ({ status, dueAt, deadlines }: LiveItem) => [status, dueAt, deadlines];
    expect(outcome(item)).toEqual(["REQUIRES_ATTENTION", Date.parse(BY), sendIn(null)]);
    const sentAt = NOW - 1_000;
    fiks.tellCase(CASE, { ettersendtInfoNAV: { ettersendelser: [{ timestampSendt: sentAt }] } });
    expect(outcome(await itemOf(fiks))).toEqual(["AWAITING", null, sendIn(sentAt)]);
    expect(await fiks.details([URN], "requestedDocuments { document askedAt sendInBy metAt }")).toEqual([
      {
        fiks: {
          requestedDocuments: ["Kontoutskrift", "Strømregning"].map((document, n) => ({
            document,
            askedAt: iso(NOW - DAY + 3_600_000),
            sendInBy: n === 0 ? BY : null,
            metAt: iso(sentAt),
          })),
        },
      },
    ]);

    const closed = await tell(asks, { type: "soknadsStatus", status: "FERDIGBEHANDLET" });
    expect(outcome(closed.item)).toEqual(["COMPLETED", null, sendIn(NOW - DAY + 3_600_000)]);
    const dropped = await tell(asks, { type: "dokumentasjonEtterspurt", dokumenter: [] });
    expect(outcome(dropped.item)).toEqual(["AWAITING", null, []]);
  });

  it.each([
    ["RELEVANT", "REQUIRES_ATTENTION", sendIn(null)],
    ["OPPFYLT", "AWAITING", sendIn(NOW - DAY)],
    ["LEVERT_TIDLIGERE", "AWAITING", sendIn(NOW - DAY)],
    ["IKKE_OPPFYLT", "AWAITING", []],
    ["ANNULLERT", "AWAITING", []],
  ])("wants, by a requirement that is %s, what is %s", async (word, status, deadlines) => {
    const requirement = {
      dokumentasjonkravreferanse: "K",
      tittel: "Kvittering",
      frist: "2026-12-01",
      status: word,
    };
    const { item } = await tell({ type: "dokumentasjonkrav", ...requirement });
    expect([item.status, item.deadlines]).toEqual([status, deadlines]);
  });

  it("tells what is paid out as it stands, not as it was planned", async () => {
    const payout = {
      type: "utbetaling",
      utbetalingsreferanse: "U1",
      belop: 2_500.5,
      beskrivelse: "Nødhjelp",
    };
    const { fiks } = await tell(
      { ...payout, status: "PLANLAGT_UTBETALING", forfallsdato: "2026-11-19" },
      { ...payout, status: "UTBETALT", utbetalingsdato: "2026-11-18", kontonummer: "x" },
    );
    const selection = "payments { direction sourceStatus description amountOre dueAt paidAt kid }";
    expect(await fiks.details([URN], selection)).toEqual([
      {
        fiks: {
          payments: [
            {
              direction: "TO_PARTY",
              sourceStatus: "UTBETALT",
              description: "Nødhjelp",
              amountOre: 250_050,
              dueAt: null,
              paidAt: "2026-11-17T23:00:00.000Z",
              kid: null,
            },
          ],
        },
      },
    ]);
  });

  it("is what the last update says, whole; and the same update again is no news", async () => {
    const { fiks } = await tell(
      { type: "soknadsStatus", status: "MOTTATT" },
      { type: "dokumentasjonEtterspurt", dokumenter: [wanted] },
    );
    fiks.wait(DAY);
    const rewritten = { digisosSoker: file({ type: "soknadsStatus", status: "UNDER_BEHANDLING" }) };
    fiks.tellCase(CASE, rewritten);
    const item = await itemOf(fiks);
    expect([item.status, item.sourceStatus, item.deadlines, item.updatedAt]).toEqual([
      "AWAITING",
      "UNDER_BEHANDLING",
      [],
      NOW + DAY,
    ]);
    fiks.wait(DAY);
    fiks.tellCase(CASE, rewritten);
    expect(await itemOf(fiks)).toEqual(item);
  });

  it("hides from a weaker login, which is told how many hide", async () => {
    const { fiks } = await tell({ type: "soknadsStatus", status: "MOTTATT" });
    const hidden = {
      items: [],
      totalCount: 0,
      coverage: null,
      hiddenByLogin: { count: 1, requiredLevel: 4 },
    };
    expect(await fiks.page("fiks-digisos", {}, 3)).toMatchObject(hidden);
    // A guess at its words is not told to be right, nor wrong.
    expect(await fiks.page("fiks-digisos", { search: "søknad" }, 3)).toMatchObject(hidden);
    expect(await fiks.page("fiks-digisos", { search: "drosje" }, 3)).toMatchObject(hidden);
    expect(await fiks.details([URN], "kind", 3)).toEqual([{ fiks: null }]);
  });

  it("of a municipality that does not tell how cases go is said to be perhaps old", async () => {
    const { fiks } = await tell({ type: "soknadsStatus", status: "MOTTATT" });
    const other = "c0ffee00-0000-4000-8000-000000000002";
    fiks.tellCase(other, { originalSoknadNAV: {} }, sordal);
    expect(await fiks.page("fiks-digisos")).toMatchObject({ totalCount: 2, coverage: null });
    receiveCapabilities(fiks.platform, sordal, { kanOppdatereStatus: false, noeNytt: 1 });
    expect(await fiks.page("fiks-digisos")).toMatchObject({
      totalCount: 2,
      coverage: {
        from: null,
        ratio: 0.5,
        reason: {
          nb: "Sørdal melder ikke hvordan saker går, så det som vises av dem kan være gammelt.",
          nn: "Sørdal melder ikkje korleis saker går, så det som er vist av dei kan vere gammalt.",
          en: "Sørdal (en) does not tell how cases go, so what is shown of them may be old.",
        },
      },
    });
    const told = "municipality { number updatesStatus receivesApplications }";
    expect(await fiks.details([`urn:tunet:source:fiks-digisos:${other}`], told)).toEqual([
      { fiks: { municipality: { number: "9902", updatesStatus: false, receivesApplications: true } } },
    ]);
    receiveCapabilities(fiks.platform, sordal, {
      kanOppdatereStatus: true,
      harMidlertidigDeaktivertOppdateringer: true,
    });
    expect(await fiks.page("fiks-digisos")).toMatchObject({ coverage: { ratio: 0.5 } });
    receiveCapabilities(fiks.platform, sordal, { kanOppdatereStatus: true });
    expect(await fiks.page("fiks-digisos")).toMatchObject({ coverage: null });
  });

  it("can't be taken over by another municipality, nor told of without a history or an applicant", async () => {
    const { fiks, item } = await tell({ type: "soknadsStatus", status: "MOTTATT" });
    expect(() => fiks.tellCase(CASE, { digisosSoker: file() }, sordal)).toThrow("Fant ikke sak");
    expect(() => fiks.tellCase(CASE, { digisosSoker: { hendelser: "ingen" } })).toThrow("hendelser[]");
    expect(() => fiks.tellCase("ny", { sokerFnr: "1" })).toThrow("sokerFnr mangler");
    expect(() => fiks.tellCase("a b", {}, nordvik)).toThrow("fiksDigisosId");
    expect(await fiks.items("fiks-digisos")).toEqual([item]);
    expect(fiks.store.record("social-case", CASE)?.applicant).toBe(KARI_NUMBER);
  });
});
