import { SYSTEM_LABEL_BITS } from "../../../drizzle/dialogs/values.js";
import { type Random, randomFromSeed } from "../../../lib/random.js";
import type { DialogSeed, SourceSeed } from "../../../subgraphs/dialogs/index.js";
import { ownerOf, partiesIn, partyOfNext, partyUrnAt, SERVICES, serviceOfNext } from "./population.js";
import { anyText, LANGUAGES, type Language } from "./vocabulary.js";

const DAY = 86_400_000;

/** The first dialog's moment, and the moment at which the benchmark asks. */
export const BEGINNING = Date.parse("2012-01-01T00:00:00Z");
export const NOW = Date.parse("2026-11-01T12:00:00Z");

export const SOURCES: readonly SourceSeed[] = ["altinn-3", "altinn-2", "fiks", "svarut"].map((id) => ({
  id,
  name: { nb: id },
  delivery: "PUSH",
  copiedAt: null,
  staleAfterMillis: null,
  coversFrom: null,
  suppliedCount: null,
  reason: null,
}));

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/** A UUIDv7 of a moment, unique by the dialog's number. */
const idOf = (createdAt: number, index: number, random: Random): string => {
  const time = hex(createdAt, 12);
  const noise = hex(Math.floor(random.next() * 0x1000), 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise}-8${noise}-${hex(index, 12)}`;
};

const statusOf = (ageDays: number, random: Random): DialogSeed["dialog"]["status"] => {
  const share = random.next();
  if (share < 0.003) return "REQUIRES_ATTENTION";
  if (share < 0.006) return "DRAFT";
  if (ageDays < 90 && share < 0.3) return share < 0.15 ? "AWAITING" : "IN_PROGRESS";
  return share < 0.6 ? "COMPLETED" : "NOT_APPLICABLE";
};

const labelsOf = (ageDays: number, random: Random): number => {
  const share = random.next();
  const folder =
    share < 0.02
      ? SYSTEM_LABEL_BITS.BIN
      : ageDays > 365 && share < 0.4
        ? SYSTEM_LABEL_BITS.ARCHIVE
        : SYSTEM_LABEL_BITS.DEFAULT;
  const unopened = random.chance(0.01) ? SYSTEM_LABEL_BITS.MARKED_AS_UNOPENED : 0;
  return folder | unopened | (random.chance(0.15) ? SYSTEM_LABEL_BITS.SENT : 0);
};

const languageOf = (random: Random): Language => {
  const share = random.next();
  return LANGUAGES[share < 0.75 ? 0 : share < 0.87 ? 1 : 2] ?? "nb";
};

/** Platforms grow: half of all dialogs are of the last third of the time. */
const momentOf = (index: number, of: number, random: Random): number =>
  Math.floor(BEGINNING + (NOW - DAY - BEGINNING) * ((index + random.next()) / of) ** 0.6);

interface Moments {
  readonly createdAt: number;
  readonly contentUpdatedAt: number;
}

/** What is drawn first of a dialog's own numbers, so that it can be known without the rest. */
const momentsOf = (index: number, of: number, random: Random): Moments => {
  const createdAt = momentOf(index, of, random);
  const contentUpdatedAt = random.chance(0.4)
    ? Math.min(NOW - DAY, createdAt + Math.floor(random.next() ** 3 * 120 * DAY))
    : createdAt;
  return { createdAt, contentUpdatedAt };
};

const randomOf = (index: number): Random => randomFromSeed(Math.imul(index + 1, 0x9e3779b1));

/** When the dialog of a number was changed last, as `dialogAt` has it. */
export const changedAt = (index: number, of: number): number =>
  momentsOf(index, of, randomOf(index)).contentUpdatedAt;

const EMPTY: Pick<DialogSeed, "transmissions" | "activities" | "seenLog" | "labelAssignmentLog"> = {
  transmissions: [],
  activities: [],
  seenLog: [],
  labelAssignmentLog: [],
};

/**
 * The dialog of a number in a store of so many: the same every time. Numbers rise with time, so that rows lie in the
 * table as they would have come in.
 */
export const dialogAt = (index: number, of: number): DialogSeed => {
  const random = randomOf(index);
  const { createdAt, contentUpdatedAt } = momentsOf(index, of, random);
  const updatedAt = random.chance(0.3)
    ? Math.min(NOW, contentUpdatedAt + random.int(0, 10 * DAY))
    : contentUpdatedAt;
  const ageDays = (NOW - contentUpdatedAt) / DAY;
  const service = serviceOfNext(random);
  const party = partyOfNext(partiesIn(of), random);
  const language = languageOf(random);
  const text = (words: number) => ({ [language]: anyText(language, words, random) });
  const isSensitive = random.chance(0.15);
  const id = idOf(createdAt, index, random);
  return {
    ...EMPTY,
    dialog: {
      id,
      sourceId: SOURCES[service % SOURCES.length]?.id ?? "altinn-3",
      sourceStatus: null,
      org: ownerOf(service),
      serviceResource: SERVICES[service] ?? "",
      serviceResourceType: "genericaccessresource",
      party: partyUrnAt(party),
      status: statusOf(ageDays, random),
      extendedStatus: null,
      extendedStatusCode: null,
      externalReference: random.chance(0.5) ? `${new Date(createdAt).getUTCFullYear()}/${index}` : null,
      progress: null,
      process: random.chance(0.1) ? `urn:case:${index % 1_000_003}` : null,
      precedingProcess: null,
      instanceRef: null,
      createdAt,
      updatedAt,
      contentUpdatedAt,
      visibleFrom: random.chance(0.05) ? createdAt : null,
      dueAt: random.chance(0.2) ? createdAt + random.int(7, 60) * DAY : null,
      expiresAt: random.chance(0.02) ? NOW + 300 * DAY : null,
      deletedAt: random.chance(0.005) ? updatedAt : null,
      isApiOnly: random.chance(0.01),
      isFrozen: false,
      systemLabels: labelsOf(ageDays, random),
      isSeenSinceLastContentUpdate: random.chance(ageDays > 60 ? 0.95 : 0.6),
      hasUnopenedContent: false,
      fromServiceOwnerTransmissionsCount: 0,
      fromPartyTransmissionsCount: 0,
      guiAttachmentCount: 0,
      title: text(random.int(3, 7)),
      summary: random.chance(0.8) ? text(random.int(8, 18)) : null,
      senderName: random.chance(0.3) ? text(2) : null,
      nonSensitiveTitle: isSensitive ? text(3) : null,
      nonSensitiveSummary: null,
      hasNonSensitiveTitle: isSensitive,
      revision: id,
      endUserContextRevision: id,
      serviceOwnerContextRevision: id,
      idempotentKey: null,
    },
    body: {
      content: { additionalInfo: null, mainContentReference: null },
      attachments: [],
      guiActions: [],
      apiActions: [],
      searchTags: [],
      serviceOwnerLabels: [],
    },
  };
};
