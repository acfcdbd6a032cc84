import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import type { Scope } from "../../../schema/scope.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/index.js";
import type { HistoryFilter, HistoryOrder, OwnFilter } from "../../../subgraphs/dialogs/store/selection.js";

/*
 * What the history must answer, written as plainly as can be: every dialog is looked at, one by one, and nothing is
 * shared with the room but its types.
 */

/** An own label on a dialog. */
export interface OwnLabeling {
  readonly owner: string;
  readonly labelId: string;
}

/** An item as the reference sees it. */
export interface ReferenceItem {
  readonly id: string;
  readonly seed: DialogSeed;
  readonly requiredLevel: number;
  readonly isRedacted: boolean;
}

/** The weakest login that the scope gives a dialog at; `null` where it does not give it. */
const levelFor = (scope: Scope, { dialog }: DialogSeed): number | null => {
  const levels: number[] = [];
  for (const group of scope.groups) {
    if (!group.parties.some((party) => party.urn === dialog.party)) continue;
    for (const { service, requiredLevel } of group.services) {
      if (service === dialog.serviceResource) levels.push(requiredLevel);
    }
  }
  for (const instance of scope.instances) {
    const isIt = instance.party.urn === dialog.party && instance.service === dialog.serviceResource;
    const names = [dialog.instanceRef, `urn:altinn:dialog-id:${dialog.id}`];
    if (isIt && names.includes(instance.instanceRef)) levels.push(instance.requiredLevel);
  }
  return levels.length === 0 ? null : Math.min(...levels);
};

const isThere = ({ dialog }: DialogSeed, now: number, withApiOnly: boolean): boolean =>
  dialog.deletedAt === null &&
  (withApiOnly || !dialog.isApiOnly) &&
  (dialog.visibleFrom === null || dialog.visibleFrom <= now) &&
  (dialog.expiresAt === null || dialog.expiresAt > now);

const BITS = { DEFAULT: 1, BIN: 2, ARCHIVE: 4, MARKED_AS_UNOPENED: 8, SENT: 16 };

const hasLabel = ({ dialog }: DialogSeed, label: keyof typeof BITS): boolean =>
  (dialog.systemLabels & BITS[label]) > 0;

export const foldersOf = (seed: DialogSeed): string[] => {
  const folders: string[] = [];
  const isPutAway = hasLabel(seed, "BIN") || hasLabel(seed, "ARCHIVE");
  if (!isPutAway && seed.dialog.status !== "DRAFT") folders.push("INBOX");
  if (!isPutAway && seed.dialog.status === "DRAFT") folders.push("DRAFTS");
  if (hasLabel(seed, "SENT")) folders.push("SENT");
  if (hasLabel(seed, "ARCHIVE")) folders.push("ARCHIVE");
  if (hasLabel(seed, "BIN")) folders.push("BIN");
  return folders;
};

export const isSeen = (seed: DialogSeed): boolean =>
  seed.dialog.isSeenSinceLastContentUpdate && !hasLabel(seed, "MARKED_AS_UNOPENED");

/** Whether the owner alone has seen it as it is now, and put these labels on it. */
const meetsOwn = (
  { dialog, seenLog }: DialogSeed,
  { owner, isSeen, labels = [] }: OwnFilter,
  ownLabels: readonly OwnLabeling[],
): boolean => {
  const isSeenByOwner = seenLog.some(
    ({ seenBy, seenAt, isViaServiceOwner }) =>
      seenBy.actorId === owner && !isViaServiceOwner && seenAt >= dialog.contentUpdatedAt,
  );
  return (
    (isSeen === undefined || isSeen === isSeenByOwner) &&
    labels.every((id) => ownLabels.some((labeling) => labeling.owner === owner && labeling.labelId === id))
  );
};

