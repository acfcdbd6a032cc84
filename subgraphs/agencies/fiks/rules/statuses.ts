import type { HistoryItem, Texts } from "../../kit/history-source.js";
import { tableOf } from "../../kit/table-of.js";

type Status = HistoryItem["status"];

/** How far a letter has come. */
export type DeliveryState =
  | "UNDER_WAY"
  | "DELIVERED"
  | "READ"
  | "HANDLED_BY_HAND"
  | "NOT_SENT"
  | "NOT_DELIVERED"
  | "DELETED"
  | "UNKNOWN";

/** By which way a letter goes. */
export type Channel = "CASE_SYSTEM" | "ALTINN" | "MAILBOX" | "HEALTH_NETWORK" | "PRINT";

/** What one of SvarUt's statuses means. */
export interface LetterStatus {
  readonly status: Status;
  readonly delivery: DeliveryState;
  /** `null`: the status does not say. */
  readonly channel: Channel | null;
}

const letter = (status: Status, delivery: DeliveryState, channel: Channel | null = null): LetterStatus => ({
  status,
  delivery,
  channel,
});

/**
 * SvarUt's statuses, of versions 2 and 3. A letter is for information: once it is there, there is no status to speak of.
 * @see https://developers.fiks.ks.no — forsendelseStatus
 */
const LETTERS: Readonly<Record<string, LetterStatus>> = tableOf({
  MOTTATT: letter("IN_PROGRESS", "UNDER_WAY"),
  AKSEPTERT: letter("IN_PROGRESS", "UNDER_WAY"),
  AVVIST: letter("NOT_APPLICABLE", "NOT_SENT"),
  FEILET_UNDER_MOTTAK: letter("NOT_APPLICABLE", "NOT_SENT"),
  KLAR_FOR_MOTTAK: letter("IN_PROGRESS", "UNDER_WAY", "CASE_SYSTEM"),
  SENDT_DIGITALT: letter("NOT_APPLICABLE", "DELIVERED", "CASE_SYSTEM"),
  VARSLET: letter("NOT_APPLICABLE", "DELIVERED", "ALTINN"),
  SENDT_ALTINN: letter("IN_PROGRESS", "UNDER_WAY", "ALTINN"),
  LEVERT_ALTINN: letter("NOT_APPLICABLE", "DELIVERED", "ALTINN"),
  SENDT_SDP: letter("IN_PROGRESS", "UNDER_WAY", "MAILBOX"),
  LEVERT_SDP: letter("NOT_APPLICABLE", "DELIVERED", "MAILBOX"),
  SENDT_NHN_MOTTAKER: letter("IN_PROGRESS", "UNDER_WAY", "HEALTH_NETWORK"),
  LEVERT_NHN_MOTTAKER: letter("NOT_APPLICABLE", "DELIVERED", "HEALTH_NETWORK"),
  SENDT_PRINT: letter("IN_PROGRESS", "UNDER_WAY", "PRINT"),
  PRINTET: letter("NOT_APPLICABLE", "DELIVERED", "PRINT"),
  MANUELT_HANDTERT: letter("NOT_APPLICABLE", "HANDLED_BY_HAND"),
  LEST: letter("NOT_APPLICABLE", "READ"),
  IKKE_LEVERT: letter("NOT_APPLICABLE", "NOT_DELIVERED"),
  SLETTET: letter("NOT_APPLICABLE", "DELETED"),
});
const UNKNOWN_LETTER = letter("NOT_APPLICABLE", "UNKNOWN");

const known = <T>(table: Readonly<Record<string, T>>, word: string): T | null =>
  Object.hasOwn(table, word) ? (table[word] ?? null) : null;

export const letterStatus = (word: string): LetterStatus => known(LETTERS, word) ?? UNKNOWN_LETTER;

const SIGNING: Readonly<Record<string, { readonly status: Status; readonly isOpen: boolean }>> = tableOf({
  VENTER_SIGNERING: { status: "REQUIRES_ATTENTION", isOpen: true },
  SIGNERT_AV_MOTTAKER: { status: "COMPLETED", isOpen: false },
  AVVIST_AV_MOTTAKER: { status: "COMPLETED", isOpen: false },
  AVVIST_AV_SVARUT: { status: "NOT_APPLICABLE", isOpen: false },
  UTLOPT: { status: "NOT_APPLICABLE", isOpen: false },
});

