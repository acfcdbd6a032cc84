import { DAY_MILLIS } from "../../lib/clock.js";
import { type Random, randomFromSeed } from "../../lib/random.js";
import { businesses, people } from "../cast.js";
import type { DemoParty } from "../party.js";
import type { Population } from "../world/population.js";
import {
  type At,
  createClock,
  dayOf,
  idOf,
  indexed,
  iso,
  type Line,
  letter,
  message,
  municipalities,
  numberOf,
} from "./fiks-lines.js";
import { socialCaseOf } from "./fiks-social-case.js";

/** A decision in a building case: the letter, the journal's entry of the same, and the file that it is part of. */
const decision = (at: At): Line[] => {
  const { kari } = people;
  const title = "Tillatelse til tiltak: bod i Solbakken 4";
  const file = { mappeId: "2026-318", tittel: "Byggesak: bod i Solbakken 4" };
  return [
    letter("nvk", "decision", {
      to: kari,
      at: at(9),
      sent: { tittel: title, eksternReferanse: "2026/318-6", korrelasjonsid: "2026-318" },
      receipts: [
        { status: "AKSEPTERT", tidspunkt: iso(at(9)) },
        { status: "VARSLET", tidspunkt: iso(at(9, 10)), hendelse: "Varsel er sendt i Altinn" },
        { status: "LEST", tidspunkt: iso(at(8, 18)) },
      ],
    }),
    indexed(
      "nvk",
      at(9, 11),
      message("nvk", "JOURNALPOST_V1", "decision", kari, {
        journalposttype: "U",
        tittel: title,
        mappeId: file.mappeId,
        journalpostnummer: 6,
        journaldato: dayOf(at(9)),
        svarUtForsendelseId: idOf("letter decision"),
        klagefrist: dayOf(at(-12)),
        dokumenter: [{ tittel: "Vedtak", mimeType: "application/pdf" }],
      }),
      message("nvk", "MAPPE_V1", "building case", kari, {
        ...file,
        type: "BYGGESAK",
        saksaar: 2026,
        sakssekvensnummer: 318,
        saksdato: dayOf(at(60)),
        navaerendeMilepel: "Vedtak fattet",
        milepeler: [
          { navn: "Søknad mottatt", startdato: dayOf(at(60)), sluttdato: dayOf(at(58)) },
          { navn: "Under behandling", startdato: dayOf(at(58)), sluttdato: dayOf(at(9)) },
          { navn: "Vedtak fattet", startdato: dayOf(at(9)) },
        ],
      }),
    ),
  ];
};

const lettersToKari = (at: At): Line[] => {
  const to = people.kari;
  return [
    letter("nvk", "agreement", {
      to,
      at: at(4),
      version: 3,
      sent: {
        tittel: "Avtale om tilknytning til vann og avløp",
        sikkerhetsniva: "BETYDELIG",
        signeringUtloper: dayOf(at(-9)),
        dokumenter: [{ filnavn: "avtale.pdf", mimeType: "application/pdf", skalSigneres: true }],
      },
      receipts: [{ status: "LEVERT_ALTINN", tidspunkt: iso(at(4, 10)) }],
    }),
    letter("nvk", "meeting", {
      to,
      at: at(6),
      sent: { tittel: "Innkalling til samtale ved helsestasjonen", krevNiva4Innlogging: true },
      receipts: [
        { status: "SENDT_SDP", tidspunkt: iso(at(6, 10)) },
        { status: "LEVERT_SDP", tidspunkt: iso(at(6, 11)) },
      ],
    }),
    letter("nvk", "question", {
      to,
      at: at(2),
      version: 3,
      sent: {
        tittel: "Spørsmål om nabovarsel, Solbakken 4",
        sikkerhetsniva: "BETYDELIG",
        kanSvareViaEdialog: true,
      },
      receipts: [{ status: "LEVERT_ALTINN", tidspunkt: iso(at(2, 10)) }],
    }),
    letter("sdk", "undelivered", {
      to,
      at: at(40),
      sent: { tittel: "Bekreftelse på bruk av hytte", kunDigitalLevering: true },
      receipts: [
        { status: "IKKE_LEVERT", tidspunkt: iso(at(33)), hendelse: "Ingen kanal kunne levere brevet" },
      ],
    }),
  ];
};

