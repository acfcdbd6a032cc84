import type { HistoryDeadline } from "../../kit/history-source.js";
import { deadlineIn, objectsIn, textIn } from "../json.js";
import { type Municipality, partyOf, serviceFor } from "../municipality.js";
import type { DerivedItem, Happened, LetterRecord } from "../records.js";
import { idForParty } from "./identity.js";
import {
  type Channel,
  type DeliveryState,
  deliveryTexts,
  letterStatus,
  levelOf,
  signingStatus,
} from "./statuses.js";

const newest = (happened: readonly Happened[]): Happened | null => happened.at(-1) ?? null;

/** Where a letter is, and by which way it went. */
export interface Delivery {
  readonly state: DeliveryState;
  /** The last that was told of; `null`: none yet. */
  readonly channel: Channel | null;
  /** The platform's own word. */
  readonly sourceStatus: string;
  readonly since: number;
}

export const deliveryOf = ({ statuses, sentAt }: LetterRecord): Delivery => {
  const { word, at } = newest(statuses) ?? { word: "MOTTATT", at: sentAt };
  const channels = statuses.flatMap((one) => letterStatus(one.word).channel ?? []);
  const { delivery, channel } = letterStatus(word);
  return { state: delivery, channel: channel ?? channels.at(-1) ?? null, sourceStatus: word, since: at };
};

/** What is to be signed, and how far that has come. */
export interface Signing {
  readonly sourceStatus: string;
  readonly isOpen: boolean;
  readonly expiresAt: number | null;
  readonly since: number;
}

/** `null` where nothing is to be signed. */
export const signingOf = ({ sent, signing, sentAt }: LetterRecord): Signing | null => {
  const last = newest(signing);
  const isWanted = objectsIn(sent["dokumenter"]).some((one) => one["skalSigneres"] === true);
  if (last === null && !isWanted) return null;
  const sourceStatus = last?.word ?? "VENTER_SIGNERING";
  return {
    sourceStatus,
    isOpen: signingStatus(sourceStatus)?.isOpen ?? false,
    expiresAt: deadlineIn(sent["signeringUtloper"]),
    since: last?.at ?? sentAt,
  };
};

/** The login level that a letter asks for. */
export const letterLevel = ({ version, sent }: LetterRecord): number => {
  if (version === 2) return sent["krevNiva4Innlogging"] === true ? 4 : 3;
  return levelOf(sent["sikkerhetsniva"]);
};

const NUMBERS = ["digitalId", "fodselsnummer", "organisasjonsnummer", "verdi"] as const;

const partyIn = (one: unknown): string | null => {
  if (typeof one === "string") return partyOf(one);
  const [found] = objectsIn([one]).flatMap((named) => NUMBERS.flatMap((name) => partyOf(named[name]) ?? []));
  return found ?? null;
};

/** Whom a letter is to, and who else is let see it; the recipient first. */
const partiesOf = ({ sent }: LetterRecord): string[] => {
  const others = Array.isArray(sent["eksponertFor"]) ? sent["eksponertFor"] : [];
  return [...new Set([sent["mottaker"], ...others].flatMap((one) => partyIn(one) ?? []))];
};

/** A letter that never was sent, or is no more, has nothing to be done about it. */
const isGone = (state: DeliveryState): boolean =>
  state === "NOT_SENT" || state === "NOT_DELIVERED" || state === "DELETED";

const deadlinesOf = (signing: Signing | null): HistoryDeadline[] => {
  if (signing === null || signing.expiresAt === null) return [];
  const isSigned = signing.sourceStatus === "SIGNERT_AV_MOTTAKER";
  if (!signing.isOpen && !isSigned) return [];
  return [{ kind: "SIGN", at: signing.expiresAt, amountOre: null, metAt: isSigned ? signing.since : null }];
};

/** Reading it is nothing new to whoever it is to. */
const changedAt = ({ sentAt, statuses, signing, replies }: LetterRecord): number =>
  Math.max(
    sentAt,
    ...statuses.filter(({ word }) => word !== "LEST").map(({ at }) => at),
    ...signing.map(({ at }) => at),
    ...replies.map(({ at }) => at),
  );

const mayBeAnswered = ({ sent, version }: LetterRecord): boolean =>
  version === 2 ? sent["svarPaForsendelseLink"] === true : sent["kanSvareViaEdialog"] === true;

/** What a letter is on other platforms. */
export const letterUrn = (id: string): string => `urn:fiks:svarut:forsendelse:${id.toLowerCase()}`;

/** URI of what belongs together; `null` where nobody says. */
export const correlationUrn = (id: unknown): string | null => {
  const text = textIn(id);
  return text === null ? null : `urn:fiks:korrelasjon:${encodeURIComponent(text)}`;
};

/** The items of a letter, one for each who is let see it. */
export const letterItems = (record: LetterRecord, municipality: Municipality): DerivedItem[] => {
  const { id, sent, sentAt, files } = record;
  const service = serviceFor(
    municipality,
    sent["taushetsbelagtPost"] === true ? "confidentialLetters" : "letters",
  );
  if (service === null) return [];
  const delivery = deliveryOf(record);
  const common = letterStatus(delivery.sourceStatus);
  const signing = isGone(delivery.state) ? null : signingOf(record);
  const signed = signing === null ? null : signingStatus(signing.sourceStatus);
  const deadlines = deadlinesOf(signing);
  return partiesOf(record).map((party, index) => ({
    source: "fiks-svarut",
    canBeAnswered: mayBeAnswered(record) && !isGone(delivery.state),
    readAt: record.readAt,
    availableUntil: null,
    item: {
      id: idForParty(id, index === 0 ? null : party),
      party,
      service,
      owner: municipality.owner,
      status: signed?.status ?? common.status,
      sourceStatus: signed === null || signing === null ? delivery.sourceStatus : signing.sourceStatus,
      title: { nb: textIn(sent["tittel"]) ?? "Brev" },
      summary: deliveryTexts({ ...common, channel: delivery.channel }),
      senderName: null,
      createdAt: sentAt,
      updatedAt: changedAt(record),
      dueAt: signing?.isOpen === true ? signing.expiresAt : null,
      isRedacted: false,
      requiredLevel: letterLevel(record),
      url: `${municipality.pages}/post/${id}`,
      process: correlationUrn(sent["korrelasjonsid"]),
      externalReference: textIn(sent["eksternReferanse"]),
      attachmentCount: files.length,
      deadlines,
      sameAs: [letterUrn(id)],
    },
  }));
};