const meets = (seed: DialogSeed, filter: HistoryFilter, ownLabels: readonly OwnLabeling[]): boolean => {
  const { dialog } = seed;
  const isWithin = (at: number | null, after: number | undefined, before: number | undefined): boolean =>
    (after === undefined || (at !== null && at >= after)) &&
    (before === undefined || (at !== null && at <= before));
  return (
    (filter.status?.includes(dialog.status) ?? true) &&
    (filter.owner?.includes(dialog.org) ?? true) &&
    (filter.source?.includes(dialog.sourceId) ?? true) &&
    (filter.folder === undefined || foldersOf(seed).includes(filter.folder)) &&
    (filter.systemLabel ?? []).every((label) => hasLabel(seed, label)) &&
    (filter.process === undefined || dialog.process === filter.process) &&
    (filter.isContentSeen === undefined || isSeen(seed) === filter.isContentSeen) &&
    (filter.isOpen === undefined ||
      (dialog.status !== "COMPLETED" && !hasLabel(seed, "BIN") && !hasLabel(seed, "ARCHIVE")) ===
        filter.isOpen) &&
    isWithin(dialog.createdAt, filter.createdAfter, filter.createdBefore) &&
    isWithin(dialog.contentUpdatedAt, filter.updatedAfter, filter.updatedBefore) &&
    isWithin(dialog.dueAt, filter.dueAfter, filter.dueBefore) &&
    isWithin(dialog.updatedAt, filter.changedAfter, filter.changedBefore) &&
    (filter.own === undefined || meetsOwn(seed, filter.own, ownLabels)) &&
    (filter.extendedStatus?.includes(dialog.extendedStatusCode ?? "") ?? true) &&
    (filter.externalReference === undefined || dialog.externalReference === filter.externalReference)
  );
};

const plain = (text: string): string[] =>
  [...text.toLowerCase()]
    .map((letter) => ({ æ: "ae", ø: "o", å: "a", é: "e" })[letter] ?? letter)
    .join("")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

/** Fields of a dialog as lists of words: those that anybody with the scope may see, and all. */
interface Fields {
  readonly open: readonly string[][];
  readonly all: readonly string[][];
}

const readFields = ({ dialog, body, transmissions, activities }: DialogSeed): Fields => {
  const texts = (text: object | null): string[] => Object.values(text ?? {}) as string[];
  const open = [
    ...texts(dialog.nonSensitiveTitle),
    ...texts(dialog.nonSensitiveSummary),
    ...texts(dialog.senderName),
    dialog.externalReference ?? "",
  ].map(plain);
  const closed = [
    ...texts(dialog.title),
    ...texts(dialog.summary),
    ...texts(body.content.additionalInfo?.value ?? null),
    ...body.searchTags,
    ...body.attachments.flatMap(({ displayName }) => texts(displayName)),
    ...transmissions.flatMap(({ content, attachments }) => [
      ...texts(content.title),
      ...texts(content.summary),
      ...attachments.flatMap(({ displayName }) => texts(displayName)),
    ]),
    ...activities.flatMap(({ description }) => texts(description)),
  ].map(plain);
  return { open, all: [...open, ...closed] };
};

const known = new WeakMap<DialogSeed, Fields>();

const fieldsOf = (seed: DialogSeed): Fields => {
  const fields = known.get(seed) ?? readFields(seed);
  known.set(seed, fields);
  return fields;
};

/** A search as tests write it: no text to be parsed. One of the groups must be met. */
export interface ReferenceTerm {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Whether the word may be half typed. */
  readonly goesOn: boolean;
  readonly isExcluded: boolean;
}

/** Whether a word of a text answers to a bare word that was typed. */
const answers = (there: string, { text, goesOn, isExcluded }: ReferenceTerm): boolean => {
  const [asked = ""] = plain(text);
  if (there === asked) return true;
  const isNumber = /[0-9]/.test(asked);
  const [stem, theirs] = isNumber ? [asked, there] : [norwegian(asked), norwegian(there)];
  if (theirs === stem || (!isNumber && english(there) === english(asked))) return true;
  const isCompound = !isNumber && !isExcluded && stem.length >= 4;
  const mayGoOn = isCompound || (goesOn && asked.length >= 3);
  return (
    (mayGoOn && (there.startsWith(asked) || there.startsWith(stem))) ||
    (isCompound && theirs.endsWith(stem) && theirs.length >= stem.length + 3)
  );
};

