import { SYSTEM_LABEL_BITS } from "../../../drizzle/dialogs/values.js";
import { type LiveItem, type LiveSource, liveItemId } from "../../../schema/history-source/source.js";
import type { HistoryRow, LivePart } from "../store/selection.js";

/** A live item as a row of the history. */
export type LiveRow = HistoryRow & { readonly live: LivePart };

/** No dialog has it: rows of the store count from one. */
const NO_SEQ = 0;
const NO_REVISION = "00000000-0000-0000-0000-000000000000";

/**
 * A live item as a row of the history. Nothing of it is kept here, so it lies in the inbox, or among the drafts.
 * @param requiredLevel that its own texts need
 */
export const liveRowOf = (source: LiveSource, item: LiveItem, requiredLevel: number): LiveRow => ({
  seq: NO_SEQ,
  id: liveItemId(source.id, item.id),
  sourceId: source.id,
  sourceStatus: item.sourceStatus,
  org: item.owner,
  serviceResource: item.service,
  serviceResourceType: "",
  party: item.party,
  status: item.status,
  extendedStatus: null,
  extendedStatusCode: null,
  externalReference: item.externalReference,
  progress: null,
  process: item.process,
  precedingProcess: null,
  instanceRef: null,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  contentUpdatedAt: item.updatedAt,
  visibleFrom: null,
  dueAt: item.dueAt,
  expiresAt: null,
  deletedAt: null,
  isApiOnly: false,
  isFrozen: false,
  systemLabels: SYSTEM_LABEL_BITS.DEFAULT,
  isSeenSinceLastContentUpdate: item.isSeen,
  hasUnopenedContent: !item.isSeen,
  fromServiceOwnerTransmissionsCount: 0,
  fromPartyTransmissionsCount: 0,
  guiAttachmentCount: item.attachmentCount,
  title: item.title,
  summary: item.summary,
  senderName: item.senderName,
  hasNonSensitiveTitle: item.isRedacted,
  revision: NO_REVISION,
  endUserContextRevision: NO_REVISION,
  serviceOwnerContextRevision: NO_REVISION,
  idempotentKey: null,
  requiredLevel,
  isRedacted: item.isRedacted,
  live: { source, item },
});

/** Whether a row is of a live source. */
export const isLive = (row: HistoryRow): row is LiveRow => row.live !== undefined;
