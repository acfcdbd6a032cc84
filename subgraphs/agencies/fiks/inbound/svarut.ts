import { type Json, momentIn, objectIn, objectsIn, textIn } from "../json.js";
import type { Municipality } from "../municipality.js";
import type { Platform } from "../platform.js";
import type { Happened, LetterFile, LetterRecord } from "../records.js";
import { deliveryOf } from "../rules/letter.js";
import { readBy, toldOf } from "../rules/letter-changes.js";
import { badRequest, notThere, Refusal } from "./refusal.js";

/** A file beside the letter's JSON. */
export interface ReceivedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A letter on its way in. */
export interface ReceivedLetter {
  /** Omitted: the platform gives it one. */
  readonly id?: string;
  readonly account: string;
  readonly version: 2 | 3;
  readonly letter: Json;
  /** In the order of `dokumenter`. */
  readonly files: readonly ReceivedFile[];
}

const MAX_TITLE_LETTERS = 1_000;
const MAX_ASKED = 1_000;

const fileOf = (document: Json, file: ReceivedFile | undefined): LetterFile => ({
  name: textIn(document["filnavn"]) ?? "dokument",
  mediaType: textIn(document["mimeType"]) ?? "application/octet-stream",
  bytes: file?.bytes ?? null,
  sha256: file?.sha256 ?? null,
});

/** Takes a letter. What of it is not known here is kept as it is. @throws Refusal */
export const receiveLetter = (
  { store, newId }: Platform,
  { id: municipalityId, accounts }: Municipality,
  received: ReceivedLetter,
  at: number,
): { readonly id: string } => {
  const { account, version, letter, files } = received;
  if (!accounts.includes(account)) {
    throw new Refusal(403, "FORBIDDEN", `Integrasjonen har ikke tilgang til konto ${account}.`);
  }
  const title = textIn(letter["tittel"]);
  if (title === null || title.length > MAX_TITLE_LETTERS) {
    throw badRequest(`tittel mangler, eller har mer enn ${MAX_TITLE_LETTERS} tegn.`);
  }
  if (Object.keys(objectIn(letter["mottaker"])).length === 0) throw badRequest("mottaker mangler.");
  const documents = objectsIn(letter["dokumenter"]);
  const id = received.id ?? newId();
  const record: LetterRecord = {
    kind: "letter",
    id,
    municipalityId,
    account,
    version,
    sentAt: at,
    sent: letter,
    files: documents.map((document, index) => fileOf(document, files[index])),
    statuses: [{ at, word: "MOTTATT" }],
    signing: documents.some((one) => one["skalSigneres"] === true) ? [{ at, word: "VENTER_SIGNERING" }] : [],
    events: [{ at, word: "Forsendelse mottatt" }],
    readAt: null,
    replies: [],
  };
  store.keepRecord(record);
  return { id };
};

const ownLetter = ({ store }: Platform, municipality: Municipality, id: string): LetterRecord => {
  const record = store.record("letter", id.toLowerCase());
  if (record === null || record.municipalityId !== municipality.id) throw notThere(`forsendelse ${id}`);
  return record;
};

/** `status-sok`: of letters of other accounts nothing is told. */
export const letterStatuses = (
  { store }: Platform,
  municipality: Municipality,
  { account, asked }: { readonly account: string; readonly asked: Json },
): object => {
  const ids = Array.isArray(asked["forsendelseIds"]) ? asked["forsendelseIds"].map(String) : null;
  if (ids === null || ids.length > MAX_ASKED)
    throw badRequest(`forsendelseIds er opptil ${MAX_ASKED} id-er.`);
  const own = ids.flatMap((id) => store.record("letter", id.toLowerCase()) ?? []);
  return {
    statuser: own
      .filter((one) => one.municipalityId === municipality.id && one.account === account)
      .map((one) => {
        const { sourceStatus, since } = deliveryOf(one);
        return { id: one.id, sisteStatusEndring: since, status: sourceStatus };
      }),
  };
};

const happenedOf = (word: unknown, at: number): Happened | null => {
  const text = textIn(word);
  return text === null ? null : { at, word: text };
};

/** What a channel, or the signing service, tells of a letter: `{status?, signering?, hendelse?, tidspunkt?}`. */
export const receiveReceipt = (
  platform: Platform,
  municipality: Municipality,
  { id, receipt }: { readonly id: string; readonly receipt: Json },
  now: number,
): void => {
  const { store } = platform;
  const at = momentIn(receipt["tidspunkt"]) ?? now;
  const told = {
    status: happenedOf(receipt["status"], at),
    signing: happenedOf(receipt["signering"], at),
    event: happenedOf(receipt["hendelse"], at),
  };
  if (told.status === null && told.signing === null && told.event === null) {
    throw badRequest("Oppgi status, signering eller hendelse.");
  }
  store.transaction(() => store.keepRecord(toldOf(ownLetter(platform, municipality, id), told)));
};

/** `lest`: somebody has read it in another system. */
export const receiveRead = (
  platform: Platform,
  municipality: Municipality,
  { id, read }: { readonly id: string; readonly read: Json },
  now: number,
): void => {
  const system = textIn(read["eksterntSystemnavn"]);
  if (system === null) throw badRequest("eksterntSystemnavn mangler.");
  const { store } = platform;
  store.transaction(() =>
    store.keepRecord(
      readBy(ownLetter(platform, municipality, id), system, momentIn(read["tidspunkt"]) ?? now),
    ),
  );
};

const iso = (at: number): string => new Date(at).toISOString();

/** `hendelser`, `signeringshendelser` and `metadata` of a letter. */
export const letterPart = (
  platform: Platform,
  municipality: Municipality,
  { id, part }: { readonly id: string; readonly part: "hendelser" | "signeringshendelser" | "metadata" },
): object => {
  const { events, signing, files } = ownLetter(platform, municipality, id);
  const told = (happened: readonly Happened[]) =>
    happened.map(({ at, word }) => ({ tidspunkt: iso(at), hendelse: word }));
  if (part === "hendelser") return { hendelser: told(events) };
  if (part === "signeringshendelser") return { hendelser: told(signing) };
  return {
    dokumenter: files.map(({ name, mediaType, bytes, sha256 }) => ({
      filnavn: name,
      mimeType: mediaType,
      storrelse: bytes,
      sha256Hash: sha256,
    })),
  };
};

const REPLIES_AT_ONCE = 100;

/** SvarInn: replies that the municipality has not said that it has. */
export const newReplies = ({ store }: Platform, { id }: Municipality): object[] =>
  store.waitingReplies(id, REPLIES_AT_ONCE).map(({ reply }) => JSON.parse(reply) as object);

/** SvarInn: the municipality has a reply. */
export const receiveReplyTaken = ({ store }: Platform, municipality: Municipality, id: string): void => {
  if (!store.removeReply(municipality.id, id)) throw notThere(`forsendelse ${id}`);
};