const occurs = (term: ReferenceTerm, field: readonly string[]): boolean => {
  if (!term.isQuoted) return field.some((word) => answers(word, term));
  const words = plain(term.text);
  return field.some((_, start) => words.every((word, index) => field[start + index] === word));
};

const isFound = (item: ReferenceItem, groups: readonly (readonly ReferenceTerm[])[] | null): boolean => {
  if (groups === null) return true;
  const { open, all } = fieldsOf(item.seed);
  const fields = item.isRedacted ? open : all;
  return groups.some((terms) =>
    terms.every((term) => fields.some((field) => occurs(term, field)) !== term.isExcluded),
  );
};

const FIELDS = {
  CONTENT_UPDATED_AT: "contentUpdatedAt",
  CREATED_AT: "createdAt",
  UPDATED_AT: "updatedAt",
  DUE_AT: "dueAt",
} as const;

/** Which of two items, each as it was when it was looked at, comes first. */
export const compareItems =
  (order: HistoryOrder) =>
  (a: ReferenceItem, b: ReferenceItem): number => {
    for (const { field, direction } of [order, ...(order.then ?? [])]) {
      const sign = direction === "ASC" ? 1 : -1;
      const [x, y] = [a.seed.dialog[FIELDS[field]], b.seed.dialog[FIELDS[field]]];
      if (x === null && y !== null) return 1;
      if (x !== null && y === null) return -1;
      if (x !== null && y !== null && x !== y) return sign * (x - y);
    }
    return a.id === b.id ? 0 : (order.direction === "ASC" ? 1 : -1) * (a.id < b.id ? -1 : 1);
  };

/** The whole history of a viewer, in order, and what a stronger login would add. */
export const referenceHistory = (
  seeds: readonly DialogSeed[],
  scope: Scope,
  now: number,
  asked: {
    filter: HistoryFilter;
    groups: readonly (readonly ReferenceTerm[])[] | null;
    order: HistoryOrder;
    withApiOnly: boolean;
    ownLabelsOn?: (seed: DialogSeed) => readonly OwnLabeling[];
  },
): { items: ReferenceItem[]; hidden: { count: number; requiredLevel: number | null } } => {
  const items: ReferenceItem[] = [];
  const hidden: number[] = [];
  for (const seed of seeds) {
    const requiredLevel = levelFor(scope, seed);
    if (
      requiredLevel === null ||
      !isThere(seed, now, asked.withApiOnly) ||
      !meets(seed, asked.filter, asked.ownLabelsOn?.(seed) ?? [])
    )
      continue;
    const isRedacted = requiredLevel > scope.level;
    const item = { id: seed.dialog.id, seed, requiredLevel, isRedacted };
    if (isRedacted && seed.dialog.nonSensitiveTitle === null) hidden.push(requiredLevel);
    else if (isFound(item, asked.groups)) items.push(item);
  }
  return {
    items: items.sort(compareItems(asked.order)),
    hidden: { count: hidden.length, requiredLevel: hidden.length === 0 ? null : Math.max(...hidden) },
  };
};

/** How many items have which value, and how many of these nobody has seen: a sorted list of `KEY value count unseen`. */
export const referenceFacets = (items: readonly ReferenceItem[]): string[] => {
  const counts = new Map<string, { all: number; unseen: number }>();
  const year = new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "Europe/Oslo" });
  for (const { seed } of items) {
    const { dialog } = seed;
    const add = (key: string): void => {
      const { all, unseen } = counts.get(key) ?? { all: 0, unseen: 0 };
      counts.set(key, { all: all + 1, unseen: unseen + (isSeen(seed) ? 0 : 1) });
    };
    add(`STATUS ${dialog.status}`);
    add(`PARTY ${dialog.party}`);
    add(`OWNER ${dialog.org}`);
    add(`SERVICE ${dialog.serviceResource}`);
    add(`SOURCE ${dialog.sourceId}`);
    add(`YEAR ${year.format(dialog.contentUpdatedAt)}`);
    for (const folder of foldersOf(seed)) add(`FOLDER ${folder}`);
  }
  return [...counts].map(([key, { all, unseen }]) => `${key} ${all} ${unseen}`).sort();
};
