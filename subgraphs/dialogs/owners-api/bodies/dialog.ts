import type {
  ActivityRow,
  DialogBodyRow,
  DialogRow,
  SeenLogRow,
  TransmissionRow,
} from "../../../../drizzle/dialogs/tables.js";
import type { ApiAction, GuiAction } from "../../../../drizzle/dialogs/values.js";
import { isContentSeen } from "../../rules/labels.js";
import { transmissionBody } from "./transmission.js";
import {
  activityBody,
  attachmentBody,
  contentValue,
  localizations,
  moment,
  momentOrNull,
  plainContent,
  seenSince,
  spelled,
  systemLabels,
  tidy,
} from "./values.js";

/** A dialog with all that belongs to it. */
export interface WholeDialog {
  readonly dialog: DialogRow;
  readonly body: DialogBodyRow;
  readonly transmissions: readonly TransmissionRow[];
  readonly activities: readonly ActivityRow[];
  readonly seenLog: readonly SeenLogRow[];
}

/** What an end user may do with a dialog: shown beside it where the owner asks on their behalf. */
export interface EndUserRights {
  readonly endUserId: string;
  isActionAllowed(action: Pick<GuiAction, "action" | "authorizationAttribute">): boolean;
  isTransmissionAllowed(transmission: Pick<TransmissionRow, "authorizationAttribute">): boolean;
}

const guiActionBody = (action: GuiAction, rights: EndUserRights | null) =>
  tidy({
    id: action.id,
    action: action.action,
    url: action.url,
    authorizationAttribute: action.authorizationAttribute,
    isAuthorized: rights?.isActionAllowed(action),
    isDeleteDialogAction: action.isDeleteDialogAction,
    priority: spelled(action.priority),
    httpMethod: action.httpMethod,
    title: localizations(action.title),
    prompt: localizations(action.prompt),
  });

const apiActionBody = (action: ApiAction, rights: EndUserRights | null) =>
  tidy({
    id: action.id,
    action: action.action,
    authorizationAttribute: action.authorizationAttribute,
    isAuthorized: rights?.isActionAllowed(action),
    name: action.name,
    endpoints: action.endpoints.map((endpoint) =>
      tidy({ ...endpoint, sunsetAt: momentOrNull(endpoint.sunsetAt) }),
    ),
  });

const contentBody = (dialog: DialogRow, { content }: DialogBodyRow, rights: EndUserRights | null) => {
  const reference = contentValue(content.mainContentReference);
  return tidy({
    title: plainContent(dialog.title),
    senderName: plainContent(dialog.senderName),
    summary: plainContent(dialog.summary),
    nonSensitiveTitle: plainContent(dialog.nonSensitiveTitle),
    nonSensitiveSummary: plainContent(dialog.nonSensitiveSummary),
    extendedStatus: plainContent(dialog.extendedStatus),
    additionalInfo: contentValue(content.additionalInfo),
    // Somebody who may not read the dialog is not shown it at all.
    mainContentReference:
      reference === null || rights === null ? reference : { ...reference, isAuthorized: true },
  });
};

/** The fields that a dialog has in lists and by itself. */
export const commonFields = (
  dialog: DialogRow,
  seenLog: readonly SeenLogRow[],
  endUserId: string | null,
) => ({
  id: dialog.id,
  revision: dialog.revision,
  org: dialog.org,
  serviceResource: dialog.serviceResource,
  serviceResourceType: dialog.serviceResourceType,
  party: dialog.party,
  progress: dialog.progress,
  process: dialog.process,
  precedingProcess: dialog.precedingProcess,
  extendedStatus: dialog.extendedStatusCode,
  externalReference: dialog.externalReference,
  deletedAt: momentOrNull(dialog.deletedAt),
  visibleFrom: momentOrNull(dialog.visibleFrom),
  dueAt: momentOrNull(dialog.dueAt),
  createdAt: moment(dialog.createdAt),
  updatedAt: moment(dialog.updatedAt),
  contentUpdatedAt: moment(dialog.contentUpdatedAt),
  status: spelled(dialog.status),
  systemLabel: systemLabels(dialog.systemLabels).folder,
  isApiOnly: dialog.isApiOnly,
  hasUnopenedContent: dialog.hasUnopenedContent,
  isContentSeen: isContentSeen(dialog),
  fromServiceOwnerTransmissionsCount: dialog.fromServiceOwnerTransmissionsCount,
  fromPartyTransmissionsCount: dialog.fromPartyTransmissionsCount,
  seenSinceLastUpdate: seenSince(seenLog, dialog.updatedAt, endUserId),
  seenSinceLastContentUpdate: seenSince(seenLog, dialog.contentUpdatedAt, endUserId),
  endUserContext: {
    revision: dialog.endUserContextRevision,
    systemLabels: systemLabels(dialog.systemLabels).all,
  },
});

/** A service owner's labels, with the revision that changing them needs. */
export const ownerContextBody = (dialog: DialogRow, labels: readonly string[]) =>
  tidy({
    revision: dialog.serviceOwnerContextRevision,
    serviceOwnerLabels: labels.map((value) => ({ value })),
  });

/** `V1ServiceOwnerDialogsQueriesGet_Dialog`. Nothing in it is hidden or masked: the owner wrote it. */
export const dialogBody = (whole: WholeDialog, rights: EndUserRights | null = null) => {
  const { dialog, body, transmissions, activities, seenLog } = whole;
  const opened = new Set(
    activities.flatMap(({ type, transmissionId }) =>
      type === "TRANSMISSION_OPENED" && transmissionId !== null ? [transmissionId] : [],
    ),
  );
  return tidy({
    ...commonFields(dialog, seenLog, rights?.endUserId ?? null),
    idempotentKey: dialog.idempotentKey,
    expiresAt: momentOrNull(dialog.expiresAt),
    content: contentBody(dialog, body, rights),
    searchTags: body.searchTags.map((value) => ({ value })),
    attachments: body.attachments.map(attachmentBody),
    guiActions: body.guiActions.map((action) => guiActionBody(action, rights)),
    apiActions: body.apiActions.map((action) => apiActionBody(action, rights)),
    transmissions: transmissions.map((transmission) =>
      tidy({
        ...transmissionBody(transmission),
        isOpened: opened.has(transmission.id),
        isAuthorized: rights?.isTransmissionAllowed(transmission),
      }),
    ),
    activities: activities.map((activity) => activityBody(activity)),
    serviceOwnerContext: ownerContextBody(dialog, body.serviceOwnerLabels),
  });
};