/** What a signing event means; `null`: it is not known here, and the letter's own status stands. */
export const signingStatus = (word: string) => known(SIGNING, word);

const APPLICATIONS: Readonly<Record<string, Status>> = tableOf({
  MOTTATT: "AWAITING",
  UNDER_BEHANDLING: "AWAITING",
  FERDIGBEHANDLET: "COMPLETED",
  BEHANDLES_IKKE: "COMPLETED",
});

/** DigiSos' `soknadsStatus`; `null`: nothing was told, and the application is with the municipality. */
export const applicationStatus = (word: string | null): Status =>
  word === null ? "AWAITING" : (known(APPLICATIONS, word) ?? "NOT_APPLICABLE");

const INVOICES: Readonly<Record<string, { readonly status: Status; readonly isOpen: boolean }>> = tableOf({
  BETALT: { status: "COMPLETED", isOpen: false },
  IKKE_BETALT: { status: "REQUIRES_ATTENTION", isOpen: true },
  INKASSOVARSEL: { status: "REQUIRES_ATTENTION", isOpen: true },
  SENDT_INKASSO: { status: "REQUIRES_ATTENTION", isOpen: true },
});
const UNKNOWN_INVOICE = { status: "NOT_APPLICABLE", isOpen: true } as const;

/** An invoice's status; one that is not known may still be to be paid. */
export const invoiceStatus = (word: string | null) =>
  word === null ? UNKNOWN_INVOICE : (known(INVOICES, word) ?? UNKNOWN_INVOICE);

/** Login levels, in the words of SvarUt 3 and of DigiSos; one that is not known asks for the strongest. */
const LEVELS: Readonly<Record<string, number>> = tableOf({ BETYDELIG: 3, HOYESTE: 4, "3": 3, "4": 4 });
const STRONGEST = 4;

export const levelOf = (word: unknown): number => known(LEVELS, String(word)) ?? STRONGEST;

/** What a letter's row says, by how far it has come. */
export const deliveryTexts = ({ delivery, channel }: LetterStatus): Texts => {
  if (delivery === "DELIVERED" && channel !== null) return DELIVERED_BY[channel];
  return DELIVERY_TEXTS[delivery];
};

const DELIVERY_TEXTS: Readonly<Record<DeliveryState, Texts>> = {
  UNDER_WAY: { nb: "Brevet er på vei.", nn: "Brevet er på veg.", en: "The letter is on its way." },
  DELIVERED: { nb: "Brevet er levert.", nn: "Brevet er levert.", en: "The letter is delivered." },
  READ: { nb: "Brevet er lest.", nn: "Brevet er lese.", en: "The letter is read." },
  HANDLED_BY_HAND: {
    nb: "Kommunen har tatt hånd om brevet selv.",
    nn: "Kommunen har teke hand om brevet sjølv.",
    en: "The municipality has seen to the letter itself.",
  },
  NOT_SENT: {
    nb: "Brevet ble ikke sendt.",
    nn: "Brevet vart ikkje sendt.",
    en: "The letter was not sent.",
  },
  NOT_DELIVERED: {
    nb: "Brevet kunne ikke leveres.",
    nn: "Brevet kunne ikkje leverast.",
    en: "The letter could not be delivered.",
  },
  DELETED: { nb: "Brevet er slettet.", nn: "Brevet er sletta.", en: "The letter is deleted." },
  UNKNOWN: {
    nb: "Det er ikke kjent hvor brevet er.",
    nn: "Det er ikkje kjent kvar brevet er.",
    en: "It is not known where the letter is.",
  },
};

const DELIVERED_BY: Readonly<Record<Channel, Texts>> = {
  CASE_SYSTEM: {
    nb: "Levert til mottakerens eget system.",
    nn: "Levert til mottakaren sitt eige system.",
    en: "Delivered to the recipient's own system.",
  },
  ALTINN: { nb: "Levert i Altinn.", nn: "Levert i Altinn.", en: "Delivered in Altinn." },
  MAILBOX: {
    nb: "Levert i digital postkasse.",
    nn: "Levert i digital postkasse.",
    en: "Delivered to the digital mailbox.",
  },
  HEALTH_NETWORK: {
    nb: "Levert over helsenettet.",
    nn: "Levert over helsenettet.",
    en: "Delivered over the health network.",
  },
  PRINT: { nb: "Sendt på papir.", nn: "Sendt på papir.", en: "Sent on paper." },
};
