import type { Texts } from "../../kit/history-source.js";
import { tableOf } from "../../kit/table-of.js";
import { deadlineIn, type Json, momentIn, objectsIn, oreIn, textIn } from "../json.js";
import type { SocialCaseRecord } from "../records.js";

/** Something that happened in a case, as its history tells it. */
export interface CaseEvent {
  readonly at: number;
  /** `soknadsStatus` and so on, also one that is not known here. */
  readonly type: string;
  readonly isKnown: boolean;
  readonly text: Texts;
}

/** What is wanted of the applicant. */
export interface RequestedDocument {
  readonly document: string;
  readonly more: string | null;
  readonly askedAt: number;
  readonly sendInBy: number | null;
  readonly metAt: number | null;
}

/** Money that is, or was to be, paid out. */
export interface Payout {
  readonly reference: string | null;
  readonly sourceStatus: string;
  readonly description: string | null;
  readonly amountOre: number | null;
  readonly dueAt: number | null;
  readonly paidAt: number | null;
}

/** How a case stands, after all that was told of it. */
export interface CaseState {
  /** `null`: the municipality has told none. */
  readonly sourceStatus: string | null;
  readonly statusAt: number | null;
  readonly events: readonly CaseEvent[];
  readonly requested: readonly RequestedDocument[];
  readonly payouts: readonly Payout[];
  /** What the case is called, where the municipality says so. */
  readonly title: string | null;
}

/** One entry of `hendelser`. */
interface Entry {
  readonly at: number;
  readonly type: string;
  readonly event: Json;
}

const quoted = (word: unknown): string => textIn(word) ?? "?";
const same = (text: string): Texts => ({ nb: text, nn: text, en: text });

const STATUS_TEXTS: Readonly<Record<string, Texts>> = tableOf({
  MOTTATT: { nb: "Søknaden er mottatt.", nn: "Søknaden er motteken.", en: "The application is received." },
  UNDER_BEHANDLING: {
    nb: "Søknaden er under behandling.",
    nn: "Søknaden er under handsaming.",
    en: "The application is being handled.",
  },
  FERDIGBEHANDLET: {
    nb: "Søknaden er ferdig behandlet.",
    nn: "Søknaden er ferdig handsama.",
    en: "The application is handled.",
  },
  BEHANDLES_IKKE: {
    nb: "Søknaden blir ikke behandlet.",
    nn: "Søknaden blir ikkje handsama.",
    en: "The application will not be handled.",
  },
});

const OUTCOME_TEXTS: Readonly<Record<string, Texts>> = tableOf({
  INNVILGET: { nb: "Vedtak: innvilget.", nn: "Vedtak: innvilga.", en: "Decision: granted." },
  DELVIS_INNVILGET: {
    nb: "Vedtak: delvis innvilget.",
    nn: "Vedtak: delvis innvilga.",
    en: "Decision: granted in part.",
  },
  AVSLATT: { nb: "Vedtak: avslått.", nn: "Vedtak: avslått.", en: "Decision: refused." },
  AVVIST: { nb: "Vedtak: avvist.", nn: "Vedtak: avvist.", en: "Decision: dismissed." },
});

const PAYOUT_TEXTS: Readonly<Record<string, Texts>> = tableOf({
  PLANLAGT_UTBETALING: {
    nb: "En utbetaling er planlagt.",
    nn: "Ei utbetaling er planlagd.",
    en: "A payment is planned.",
  },
  UTBETALT: { nb: "Penger er utbetalt.", nn: "Pengar er utbetalte.", en: "Money is paid out." },
  STOPPET: { nb: "En utbetaling er stoppet.", nn: "Ei utbetaling er stansa.", en: "A payment is stopped." },
  ANNULLERT: {
    nb: "En utbetaling er annullert.",
    nn: "Ei utbetaling er annullert.",
    en: "A payment is cancelled.",
  },
});

/** In the platform's own word where it is one that is not known. */
const told = (texts: Readonly<Record<string, Texts>>, word: unknown): Texts => {
  const text = quoted(word);
  return Object.hasOwn(texts, text) ? (texts[text] ?? same(text)) : same(text);
};

const titled = (texts: Texts, title: unknown): Texts => {
  const name = textIn(title);
  if (name === null) return texts;
  return { nb: `${name}: ${texts.nb}`, nn: `${name}: ${texts.nn}`, en: `${name}: ${texts.en}` };
};

