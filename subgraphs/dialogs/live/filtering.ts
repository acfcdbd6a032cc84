import { SYSTEM_LABEL_BITS } from "../../../drizzle/dialogs/values.js";
import { folderOf, isContentSeen } from "../rules/labels.js";
import type { HistoryFilter, HistoryFolder, HistoryRow } from "../store/selection.js";

const isWithin = (at: number | null, after: number | undefined, before: number | undefined): boolean =>
  (after === undefined || (at !== null && at >= after)) &&
  (before === undefined || (at !== null && at <= before));

const isOneOf = <T>(value: T, wanted: readonly T[] | undefined): boolean => wanted?.includes(value) ?? true;

const isOpen = (row: HistoryRow): boolean =>
  row.status !== "COMPLETED" &&
  (row.systemLabels & (SYSTEM_LABEL_BITS.BIN | SYSTEM_LABEL_BITS.ARCHIVE)) === 0;

const liesIn = (row: HistoryRow, folder: HistoryFolder): boolean =>
  folder === "SENT" ? (row.systemLabels & SYSTEM_LABEL_BITS.SENT) !== 0 : folderOf(row) === folder;

/**
 * Whether a live item has what a filter asks for, as the store's statements ask it of dialogs (store/conditions.ts).
 * Whose and of which service it is, is narrowed in the scope. Nobody's own labels are on a live item, and that the viewer
 * themself has seen it is not kept.
 */
export const meets = (row: HistoryRow, filter: HistoryFilter): boolean =>
  isOneOf(row.status, filter.status) &&
  isOneOf(row.org, filter.owner) &&
  isOneOf(row.sourceId, filter.source) &&
  isOneOf(row.extendedStatusCode ?? "", filter.extendedStatus) &&
  (filter.folder === undefined || liesIn(row, filter.folder)) &&
  (filter.systemLabel ?? []).every((label) => (row.systemLabels & SYSTEM_LABEL_BITS[label]) !== 0) &&
  (filter.process === undefined || row.process === filter.process) &&
  (filter.externalReference === undefined || row.externalReference === filter.externalReference) &&
  (filter.isContentSeen === undefined || isContentSeen(row) === filter.isContentSeen) &&
  (filter.isOpen === undefined || isOpen(row) === filter.isOpen) &&
  (filter.hasDue === undefined || (row.dueAt !== null) === filter.hasDue) &&
  isWithin(row.createdAt, filter.createdAfter, filter.createdBefore) &&
  isWithin(row.contentUpdatedAt, filter.updatedAfter, filter.updatedBefore) &&
  isWithin(row.updatedAt, filter.changedAfter, filter.changedBefore) &&
  isWithin(row.dueAt, filter.dueAfter, filter.dueBefore) &&
  (filter.own?.labels ?? []).length === 0 &&
  filter.own?.isSeen !== true;

/** Views and labels that items lie in that are kept here; nothing is kept of live ones. */
const isKeptHere = ({ folder, systemLabel, own }: HistoryFilter): boolean =>
  folder === "ARCHIVE" ||
  folder === "BIN" ||
  folder === "SENT" ||
  (systemLabel ?? []).some((label) => label !== "DEFAULT") ||
  (own?.labels ?? []).length > 0 ||
  own?.isSeen === true;

/** Whether any item of a source may meet a filter: where none may, it need not be asked. */
export const mayMeet = (source: string, filter: HistoryFilter): boolean =>
  isOneOf(source, filter.source) &&
  filter.status?.length !== 0 &&
  filter.owner?.length !== 0 &&
  filter.extendedStatus === undefined &&
  !isKeptHere(filter);
