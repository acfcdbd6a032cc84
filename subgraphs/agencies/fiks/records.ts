import type { HistoryItem } from "../kit/history-source.js";
import type { Json } from "./json.js";

/** The platform's parts that are asked for their history, each a source of its own. */
export const SOURCES = ["fiks-svarut", "fiks-digisos", "fiks-innsyn"] as const;
export type SourceId = (typeof SOURCES)[number];

/** Something that happened at a moment (milliseconds since 1970 UTC), in the platform's own word. */
export interface Happened {
  readonly at: number;
  readonly word: string;
}

/** What is known of a file that was sent; the file itself is with the platform. */
export interface LetterFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number | null;
  readonly sha256: string | null;
}

/** A letter that a municipality has sent by SvarUt. */
export interface LetterRecord {
  readonly kind: "letter";
  /** UUID that the platform gave it. */
  readonly id: string;
  readonly municipalityId: string;
  readonly account: string;
  /** Of the contract that it was sent by. */
  readonly version: 2 | 3;
  readonly sentAt: number;
  /** As it was sent, with what is not known here. */
  readonly sent: Json;
  readonly files: readonly LetterFile[];
  /** The newest last; the first is the platform's own. */
  readonly statuses: readonly Happened[];
  readonly signing: readonly Happened[];
  /** In words, for people. */
  readonly events: readonly Happened[];
  readonly readAt: number | null;
  readonly replies: readonly LetterReply[];
}

export interface LetterReply {
  readonly id: string;
  readonly at: number;
  readonly party: string;
  readonly text: string;
}

/** A case of social assistance, as DigiSos has it. */
export interface SocialCaseRecord {
  readonly kind: "social-case";
  /** `fiksDigisosId`. */
  readonly id: string;
  readonly municipalityId: string;
  readonly applicant: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** `null` where the municipality made the case. */
  readonly application: Json | null;
  /** What was sent in afterwards. */
  readonly sentIn: readonly Json[];
  /** digisos-soker.json: the whole history each time; `null` where the municipality has told nothing. */
  readonly told: Json | null;
}

/** A message of the Innsyn index. */
export interface IndexedRecord {
  readonly kind: "indexed";
  /** `meldingId`. */
  readonly id: string;
  readonly municipalityId: string;
  /** `FAKTURA_V1` and so on, also one that is not known here. */
  readonly version: string;
  readonly level: number;
  /** URNs; the first is whoever the message was of when it came. */
  readonly parties: readonly string[];
  readonly externalReference: string | null;
  readonly availableUntil: number | null;
  readonly metadata: Json;
  readonly createdAt: number;
  readonly changedAt: number;
}

export type PlatformRecord = LetterRecord | SocialCaseRecord | IndexedRecord;

/** An item that follows from a record, as far as it does not hang on who looks. */
export interface DerivedItem {
  readonly source: SourceId;
  readonly item: Omit<HistoryItem, "isSeen" | "actions">;
  readonly canBeAnswered: boolean;
  /** When the platform heard that it was read. */
  readonly readAt: number | null;
  /** After this moment nobody is shown it. */
  readonly availableUntil: number | null;
}
