import type { HistoryDeadline, HistoryItem, Texts } from "../../kit/history-source.js";
import { tableOf } from "../../kit/table-of.js";
import { deadlineIn, type Json, momentIn, objectsIn, oreIn, textIn } from "../json.js";
import { type Municipality, type ServiceKind, serviceFor } from "../municipality.js";
import type { DerivedItem, IndexedRecord } from "../records.js";
import { caseUrn } from "./digisos.js";
import { idForParty } from "./identity.js";
import { correlationUrn, letterUrn } from "./letter.js";
import { invoiceStatus } from "./statuses.js";

/** What the index knows, by the version's name without its number. */
export type IndexedKind =
  | "CASE_FILE"
  | "BUILDING_CASE"
  | "JOURNAL_ENTRY"
  | "INVOICE"
  | "FORM_SENT"
  | "FORM_DRAFT"
  | "OTHER";

const KINDS: Readonly<Record<string, IndexedKind>> = tableOf({
  MAPPE: "CASE_FILE",
  BYGGESAK: "BUILDING_CASE",
  JOURNALPOST: "JOURNAL_ENTRY",
  FAKTURA: "INVOICE",
  INNSENDT_SKJEMA: "FORM_SENT",
  SKJEMAKLADD: "FORM_DRAFT",
});

/** Every version of a kind is read alike; a kind that is not known here is shown as far as it can be. */
export const indexedKind = ({
  version,
  metadata,
}: Pick<IndexedRecord, "version" | "metadata">): IndexedKind => {
  const name = version.replace(/_V\d+$/, "");
  const kind = Object.hasOwn(KINDS, name) ? (KINDS[name] ?? "OTHER") : "OTHER";
  return kind === "CASE_FILE" && metadata["type"] === "BYGGESAK" ? "BUILDING_CASE" : kind;
};

const SERVICES: Readonly<Record<IndexedKind, ServiceKind>> = {
  CASE_FILE: "caseFiles",
  BUILDING_CASE: "buildingCases",
  JOURNAL_ENTRY: "caseFiles",
  INVOICE: "invoices",
  FORM_SENT: "forms",
  FORM_DRAFT: "forms",
  OTHER: "caseFiles",
};

/** What a kind of message comes to. */
interface Read {
  readonly status: HistoryItem["status"];
  readonly sourceStatus: string | null;
  readonly title: Texts;
  readonly summary: Texts | null;
  readonly dueAt: number | null;
  readonly deadlines: readonly HistoryDeadline[];
  /** Where the message has a moment of its own; `null`: when it came. */
  readonly createdAt: number | null;
  readonly process: string | null;
  readonly sameAs: readonly string[];
  readonly attachments: number;
}

const titleOf = ({ metadata, version }: IndexedRecord): string => textIn(metadata["tittel"]) ?? version;

const mappeUrn = ({ municipalityId, metadata }: IndexedRecord): string | null => {
  const id = textIn(metadata["mappeId"]);
  return id === null ? null : `urn:fiks:mappe:${municipalityId}:${encodeURIComponent(id)}`;
};

const NOTHING = {
  status: "NOT_APPLICABLE",
  sourceStatus: null,
  summary: null,
  dueAt: null,
  deadlines: [],
  createdAt: null,
  process: null,
  sameAs: [],
  attachments: 0,
} as const;

/** A file of a case: with the municipality until it is closed. */
const readCaseFile = (record: IndexedRecord): Read => {
  const { metadata } = record;
  const isClosed = metadata["erAvsluttet"] === true || textIn(metadata["avsluttet"]) !== null;
  const milestone = metadata["navaerendeMilepel"];
  const current = textIn(milestone) ?? textIn((milestone as Json | undefined)?.["navn"]);
  return {
    ...NOTHING,
    status: isClosed ? "COMPLETED" : "AWAITING",
    sourceStatus: current,
    title: { nb: titleOf(record) },
    summary: current === null ? null : { nb: `${current}.` },
    createdAt: momentIn(metadata["saksdato"]),
    process: mappeUrn(record),
  };
};

const appealOf = (at: number | null): HistoryDeadline[] =>
  at === null ? [] : [{ kind: "APPEAL", at, amountOre: null, metAt: null }];

const JOURNAL_TYPES: Readonly<Record<string, Texts>> = tableOf({
  I: { nb: "Inngående brev.", nn: "Inngåande brev.", en: "Incoming letter." },
  U: { nb: "Utgående brev.", nn: "Utgåande brev.", en: "Outgoing letter." },
  N: { nb: "Internt notat.", nn: "Internt notat.", en: "Internal note." },
  X: { nb: "Internt notat.", nn: "Internt notat.", en: "Internal note." },
  S: { nb: "Saksframlegg.", nn: "Saksframlegg.", en: "Proposal for a decision." },
});

