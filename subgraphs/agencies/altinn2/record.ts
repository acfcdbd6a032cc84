import type { HistoryItem, Texts } from "../kit/history-source.js";
import { tableOf } from "../kit/table-of.js";

/** A service as the old platform knew it, and by what name the catalogue knows it. */
export interface ArchivedService {
  /** Four figures, e.g. `1085`; with the edition it names the service. */
  readonly serviceCode: string;
  readonly serviceEdition: number;
  /** `urn:altinn:resource:…`: the one that the catalogue keeps for what was sent before the service moved. */
  readonly service: string;
  /** Short code of whoever it is of. */
  readonly owner: string;
  /** The login level that it asks for, from 0 to 4. */
  readonly requiredLevel: number;
}

/** A message or a form of one party, as the archive has it. Moments are milliseconds since 1970 UTC. */
export interface ArchiveRecord {
  /** `AR` and figures: what people were told to refer to. */
  readonly archiveReference: string;
  /** Where it lay in the party's message box: SBL's ReporteeElementId. */
  readonly reporteeElementId: number;
  readonly kind: "CORRESPONDENCE" | "FORM";
  /** `urn:altinn:person:identifier-no:…` or `urn:altinn:organization:identifier-no:…`. */
  readonly party: string;
  readonly serviceCode: string;
  readonly serviceEdition: number;
  /** In the old platform's words; what it calls something else tomorrow is shown as well. */
  readonly status: string;
  readonly title: Texts;
  readonly summary: Texts | null;
  readonly sender: Texts | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly dueAt: number | null;
  readonly attachmentCount: number;
  /** When it was moved; null where it has not been, or can't be. */
  readonly movedAt: number | null;
  /** What it is on the new side: `urn:altinn:correspondence-id:…`, `urn:altinn:instance-id:…`, `urn:altinn:dialog-id:…`. */
  readonly movedTo: readonly string[];
}

/** A step of the migration: what last changed before a moment was moved, and is here until it is purged. */
export interface MigrationPhase {
  readonly name: string;
  readonly before: number;
  /** When what was moved in it is deleted here; null: that is not decided. */
  readonly purgedAt: number | null;
}

/** Where the old platform's pages are. */
const PAGES = "https://arkiv.example.com/altinn2";

type Status = HistoryItem["status"];

const STATUSES: Readonly<Record<string, Status>> = tableOf({
  "Under utfylling": "DRAFT",
  "Til signering": "IN_PROGRESS",
  Innsendt: "AWAITING",
  "Under behandling": "AWAITING",
  Arkivert: "COMPLETED",
  Avsluttet: "COMPLETED",
  Betalt: "COMPLETED",
  Bekreftet: "COMPLETED",
  "Ikke bekreftet": "REQUIRES_ATTENTION",
  "Mangler dokumentasjon": "REQUIRES_ATTENTION",
  Ubetalt: "REQUIRES_ATTENTION",
  Avvist: "REQUIRES_ATTENTION",
  "Ikke levert": "REQUIRES_ATTENTION",
});

const UNSEEN: ReadonlySet<string> = new Set(["Ulest", "Ikke bekreftet"]);

/** What a record is called, here and where it was moved to: in small letters, as names of that kind are compared. */
export const namesOf = (
  record: Pick<ArchiveRecord, "archiveReference" | "reporteeElementId" | "movedTo">,
) => [
  ...new Set(
    [
      ...record.movedTo,
      `urn:altinn2:archive-reference:${record.archiveReference}`,
      `urn:altinn2:reportee-element:${record.reporteeElementId}`,
    ].map((name) => name.toLowerCase()),
  ),
];

/** A record as the history shows it. Nothing can be done to it: the archive is for reading. */
export const itemOf = (record: ArchiveRecord, service: ArchivedService): HistoryItem => ({
  id: record.archiveReference,
  party: record.party,
  service: service.service,
  owner: service.owner,
  status: STATUSES[record.status] ?? "NOT_APPLICABLE",
  sourceStatus: record.status,
  title: record.title,
  summary: record.summary,
  senderName: record.sender,
  createdAt: record.createdAt,
  updatedAt: record.updatedAt,
  dueAt: record.dueAt,
  isSeen: !UNSEEN.has(record.status),
  isRedacted: false,
  requiredLevel: service.requiredLevel,
  url: `${PAGES}/${record.archiveReference}`,
  process: null,
  externalReference: record.archiveReference,
  attachmentCount: record.attachmentCount,
  deadlines: [],
  sameAs: namesOf(record),
  actions: [],
});

/** Before which moment what was moved has been deleted here; null where nothing has. */
export const purgedBefore = (phases: readonly MigrationPhase[], now: number): number | null => {
  const purged = phases.filter(({ purgedAt }) => purgedAt !== null && purgedAt <= now);
  return purged.length === 0 ? null : Math.max(...purged.map(({ before }) => before));
};

const MONTHS = {
  nb: [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
  ],
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
};

/** The day that a moment is on, in UTC: `1. januar 2020`. Nynorsk has the same months. */
const dayOf = (millis: number, language: "nb" | "en"): string => {
  const date = new Date(millis);
  const month = MONTHS[language][date.getUTCMonth()];
  const day = language === "nb" ? `${date.getUTCDate()}.` : date.getUTCDate();
  return `${day} ${month} ${date.getUTCFullYear()}`;
};

/**
 * From when until when the archive has everything, and why no more.
 * @param closedAt when the old platform took its last; null: it still takes more
 */
export const coverageOf = (
  phases: readonly MigrationPhase[],
  closedAt: number | null,
  now: number,
): { readonly from: number; readonly ratio: null; readonly reason: Texts } | null => {
  const from = purgedBefore(phases, now);
  if (from === null) return null;
  const [nb, en] = [dayOf(from, "nb"), dayOf(from, "en")];
  const closed = (text: (day: string) => string, language: "nb" | "en"): string =>
    closedAt === null || closedAt > now ? "" : ` ${text(dayOf(closedAt, language))}`;
  return {
    from,
    ratio: null,
    reason: {
      nb: `Det som er eldre enn ${nb}, er flyttet og slettet her.${closed((day) => `Arkivet tok imot det siste ${day}.`, "nb")}`,
      nn: `Det som er eldre enn ${nb}, er flytta og sletta her.${closed((day) => `Arkivet tok imot det siste ${day}.`, "nb")}`,
      en: `What is older than ${en} has been moved, and deleted here.${closed((day) => `The archive took its last on ${day}.`, "en")}`,
    },
  };
};
