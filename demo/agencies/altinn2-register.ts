import { DAY_MILLIS } from "../../lib/clock.js";
import { type Random, randomFromSeed } from "../../lib/random.js";
import type { LocalizedText } from "../../schema/localization.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { businesses, people } from "../cast.js";
import type { DemoParty } from "../party.js";
import { localized, type Texts } from "../texts.js";
import { type DemoService, predecessorByName, services } from "../world/services.js";
import { yearsBefore } from "../world/sources.js";

/*
 * The register of the old platform's archive, as its README describes it. The archive's program is none of ours: the
 * format is all that it shares with the demo.
 */

/** The owners that have let the archive ask whom somebody may act for in their services. */
export const ARCHIVE_OWNERS: readonly string[] = ["fjs", "vir"];

const YEAR_DAYS = 365;
/** The last service had moved by then: the old platform took nothing more. */
const CLOSED_DAYS_AGO = 0.6 * YEAR_DAYS;
/** What is older was moved first, and is deleted in the archive by now. */
const PURGED_YEARS = 9;
const PURGED_DAYS_AGO = 200;
/** The rest goes when that is decided to be safe. */
const NEXT_PURGE_DAYS = 240;
const MOVED_DAYS_AFTER = 40;
const FIRST_REFERENCE = 30_000_001;
const FIRST_ELEMENT = 7_000_001;

interface Record {
  readonly archiveReference: string;
  readonly reporteeElementId: number;
  readonly kind: "CORRESPONDENCE" | "FORM";
  readonly party: string;
  readonly serviceCode: string;
  readonly serviceEdition: number;
  readonly status: string;
  readonly title: LocalizedText;
  readonly summary: LocalizedText | null;
  readonly sender: LocalizedText | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly dueAt: string | null;
  readonly attachmentCount: number;
  readonly movedAt: string | null;
  readonly movedTo: readonly string[];
}

const iso = (millis: number): string => new Date(millis).toISOString();

/** Services of the old platform whose owners have let the archive ask, by URN. */
const archived: ReadonlyMap<string, DemoService> = new Map(
  services
    .filter(({ platform, org }) => platform === "altinn2" && ARCHIVE_OWNERS.includes(org))
    .map((service) => [service.urn, service]),
);

const codeOf = ({ family }: DemoService): string => family.before?.code ?? "";

const kindOf = ({ type }: DemoService): Record["kind"] =>
  type === "MIGRATED_APP" ? "FORM" : "CORRESPONDENCE";

type Numbered = Omit<Record, "archiveReference" | "reporteeElementId">;

const numbered = (record: Numbered, index: number): Record => ({
  archiveReference: `AR${FIRST_REFERENCE + 7 * index}`,
  reporteeElementId: FIRST_ELEMENT + 13 * index,
  ...record,
});

/** What a dialog that was copied from the old platform is there. */
const movedRecord = ({ dialog }: DialogSeed, service: DemoService): Numbered => ({
  kind: kindOf(service),
  party: dialog.party,
  serviceCode: codeOf(service),
  serviceEdition: 1,
  status: dialog.sourceStatus ?? "Lest",
  title: dialog.title,
  summary: dialog.summary,
  sender: dialog.senderName,
  createdAt: iso(dialog.createdAt),
  updatedAt: iso(dialog.contentUpdatedAt),
  dueAt: dialog.dueAt === null ? null : iso(dialog.dueAt),
  attachmentCount: dialog.guiAttachmentCount,
  movedAt: iso(dialog.contentUpdatedAt + MOVED_DAYS_AFTER * DAY_MILLIS),
  movedTo: [`urn:altinn:dialog-id:${dialog.id}`],
});

const FORMAT: Texts = [
  "Vedlegget er i et filformat som ikke kunne flyttes.",
  "Vedlegget er i eit filformat som ikkje kunne flyttast.",
  "The attachment is in a file format that could not be moved.",
];

/** What could not be moved: it is nowhere but in the archive. */
const stranded = (
  party: DemoParty,
  service: DemoService,
  at: number,
  title: (year: number) => Texts,
): Numbered => ({
  kind: kindOf(service),
  party: party.urn,
  serviceCode: codeOf(service),
  serviceEdition: 1,
  status: kindOf(service) === "FORM" ? "Arkivert" : "Lest",
  title: localized(title(new Date(at).getUTCFullYear() - 1)),
  summary: localized(FORMAT),
  sender: null,
  createdAt: iso(at),
  updatedAt: iso(at + DAY_MILLIS),
  dueAt: null,
  attachmentCount: 1,
  movedAt: null,
  movedTo: [],
});

const strandedOf = (party: DemoParty, now: number, random: Random): Numbered[] => {
  const isPerson = party.profile === "person";
  const service = isPerson ? predecessorByName("fjs-skattemelding") : predecessorByName("vir-arsregnskap");
  const title = (year: number): Texts =>
    isPerson
      ? [`Selvangivelse for ${year}`, `Sjølvmelding for ${year}`, `Tax return for ${year}`]
      : [`Årsregnskap for ${year}`, `Årsrekneskap for ${year}`, `Annual accounts for ${year}`];
  return [7, 8, 12].flatMap((years) => {
    const at = now - (years * YEAR_DAYS + random.int(0, 200)) * DAY_MILLIS;
    return party.sinceDaysAgo * DAY_MILLIS < now - at ? [] : [stranded(party, service, at, title)];
  });
};

const HAVE_STRANDED: ReadonlySet<string> = new Set(["person", "company", "housing", "shipping"]);

/**
 * The archive's register: what the copied dialogs are there, and what could not be moved. What was deleted since, or has
 * expired, is left out: the old platform deleted it as well.
 */
export const altinn2RegisterOf = (world: {
  readonly seed: number;
  readonly now: number;
  readonly dialogs: Iterable<DialogSeed>;
}): object[] => {
  const { seed, now, dialogs } = world;
  const random = randomFromSeed(seed);
  const moved: Numbered[] = [];
  for (const one of dialogs) {
    const service = archived.get(one.dialog.serviceResource);
    const { deletedAt, expiresAt, isApiOnly } = one.dialog;
    if (service !== undefined && deletedAt === null && expiresAt === null && !isApiOnly)
      moved.push(movedRecord(one, service));
  }
  const parties: DemoParty[] = [...Object.values(people), ...Object.values(businesses)];
  const left = parties
    .filter(({ profile }) => HAVE_STRANDED.has(profile))
    .flatMap((party) => strandedOf(party, now, random));
  const purged = yearsBefore(now, PURGED_YEARS);
  return [
    { archive: { closedAt: iso(now - CLOSED_DAYS_AGO * DAY_MILLIS) } },
    {
      phase: { name: "phase-1", before: iso(purged), purgedAt: iso(now - PURGED_DAYS_AGO * DAY_MILLIS) },
    },
    {
      phase: { name: "phase-2", before: iso(now), purgedAt: iso(now + NEXT_PURGE_DAYS * DAY_MILLIS) },
    },
    ...[...archived.values()].map((service) => ({
      service: {
        serviceCode: codeOf(service),
        serviceEdition: 1,
        service: service.urn,
        owner: service.org,
        requiredLevel: service.level,
      },
    })),
    ...[...moved, ...left].map((record, index) => ({ record: numbered(record, index) })),
  ];
};