const readJournalEntry = (record: IndexedRecord): Read => {
  const { metadata } = record;
  const type = textIn(metadata["journalposttype"]);
  const letter = textIn(metadata["svarUtForsendelseId"]);
  return {
    ...NOTHING,
    sourceStatus: type,
    title: { nb: titleOf(record) },
    summary: type !== null && Object.hasOwn(JOURNAL_TYPES, type) ? (JOURNAL_TYPES[type] ?? null) : null,
    deadlines: appealOf(deadlineIn(metadata["klagefrist"])),
    createdAt: momentIn(metadata["journaldato"]),
    process: mappeUrn(record) ?? correlationUrn(metadata["korrelasjonId"]),
    sameAs: letter === null ? [] : [letterUrn(letter)],
    attachments: objectsIn(metadata["dokumenter"]).length,
  };
};

const kroner = (ore: number): string => (ore / 100).toFixed(2).replace(".", ",");

/** What is to be paid; the bank pays by itself what goes by AvtaleGiro. */
const readInvoice = (record: IndexedRecord): Read => {
  const { metadata, changedAt } = record;
  const word = textIn(metadata["status"]);
  const { status, isOpen } = invoiceStatus(word);
  const at = deadlineIn(metadata["forfallDato"]);
  const amountOre = oreIn(metadata["belop"]);
  const isAutomatic = word === "IKKE_BETALT" && metadata["forsendelseskanal"] === "AVTALEGIRO";
  const sum = amountOre === null ? null : kroner(amountOre);
  return {
    ...NOTHING,
    status: isAutomatic ? "AWAITING" : status,
    sourceStatus: word,
    title: { nb: titleOf(record) },
    summary:
      sum === null ? null : { nb: `Kr ${sum}.`, nn: `Kr ${sum}.`, en: `NOK ${sum.replace(",", ".")}.` },
    dueAt: isOpen ? at : null,
    deadlines: at === null ? [] : [{ kind: "PAY", at, amountOre, metAt: isOpen ? null : changedAt }],
    createdAt: momentIn(metadata["fakturaDato"]),
  };
};

/** `urn:fiks:digisos:…` as the municipality's own reference says which case an application became. */
const applicationUrns = ({ externalReference }: IndexedRecord): string[] => {
  const [, id] = /^urn:fiks:digisos:([A-Za-z0-9._~-]+)$/.exec(externalReference ?? "") ?? [];
  return id === undefined ? [] : [caseUrn(id)];
};

const readFormSent = (record: IndexedRecord): Read => ({
  ...NOTHING,
  title: { nb: titleOf(record) },
  summary: { nb: "Skjemaet er sendt inn.", nn: "Skjemaet er sendt inn.", en: "The form is sent in." },
  createdAt: momentIn(record.metadata["innsendtdato"]),
  sameAs: applicationUrns(record),
  attachments: objectsIn(record.metadata["vedlegg"]).length,
});

const readDraft = (record: IndexedRecord): Read => ({
  ...NOTHING,
  status: "DRAFT",
  title: { nb: titleOf(record) },
  summary: {
    nb: "Skjemaet er ikke sendt inn.",
    nn: "Skjemaet er ikkje sendt inn.",
    en: "The form is not sent in.",
  },
  createdAt: momentIn(record.metadata["endretDato"]),
});

const readOther = (record: IndexedRecord): Read => ({
  ...NOTHING,
  sourceStatus: textIn(record.metadata["status"]),
  title: { nb: titleOf(record) },
});

const READERS: Readonly<Record<IndexedKind, (record: IndexedRecord) => Read>> = {
  CASE_FILE: readCaseFile,
  BUILDING_CASE: readCaseFile,
  JOURNAL_ENTRY: readJournalEntry,
  INVOICE: readInvoice,
  FORM_SENT: readFormSent,
  FORM_DRAFT: readDraft,
  OTHER: readOther,
};

/** Where it can be opened: a form where it was begun, all else at the municipality's. */
const urlOf = ({ id, metadata }: IndexedRecord, { pages }: Municipality): string => {
  const own = textIn(metadata["url"]);
  return own?.startsWith("https://") === true ? own : `${pages}/innsyn/${encodeURIComponent(id)}`;
};

/** The items of a message, one for each party that it is shown to. */
export const indexedItems = (record: IndexedRecord, municipality: Municipality): DerivedItem[] => {
  const kind = indexedKind(record);
  const service = serviceFor(municipality, SERVICES[kind]);
  if (service === null) return [];
  const { createdAt, attachments, ...read } = READERS[kind](record);
  return record.parties.map((party, index) => ({
    source: "fiks-innsyn",
    canBeAnswered: false,
    readAt: null,
    availableUntil: record.availableUntil,
    item: {
      ...read,
      id: idForParty(record.id, index === 0 ? null : party),
      party,
      service,
      owner: municipality.owner,
      senderName: null,
      createdAt: Math.min(createdAt ?? record.createdAt, record.changedAt),
      updatedAt: record.changedAt,
      isRedacted: false,
      requiredLevel: record.level,
      url: urlOf(record, municipality),
      externalReference: record.externalReference,
      attachmentCount: attachments,
    },
  }));
};
