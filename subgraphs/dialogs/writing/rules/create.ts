import { type Attachment, SYSTEM_LABEL_BITS } from "../../../../drizzle/dialogs/values.js";
import { INSTANCE_PREFIX } from "../../../../schema/urns.js";
import {
  activityEvent,
  dialogEvent,
  type NewDialogEvent,
  transmissionEvent,
} from "../../events/new-event.js";
import { changeLabels } from "../../rules/labels.js";
import type { DialogSeed } from "../../seed.js";
import type { RegisteredService } from "../calls.js";
import type { Problem } from "../outcomes.js";
import type { NewDialogInput } from "../reading/dialog.js";
import { LIMITS } from "../reading/limits.js";
import type { Changing } from "./finish.js";
import { countSides, hasUnopenedContent } from "./messages.js";
import { attachmentExpiries, goneBy, transmissionExpiries } from "./moments.js";
import { inList, type PathOf, within } from "./paths.js";
import { treeProblems } from "./tree.js";

/** Who makes it, when, and the ids of what is written. */
export interface Making extends Changing {
  readonly sourceId: string;
  /** Whether moments may lie in the past: of silent updates, and for administrators. */
  readonly isPastAllowed: boolean;
}

/** What was made before is taken for seen: it comes from another platform, where it was. */
const SEEN_BEFORE = Date.parse("2025-12-01T00:00:00Z");
/** Apps that were converted from Altinn 2: what comes from them has been on that platform. */
const CONVERTED_APP = /^urn:altinn:resource:app_[^_]+_a2-/;

const startsSeen = (serviceResource: string, createdAt: number): boolean =>
  createdAt < SEEN_BEFORE || CONVERTED_APP.test(serviceResource);

const STORAGE_LABEL = "urn:altinn:integration:storage:";

/** The form instance that a dialog is about: its platform says so by a label. */
export const instanceRefOf = (ownerLabels: readonly string[]): string | null => {
  const label = ownerLabels.find((candidate) => candidate.startsWith(STORAGE_LABEL));
  return label === undefined ? null : INSTANCE_PREFIX + label.slice(STORAGE_LABEL.length);
};

/** How many of a dialog's own attachments people can open. */
export const countGuiAttachments = (attachments: readonly Attachment[]): number =>
  attachments.filter(({ urls }) => urls.some(({ consumerType }) => consumerType === "GUI")).length;

/** What is wrong with sides that have too many transmissions. @param path of their list */
export const sideProblems = (
  sides: { readonly fromParty: number; readonly fromOwner: number },
  path: string,
): Problem[] =>
  Object.entries({ party: sides.fromParty, "service owner": sides.fromOwner })
    .filter(([, count]) => count > LIMITS.transmissionsPerSide)
    .map(([side, count]) => ({
      path,
      message: `A dialog may have ${LIMITS.transmissionsPerSide} transmissions from the ${side}; it would have ${count}.`,
    }));

/** Activities that name a transmission which the dialog has not. */
export const strayActivities = (
  activities: readonly { readonly transmissionId: string | null }[],
  isThere: (transmissionId: string) => boolean,
  pathOf: PathOf,
): Problem[] =>
  activities.flatMap(({ transmissionId }, index) =>
    transmissionId === null || isThere(transmissionId)
      ? []
      : [
          {
            path: within(pathOf(index), "transmissionId"),
            message: `The dialog has no transmission ${transmissionId}.`,
          },
        ],
  );

/** What does not fit together, or not the present moment, in a dialog that is to be made. */
export const creationProblems = (input: NewDialogInput, making: Making): Problem[] => {
  const { transmissions, activities, attachments } = input;
  const ids = new Set(transmissions.map(({ id }) => id));
  const coming = [
    { path: "visibleFrom", at: input.visibleFrom },
    { path: "dueAt", at: input.dueAt },
    { path: "expiresAt", at: input.expiresAt },
    ...attachmentExpiries("attachments", attachments),
    ...transmissionExpiries(inList("transmissions"), transmissions),
  ];
  return [
    ...(making.isPastAllowed ? [] : goneBy(coming, making.now)),
    ...treeProblems(transmissions, new Map(), inList("transmissions")),
    ...sideProblems(countSides(transmissions), "transmissions"),
    ...strayActivities(activities, (id) => ids.has(id), inList("activities")),
  ];
};

