import type { Happened, LetterRecord, LetterReply } from "../records.js";
import type { WaitingReply } from "../store.js";
import { letterLevel } from "./letter.js";
import { letterStatus } from "./statuses.js";

const inOrder = (happened: readonly Happened[]): Happened[] =>
  [...happened].sort((one, other) => one.at - other.at);

/** What a channel tells of a letter; a status that was told before at the same moment is no news. */
export const toldOf = (
  record: LetterRecord,
  told: {
    readonly status: Happened | null;
    readonly signing: Happened | null;
    readonly event: Happened | null;
  },
): LetterRecord => {
  const added = (before: readonly Happened[], one: Happened | null): readonly Happened[] =>
    one === null || before.some(({ at, word }) => at === one.at && word === one.word)
      ? before
      : inOrder([...before, one]);
  const { status, signing, event } = told;
  const isRead = status !== null && letterStatus(status.word).delivery === "READ";
  return {
    ...record,
    statuses: added(record.statuses, status),
    signing: added(record.signing, signing),
    events: added(record.events, event),
    readAt: isRead ? (record.readAt ?? status.at) : record.readAt,
  };
};

/** Somebody has read it: `lest`. The first time counts. */
export const readBy = (record: LetterRecord, system: string, at: number): LetterRecord =>
  record.readAt === null
    ? toldOf(record, {
        status: { at, word: "LEST" },
        signing: null,
        event: { at, word: `Forsendelse lest gjennom ${system}` },
      })
    : record;

/** A reply, as the letter has it and as SvarInn gives it to the municipality. */
export const repliedTo = (
  record: LetterRecord,
  reply: LetterReply,
): { readonly record: LetterRecord; readonly waiting: WaitingReply } => {
  const { id, at, party, text } = reply;
  const number = party.slice(party.lastIndexOf(":") + 1);
  return {
    record: {
      ...record,
      replies: [...record.replies, reply],
      events: inOrder([...record.events, { at, word: "Svar er sendt til kommunen" }]),
    },
    waiting: {
      id,
      letterId: record.id,
      at,
      reply: JSON.stringify({
        id,
        tittel: `Svar: ${String(record.sent["tittel"] ?? "")}`,
        date: at,
        avsender: party.includes(":person:") ? { fnr: number } : { orgnr: number },
        mottaker: { kontoId: record.account },
        status: "Akseptert",
        niva: String(letterLevel(record)),
        filmetadata: [],
        svarPaForsendelse: record.id,
        svarSendesTil: record.sent["svarSendesTil"] ?? null,
        forsendelseType: "svar",
        eksternRef: record.sent["eksternReferanse"] ?? null,
        melding: text,
      }),
    },
  };
};