/** What each type of entry says, for people. */
const TEXT_OF: Readonly<Record<string, (event: Json) => Texts>> = tableOf({
  tildeltNavKontor: ({ navKontor, navn }) => ({
    nb: `Søknaden er hos kontoret ${textIn(navn) ?? quoted(navKontor)}.`,
    nn: `Søknaden er hos kontoret ${textIn(navn) ?? quoted(navKontor)}.`,
    en: `The application is with the office ${textIn(navn) ?? quoted(navKontor)}.`,
  }),
  soknadsStatus: ({ status }) => told(STATUS_TEXTS, status),
  saksStatus: ({ status, tittel }) =>
    titled(
      told(
        {
          UNDER_BEHANDLING: { nb: "under behandling.", nn: "under handsaming.", en: "being handled." },
          IKKE_INNSYN: { nb: "ikke innsyn.", nn: "ikkje innsyn.", en: "not shown here." },
          BEHANDLES_IKKE: { nb: "behandles ikke.", nn: "blir ikkje handsama.", en: "not handled." },
          FEILREGISTRERT: { nb: "feilregistrert.", nn: "feilregistrert.", en: "registered by mistake." },
        },
        status ?? "UNDER_BEHANDLING",
      ),
      tittel,
    ),
  vedtakFattet: ({ utfall }) =>
    told(OUTCOME_TEXTS, typeof utfall === "object" && utfall !== null ? (utfall as Json)["utfall"] : utfall),
  dokumentasjonEtterspurt: ({ dokumenter }) =>
    objectsIn(dokumenter).length === 0
      ? {
          nb: "Ingen dokumenter etterspørres lenger.",
          nn: "Ingen dokument blir etterspurde lenger.",
          en: "No more documents are asked for.",
        }
      : { nb: "Dokumenter er etterspurt.", nn: "Dokument er etterspurde.", en: "Documents are asked for." },
  forelopigSvar: () => ({
    nb: "Du har fått et foreløpig svar.",
    nn: "Du har fått eit førebels svar.",
    en: "You have a preliminary answer.",
  }),
  utbetaling: ({ status }) => told(PAYOUT_TEXTS, status),
  vilkar: ({ status, tittel }) =>
    titled(
      {
        nb: `Vilkår (${quoted(status)}).`,
        nn: `Vilkår (${quoted(status)}).`,
        en: `Condition (${quoted(status)}).`,
      },
      tittel,
    ),
  dokumentasjonkrav: ({ status, tittel }) =>
    titled(
      {
        nb: `Dokumentasjonskrav (${quoted(status)}).`,
        nn: `Dokumentasjonskrav (${quoted(status)}).`,
        en: `Documents required (${quoted(status)}).`,
      },
      tittel,
    ),
  rammevedtak: () => ({
    nb: "Rammevedtak er fattet.",
    nn: "Rammevedtak er gjort.",
    en: "A framework decision is made.",
  }),
});

const entriesIn = ({ told: file, createdAt }: SocialCaseRecord): Entry[] =>
  objectsIn(file?.["hendelser"])
    .map((event) => ({
      event,
      type: quoted(event["type"]),
      at: momentIn(event["hendelsestidspunkt"]) ?? createdAt,
    }))
    .sort((one, other) => one.at - other.at);

const eventOf = ({ at, type, event }: Entry): CaseEvent => {
  const text = Object.hasOwn(TEXT_OF, type) ? TEXT_OF[type] : undefined;
  return { at, type, isKnown: text !== undefined, text: text === undefined ? same(type) : text(event) };
};

/** When something was sent in: what was asked for before is answered by it. */
const sentInAfter = ({ sentIn }: SocialCaseRecord, at: number): number | null =>
  sentIn
    .map((one) => momentIn(one["timestampSendt"]))
    .filter((moment): moment is number => moment !== null && moment > at)
    .sort((one, other) => one - other)[0] ?? null;

/** The newest request is all that is asked for: an empty one asks for nothing any more. */
const requestedIn = (entries: readonly Entry[], record: SocialCaseRecord): RequestedDocument[] => {
  const last = entries.findLast(({ type }) => type === "dokumentasjonEtterspurt");
  if (last === undefined) return [];
  return objectsIn(last.event["dokumenter"]).map((one) => ({
    document: quoted(one["dokumenttype"]),
    more: textIn(one["tilleggsinformasjon"]),
    askedAt: last.at,
    sendInBy: deadlineIn(one["innsendelsesfrist"]),
    metAt: sentInAfter(record, last.at),
  }));
};

/** The newest entry of each reference. */
const latestOf = (entries: readonly Entry[], type: string, reference: string): Entry[] => [
  ...new Map(
    entries
      .filter((entry) => entry.type === type)
      .map((entry, index) => [textIn(entry.event[reference]) ?? `${index}`, entry] as const),
  ).values(),
];

/** What goes with a decision or a payment: open while it is `RELEVANT`. */
const requiredIn = (entries: readonly Entry[]): RequestedDocument[] =>
  latestOf(entries, "dokumentasjonkrav", "dokumentasjonkravreferanse")
    .filter(({ event }) => ["RELEVANT", "OPPFYLT", "LEVERT_TIDLIGERE"].includes(quoted(event["status"])))
    .map(({ event, at }) => ({
      document: textIn(event["tittel"]) ?? quoted(event["dokumentasjonkravreferanse"]),
      more: textIn(event["beskrivelse"]),
      askedAt: at,
      sendInBy: deadlineIn(event["frist"]),
      metAt: event["status"] === "RELEVANT" ? null : at,
    }));

const payoutsIn = (entries: readonly Entry[]): Payout[] =>
  latestOf(entries, "utbetaling", "utbetalingsreferanse").map(({ event }) => ({
    reference: textIn(event["utbetalingsreferanse"]),
    sourceStatus: quoted(event["status"]),
    description: textIn(event["beskrivelse"]),
    amountOre: oreIn(event["belop"]),
    dueAt: momentIn(event["forfallsdato"]),
    paidAt: momentIn(event["utbetalingsdato"]),
  }));

/** Reads the whole history of a case, as the last update told it. */
export const caseStateOf = (record: SocialCaseRecord): CaseState => {
  const entries = entriesIn(record);
  const status = entries.findLast(({ type }) => type === "soknadsStatus");
  const titles = entries.flatMap(({ type, event }) =>
    type === "saksStatus" ? (textIn(event["tittel"]) ?? []) : [],
  );
  return {
    sourceStatus: status === undefined ? null : quoted(status.event["status"]),
    statusAt: status?.at ?? null,
    events: entries.map(eventOf),
    requested: [...requestedIn(entries, record), ...requiredIn(entries)],
    payouts: payoutsIn(entries),
    title: titles.at(-1) ?? null,
  };
};
