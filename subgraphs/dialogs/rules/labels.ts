import { type DialogStatus, SYSTEM_LABEL_BITS, type SystemLabel } from "../../../drizzle/dialogs/values.js";
import type { HistoryFolder } from "../store/selection.js";

const LABELS = Object.keys(SYSTEM_LABEL_BITS) as SystemLabel[];
const FOLDERS: readonly SystemLabel[] = ["DEFAULT", "BIN", "ARCHIVE"];

/** As Dialogporten writes them in the label log. */
const LOG_NAMES: Readonly<Record<SystemLabel, string>> = {
  DEFAULT: "systemlabel:Default",
  BIN: "systemlabel:Bin",
  ARCHIVE: "systemlabel:Archive",
  MARKED_AS_UNOPENED: "systemlabel:MarkedAsUnopened",
  SENT: "systemlabel:Sent",
};

const maskOf = (labels: Iterable<SystemLabel>): number => {
  let mask = 0;
  for (const label of labels) mask |= SYSTEM_LABEL_BITS[label];
  return mask;
};

/** The labels of a mask, in the order of the enum. */
export const labelsOf = (mask: number): SystemLabel[] =>
  LABELS.filter((label) => (mask & SYSTEM_LABEL_BITS[label]) !== 0);

/** A line of the label log, before it has an id and a time. */
export interface LabelChange {
  readonly name: string;
  readonly action: "set" | "remove";
}

/** Labels that are not for people to change: `SENT` follows from what was sent in. */
export const systemOnly = (labels: readonly SystemLabel[]): SystemLabel[] =>
  labels.filter((label) => label === "SENT");

/**
 * New labels. Default, Bin and Archive exclude one another, and one of them is always there: of those that are added the
 * last one counts, and where Bin or Archive is taken away Default is back. What is both added and removed is added.
 * Default is never logged.
 */
export const changeLabels = (
  mask: number,
  change: { readonly add: readonly SystemLabel[]; readonly remove: readonly SystemLabel[] },
): { mask: number; log: LabelChange[] } => {
  const folder = change.add.filter((label) => FOLDERS.includes(label)).at(-1);
  const before = new Set(labelsOf(mask));
  const after = new Set(before);
  for (const label of change.remove) after.delete(label);
  for (const label of change.add) if (!FOLDERS.includes(label)) after.add(label);
  if (folder !== undefined) {
    for (const other of FOLDERS) after.delete(other);
    after.add(folder);
  }
  if (!FOLDERS.some((label) => after.has(label))) after.add("DEFAULT");

  const log = LABELS.filter((label) => label !== "DEFAULT" && before.has(label) !== after.has(label)).map(
    (label): LabelChange => ({ name: LOG_NAMES[label], action: after.has(label) ? "set" : "remove" }),
  );
  return { mask: maskOf(after), log };
};

/** Seen by somebody since its content last changed, and not marked as unopened. */
export const isContentSeen = (dialog: {
  readonly isSeenSinceLastContentUpdate: boolean;
  readonly systemLabels: number;
}): boolean =>
  dialog.isSeenSinceLastContentUpdate && (dialog.systemLabels & SYSTEM_LABEL_BITS.MARKED_AS_UNOPENED) === 0;

/** Where a dialog lies. `SENT` is a view over these, and never where something lies. */
export const folderOf = (dialog: {
  readonly status: DialogStatus;
  readonly systemLabels: number;
}): HistoryFolder => {
  if ((dialog.systemLabels & SYSTEM_LABEL_BITS.BIN) !== 0) return "BIN";
  if ((dialog.systemLabels & SYSTEM_LABEL_BITS.ARCHIVE) !== 0) return "ARCHIVE";
  return dialog.status === "DRAFT" ? "DRAFTS" : "INBOX";
};