const labelsOf = (input: NewDialogInput) =>
  changeLabels(SYSTEM_LABEL_BITS.DEFAULT, {
    add: [input.systemLabel, ...(countSides(input.transmissions).fromParty > 0 ? (["SENT"] as const) : [])],
    remove: [],
  });

const momentsOf = (input: NewDialogInput, now: number) => {
  const { visibleFrom } = input;
  if (visibleFrom !== null && visibleFrom > now) {
    return { createdAt: visibleFrom, updatedAt: visibleFrom, contentUpdatedAt: visibleFrom };
  }
  const createdAt = input.createdAt ?? now;
  const updatedAt = input.updatedAt ?? createdAt;
  return { createdAt, updatedAt, contentUpdatedAt: updatedAt };
};

/** A new dialog with all that belongs to it, by Dialogporten's rules. */
export const createdDialog = (
  input: NewDialogInput,
  service: RegisteredService,
  making: Making,
): DialogSeed => {
  const { now, newId } = making;
  const { texts, transmissions, activities, attachments } = input;
  const labels = labelsOf(input);
  const sides = countSides(transmissions);
  const moments = momentsOf(input, now);
  return {
    dialog: {
      id: input.id,
      sourceId: making.sourceId,
      sourceStatus: null,
      org: service.org,
      serviceResource: input.serviceResource,
      serviceResourceType: service.type,
      party: input.party,
      status: input.status,
      extendedStatus: texts.extendedStatus,
      extendedStatusCode: input.extendedStatusCode,
      externalReference: input.externalReference,
      progress: input.progress,
      process: input.process,
      precedingProcess: input.precedingProcess,
      instanceRef: instanceRefOf(input.ownerLabels),
      ...moments,
      visibleFrom: input.visibleFrom,
      dueAt: input.dueAt,
      expiresAt: input.expiresAt,
      deletedAt: null,
      isApiOnly: input.isApiOnly,
      isFrozen: false,
      systemLabels: labels.mask,
      isSeenSinceLastContentUpdate: startsSeen(input.serviceResource, moments.createdAt),
      hasUnopenedContent: hasUnopenedContent(service.type, transmissions, activities),
      fromServiceOwnerTransmissionsCount: sides.fromOwner,
      fromPartyTransmissionsCount: sides.fromParty,
      guiAttachmentCount: countGuiAttachments(attachments),
      title: texts.title,
      summary: texts.summary,
      senderName: texts.senderName,
      nonSensitiveTitle: texts.nonSensitiveTitle,
      nonSensitiveSummary: texts.nonSensitiveSummary,
      hasNonSensitiveTitle: texts.nonSensitiveTitle !== null,
      revision: newId(),
      endUserContextRevision: newId(),
      serviceOwnerContextRevision: newId(),
      idempotentKey: input.idempotentKey,
    },
    body: {
      content: texts.body,
      attachments,
      guiActions: input.guiActions,
      apiActions: input.apiActions,
      searchTags: input.searchTags,
      serviceOwnerLabels: input.ownerLabels,
    },
    transmissions,
    activities,
    seenLog: [],
    labelAssignmentLog: labels.log.map((change) => ({
      ...change,
      id: newId(),
      createdAt: now,
      performedBy: making.by,
    })),
    deadlines: input.deadlines,
  };
};

/** What is told of a new dialog. */
export const creationEvents = (seed: DialogSeed, making: Making): NewDialogEvent[] => {
  const { dialog, transmissions, activities } = seed;
  const moment = () => ({ id: making.newId(), at: making.now, isSilent: making.isSilent });
  return [
    dialogEvent("CREATED", dialog, moment()),
    ...transmissions.map((transmission) => transmissionEvent(dialog, transmission, moment())),
    ...activities.map((activity) => activityEvent(dialog, activity, moment())),
  ];
};
