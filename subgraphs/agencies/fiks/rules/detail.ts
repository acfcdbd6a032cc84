import type { Texts } from "../../kit/history-source.js";
import { deadlineIn, momentIn, objectsIn, oreIn, textIn } from "../json.js";
import type { IndexedRecord, LetterRecord, PlatformRecord, SocialCaseRecord } from "../records.js";
import { caseStateOf, type RequestedDocument } from "./digisos-events.js";
import { type IndexedKind, indexedKind } from "./indexed.js";
import { type Delivery, deliveryOf, type Signing, signingOf } from "./letter.js";
import { letterStatus, signingStatus } from "./statuses.js";

/** Money, whichever way it goes. */
export interface Payment {
  readonly direction: "FROM_PARTY" | "TO_PARTY";
  readonly sourceStatus: string | null;
  readonly description: string | null;
  readonly amountOre: number | null;
  readonly dueAt: number | null;
  readonly paidAt: number | null;
  readonly kid: string | null;
  readonly account: string | null;
  readonly channel: string | null;
}

/** Something that happened. */
export interface DetailEvent {
  readonly at: number;
  /** The platform's own word. */
  readonly sourceType: string;
  readonly isKnown: boolean;
  readonly text: Texts;
}

/** Everything that the graph has of a record, beside its item. */
export interface Detail {
  readonly kind: "LETTER" | "SOCIAL_ASSISTANCE_CASE" | IndexedKind;
  readonly delivery: Delivery | null;
  readonly signing: Signing | null;
  readonly events: readonly DetailEvent[];
  readonly documents: readonly {
    readonly name: string;
    readonly mediaType: string | null;
    readonly sizeBytes: number | null;
  }[];
  readonly requestedDocuments: readonly RequestedDocument[];
  readonly payments: readonly Payment[];
  readonly milestones: readonly {
    readonly name: string;
    readonly description: string | null;
    readonly startedAt: number | null;
    readonly endedAt: number | null;
  }[];
  readonly replies: readonly { readonly at: number; readonly text: string }[];
}

const NOTHING = {
  delivery: null,
  signing: null,
  events: [],
  documents: [],
  requestedDocuments: [],
  payments: [],
  milestones: [],
  replies: [],
} as const;

const MAX_INT = 2 ** 31 - 1;

const sizeIn = (value: unknown): number | null =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_INT ? Number(value) : null;

const ofLetter = (record: LetterRecord, party: string): Detail => {
  const happened = [
    ...record.statuses.map(({ at, word }) => ({
      at,
      word,
      isKnown: letterStatus(word).delivery !== "UNKNOWN",
    })),
    ...record.signing.map(({ at, word }) => ({ at, word, isKnown: signingStatus(word) !== null })),
    ...record.events.map(({ at, word }) => ({ at, word, isKnown: true })),
  ].sort((one, other) => one.at - other.at);
  return {
    ...NOTHING,
    kind: "LETTER",
    delivery: deliveryOf(record),
    signing: signingOf(record),
    events: happened.map(({ at, word, isKnown }) => ({ at, sourceType: word, isKnown, text: { nb: word } })),
    documents: record.files.map(({ name, mediaType, bytes }) => ({ name, mediaType, sizeBytes: bytes })),
    // What one whom a letter is shown to has answered is not for the others.
    replies: record.replies.filter((reply) => reply.party === party),
  };
};

const ofSocialCase = (record: SocialCaseRecord): Detail => {
  const { events, requested, payouts } = caseStateOf(record);
  const attached = objectsIn(record.application?.["vedlegg"]);
  return {
    ...NOTHING,
    kind: "SOCIAL_ASSISTANCE_CASE",
    events: events.map(({ type, ...event }) => ({ ...event, sourceType: type })),
    documents: attached.map((one) => ({
      name: textIn(one["filnavn"]) ?? "vedlegg",
      mediaType: null,
      sizeBytes: sizeIn(one["storrelse"]),
    })),
    requestedDocuments: requested,
    payments: payouts.map((payout) => ({
      ...payout,
      direction: "TO_PARTY",
      kid: null,
      account: null,
      channel: null,
    })),
  };
};

const paymentIn = ({ metadata, changedAt }: IndexedRecord): Payment => {
  const sourceStatus = textIn(metadata["status"]);
  return {
    direction: "FROM_PARTY",
    sourceStatus,
    description: textIn(metadata["tittel"]),
    amountOre: oreIn(metadata["belop"]),
    dueAt: deadlineIn(metadata["forfallDato"]),
    paidAt: sourceStatus === "BETALT" ? changedAt : null,
    kid: textIn(metadata["kid"]),
    account: textIn(metadata["kontonummer"]),
    channel: textIn(metadata["forsendelseskanal"]),
  };
};

const ofIndexed = (record: IndexedRecord): Detail => {
  const kind = indexedKind(record);
  const { metadata } = record;
  const files = [...objectsIn(metadata["dokumenter"]), ...objectsIn(metadata["vedlegg"])];
  return {
    ...NOTHING,
    kind,
    documents: files.map((one) => ({
      name: textIn(one["tittel"]) ?? textIn(one["filnavn"]) ?? "dokument",
      mediaType: textIn(one["mimeType"]),
      sizeBytes: sizeIn(one["size"]),
    })),
    payments: kind === "INVOICE" ? [paymentIn(record)] : [],
    milestones: objectsIn(metadata["milepeler"]).map((one) => ({
      name: textIn(one["navn"]) ?? "?",
      description: textIn(one["beskrivelse"]),
      startedAt: momentIn(one["startdato"]),
      endedAt: momentIn(one["sluttdato"]),
    })),
  };
};

/** What the graph has of a record. @param party whom its item is shown for */
export const detailOf = (record: PlatformRecord, party: string): Detail => {
  switch (record.kind) {
    case "letter":
      return ofLetter(record, party);
    case "social-case":
      return ofSocialCase(record);
    case "indexed":
      return ofIndexed(record);
  }
};
