import type { HistoryDeadline, Texts } from "../../kit/history-source.js";
import { objectsIn, textIn } from "../json.js";
import { type Municipality, partyOf, serviceFor } from "../municipality.js";
import type { DerivedItem, SocialCaseRecord } from "../records.js";
import { type CaseState, caseStateOf, type RequestedDocument } from "./digisos-events.js";
import { applicationStatus } from "./statuses.js";

/** Social assistance is shown to those who signed in at the highest level only, as the service's policy has it. */
const LEVEL = 4;

const TITLE: Texts = {
  nb: "Søknad om økonomisk sosialhjelp",
  nn: "Søknad om økonomisk sosialhjelp",
  en: "Application for social assistance",
};
const SENT: Texts = {
  nb: "Søknaden er sendt til kommunen.",
  nn: "Søknaden er send til kommunen.",
  en: "The application is sent to the municipality.",
};

const isClosed = (sourceStatus: string | null): boolean => applicationStatus(sourceStatus) === "COMPLETED";

/** A closed application asks for nothing any more. */
const openRequests = ({ sourceStatus, requested }: CaseState): RequestedDocument[] =>
  isClosed(sourceStatus) ? [] : requested.filter(({ metAt }) => metAt === null);

const deadlinesOf = ({ sourceStatus, statusAt, requested }: CaseState): HistoryDeadline[] => {
  const closedAt = isClosed(sourceStatus) ? statusAt : null;
  return requested.flatMap(({ sendInBy, metAt }) =>
    sendInBy === null
      ? []
      : { kind: "SEND_IN" as const, at: sendInBy, amountOre: null, metAt: metAt ?? closedAt },
  );
};

const soonest = (moments: readonly number[]): number | null =>
  moments.length === 0 ? null : Math.min(...moments);

/** What a case is on other platforms. */
export const caseUrn = (id: string): string => `urn:fiks:digisos:${id.toLowerCase()}`;

/** The item of a case. */
export const socialCaseItems = (record: SocialCaseRecord, municipality: Municipality): DerivedItem[] => {
  const party = partyOf(record.applicant);
  const service = serviceFor(municipality, "socialAssistance");
  if (party === null || service === null) return [];
  const state = caseStateOf(record);
  const open = openRequests(state);
  const told = state.events.at(-1);
  return [
    {
      source: "fiks-digisos",
      canBeAnswered: false,
      readAt: null,
      availableUntil: null,
      item: {
        id: record.id,
        party,
        service,
        owner: municipality.owner,
        status: open.length > 0 ? "REQUIRES_ATTENTION" : applicationStatus(state.sourceStatus),
        sourceStatus: state.sourceStatus,
        title: state.title === null ? TITLE : { nb: state.title },
        summary: told?.text ?? SENT,
        senderName: null,
        createdAt: record.createdAt,
        updatedAt: Math.max(record.createdAt, record.changedAt),
        dueAt: soonest(open.flatMap(({ sendInBy }) => sendInBy ?? [])),
        isRedacted: false,
        requiredLevel: LEVEL,
        url: `${municipality.pages}/sosialhjelp/${record.id}`,
        process: caseUrn(record.id),
        externalReference: textIn(record.application?.["navEksternRefId"]),
        attachmentCount: objectsIn(record.application?.["vedlegg"]).length,
        deadlines: deadlinesOf(state),
        sameAs: [caseUrn(record.id)],
      },
    },
  ];
};