const invoice = (
  code: "nvk" | "sdk",
  name: string,
  of: DemoParty,
  {
    title,
    due,
    kroner,
    status,
    channel = "EFAKTURA",
  }: {
    readonly title: string;
    readonly due: number;
    readonly kroner: number;
    readonly status: string;
    readonly channel?: string;
  },
): Line =>
  message(code, "FAKTURA_V1", `invoice ${name}`, of, {
    tittel: title,
    status,
    belop: kroner,
    forfallDato: dayOf(due),
    fakturaDato: dayOf(due - 21 * DAY_MILLIS),
    kid: String(Number.parseInt(idOf(name).slice(0, 8), 16)).padStart(12, "0"),
    kontonummer: "15050000010",
    forsendelseskanal: channel,
  });

const invoices = (at: At): Line[] => {
  const { kari, hjalmar } = people;
  const { fjordbygg, akervik } = businesses;
  const fees = "Kommunale avgifter";
  return [
    indexed(
      "nvk",
      at(75),
      invoice("nvk", "kari before", kari, {
        title: `${fees}, 3. termin`,
        due: at(60),
        kroner: 3_398,
        status: "BETALT",
      }),
    ),
    indexed(
      "sdk",
      at(50),
      invoice("sdk", "akervik", akervik, {
        title: "Eiendomsskatt, 2. termin",
        due: at(20),
        kroner: 8_120,
        status: "INKASSOVARSEL",
      }),
    ),
    indexed(
      "sdk",
      at(30),
      invoice("sdk", "hjalmar", hjalmar, {
        title: "Feiing og tilsyn",
        due: at(9),
        kroner: 540,
        status: "BETALT",
      }),
    ),
    indexed(
      "nvk",
      at(16),
      invoice("nvk", "kari now", kari, {
        title: `${fees}, 4. termin`,
        due: at(-5),
        kroner: 3_412.5,
        status: "IKKE_BETALT",
      }),
      invoice("nvk", "kari nursery", kari, {
        title: "Barnehage og SFO",
        due: at(-8),
        kroner: 2_980,
        status: "IKKE_BETALT",
        channel: "AVTALEGIRO",
      }),
      invoice("nvk", "fjordbygg", fjordbygg, {
        title: `${fees}, 4. termin`,
        due: at(-5),
        kroner: 21_730,
        status: "IKKE_BETALT",
      }),
    ),
  ];
};

const forms = (at: At): Line[] => [
  indexed(
    "nvk",
    at(3),
    message("nvk", "SKJEMAKLADD_V1", "draft", people.kari, {
      tittel: "Søknad om redusert foreldrebetaling",
      endretDato: at(3),
      url: "https://nvk.example.com/skjema/foreldrebetaling",
    }),
  ),
];

/** Every client of the accountant's has had a letter, and an invoice that is paid or is to be. */
const clients = (population: Population, at: At, random: Random): Line[] =>
  population.clients.flatMap(({ business }, n) => {
    const daysAgo = random.int(2, 80);
    const due = at(daysAgo - 21);
    const status = daysAgo > 21 ? "BETALT" : "IKKE_BETALT";
    const kroner = random.int(900, 40_000);
    return [
      letter("nvk", `client ${n}`, {
        to: business,
        at: at(daysAgo + 5),
        sent: { tittel: "Varsel om gravearbeid" },
        receipts: [{ status: "LEVERT_ALTINN", tidspunkt: iso(at(daysAgo + 5, 12)) }],
      }),
      indexed(
        "nvk",
        at(daysAgo),
        invoice("nvk", `client ${n}`, business, { title: "Kommunale avgifter", due, kroner, status }),
      ),
    ];
  });

/** What the municipalities' platform has: letters, a case of social assistance, case files and invoices. */
export const fiksRegisterOf = (world: {
  readonly seed: number;
  readonly now: number;
  readonly population: Population;
}): Line[] => {
  const at = createClock(world.now);
  const caseId = idOf("social case");
  return [
    ...municipalities(world.now),
    { type: "kommuneinfo", kommune: idOf("nvk"), kanMottaSoknader: true, kanOppdatereStatus: true },
    ...decision(at),
    ...lettersToKari(at),
    ...invoices(at),
    ...forms(at),
    ...socialCaseOf({ id: caseId, municipality: idOf("nvk"), applicant: numberOf(people.tor), at }),
    indexed(
      "nvk",
      at(24),
      message(
        "nvk",
        "INNSENDT_SKJEMA_V1",
        "application",
        people.tor,
        {
          tittel: "Søknad om økonomisk sosialhjelp",
          innsendtdato: at(24),
        },
        { sikkerhetsniva: 4, eksternRef: `urn:fiks:digisos:${caseId}` },
      ),
    ),
    ...clients(world.population, at, randomFromSeed(world.seed)),
  ];
};
