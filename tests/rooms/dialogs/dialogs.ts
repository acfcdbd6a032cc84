import type { DialogRow } from "../../../drizzle/dialogs/tables.js";
import { SYSTEM_LABEL_BITS, type TransmissionContent } from "../../../drizzle/dialogs/values.js";
import { idFromName, uuidFromName } from "../../../lib/ids.js";
import type { Scope, ScopeInstance, ScopeParty } from "../../../schema/scope.js";
import { ORGANIZATION_PREFIX, organizationNumberOf } from "../../../schema/urns.js";
import type { DialogSeed, SourceSeed } from "../../../subgraphs/dialogs/seed.js";

/** The moment at which every test of this room stands still. */
export const NOW = Date.parse("2026-06-15T08:00:00Z");
export const DAY = 86_400_000;

/** A fictitious organisation, by number. */
export const partyOf = (index: number): ScopeParty => {
  for (let eight = 31_300_000 + index * 10; ; eight++) {
    const number = organizationNumberOf(String(eight));
    if (number !== null) return { urn: ORGANIZATION_PREFIX + number, id: uuidFromName(`party ${number}`) };
  }
};

export const serviceOf = (index: number): string => `urn:altinn:resource:service-${index}`;

export const SOURCES: readonly SourceSeed[] = ["altinn-3", "altinn-2", "fiks"].map((id) => ({
  id,
  name: { nb: id },
  delivery: "PUSH",
  copiedAt: null,
  staleAfterMillis: null,
  coversFrom: null,
  suppliedCount: null,
  reason: null,
}));

export type DialogOptions = Partial<Omit<DialogSeed, "dialog" | "body">> & {
  readonly dialog?: Partial<DialogSeed["dialog"]>;
  readonly body?: Partial<DialogSeed["body"]>;
};

/** A plain dialog, seen by nobody; what is given replaces what it would have. */
export const aDialog = (name: string, options: DialogOptions = {}): DialogSeed => {
  const createdAt = options.dialog?.createdAt ?? NOW - DAY;
  const dialog: Omit<DialogRow, "seq"> = {
    id: idFromName(name, createdAt),
    sourceId: "altinn-3",
    sourceStatus: null,
    org: "tst",
    serviceResource: serviceOf(0),
    serviceResourceType: "genericaccessresource",
    party: partyOf(0).urn,
    status: "NOT_APPLICABLE",
    extendedStatus: null,
    extendedStatusCode: null,
    externalReference: null,
    progress: null,
    process: null,
    precedingProcess: null,
    instanceRef: null,
    createdAt,
    updatedAt: createdAt,
    contentUpdatedAt: createdAt,
    visibleFrom: null,
    dueAt: null,
    expiresAt: null,
    deletedAt: null,
    isApiOnly: false,
    isFrozen: false,
    systemLabels: SYSTEM_LABEL_BITS.DEFAULT,
    isSeenSinceLastContentUpdate: false,
    hasUnopenedContent: false,
    fromServiceOwnerTransmissionsCount: 0,
    fromPartyTransmissionsCount: 0,
    guiAttachmentCount: 0,
    title: { nb: name },
    summary: null,
    senderName: null,
    nonSensitiveTitle: null,
    nonSensitiveSummary: null,
    hasNonSensitiveTitle: (options.dialog?.nonSensitiveTitle ?? null) !== null,
    revision: uuidFromName(`revision of ${name}`),
    endUserContextRevision: uuidFromName(`end user context of ${name}`),
    serviceOwnerContextRevision: uuidFromName(`service owner context of ${name}`),
    idempotentKey: null,
    ...options.dialog,
  };
  return {
    dialog,
    body: {
      content: { additionalInfo: null, mainContentReference: null },
      attachments: [],
      guiActions: [],
      apiActions: [],
      searchTags: [],
      serviceOwnerLabels: [],
      ...options.body,
    },
    transmissions: options.transmissions ?? [],
    activities: options.activities ?? [],
    seenLog: options.seenLog ?? [],
    labelAssignmentLog: options.labelAssignmentLog ?? [],
    ...(options.deadlines === undefined ? {} : { deadlines: options.deadlines }),
  };
};

/** A plain transmission from the service owner. */
export const aTransmission = (
  name: string,
  content: Partial<TransmissionContent> = {},
): DialogSeed["transmissions"][number] => ({
  id: idFromName(name, NOW - DAY),
  createdAt: NOW - DAY,
  type: "INFORMATION",
  authorizationAttribute: null,
  extendedType: null,
  externalReference: null,
  relatedTransmissionId: null,
  idempotentKey: null,
  sender: { actorType: "SERVICE_OWNER", actorId: null, actorName: null },
  content: { title: { nb: name }, summary: null, contentReference: null, ...content },
  attachments: [],
  navigationalActions: [],
});

/** Everything of these parties in these services, at a level. */
export const scopeOf = (
  parties: readonly ScopeParty[],
  services: Readonly<Record<string, number>>,
  options: { level?: number; instances?: readonly ScopeInstance[] } = {},
): Scope => ({
  level: options.level ?? 4,
  groups: [
    {
      parties,
      services: Object.entries(services).map(([service, requiredLevel]) => ({ service, requiredLevel })),
    },
  ],
  instances: options.instances ?? [],
});
