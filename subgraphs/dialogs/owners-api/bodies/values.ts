import type { ActivityRow, SeenLogRow } from "../../../../drizzle/dialogs/tables.js";
import type {
  Actor,
  Attachment,
  ContentValue,
  NavigationalAction,
  SystemLabel,
} from "../../../../drizzle/dialogs/values.js";
import type { LocalizedText } from "../../../../schema/localization.js";
import { labelsOf } from "../../rules/labels.js";

/** `REQUIRES_ATTENTION` as REST spells it: `RequiresAttention`. */
export const spelled = (word: string): string =>
  word
    .split("_")
    .map((part) => part.slice(0, 1) + part.slice(1).toLowerCase())
    .join("");

/** A moment as RFC 3339 in UTC. */
export const moment = (at: number): string => new Date(at).toISOString();

export const momentOrNull = (at: number | null): string | null => (at === null ? null : moment(at));

/** Leaves out what has no value, and empty lists, as Dialogporten does. */
export const tidy = (body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** By code: a patch points at texts by their place, which must not depend on how a database keeps them. */
export const localizations = (text: LocalizedText | null) =>
  Object.entries(text ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([languageCode, value]) => ({ languageCode, value }));

/** A text of the dialog, which is always plain. */
export const plainContent = (text: LocalizedText | null) =>
  text === null || Object.keys(text).length === 0
    ? null
    : { value: localizations(text), mediaType: "text/plain" };

export const contentValue = (content: ContentValue | null) =>
  content === null ? null : { value: localizations(content.value), mediaType: content.mediaType };

export const actorBody = ({ actorType, actorId, actorName }: Actor) =>
  tidy({ actorType: spelled(actorType), actorId, actorName });

export const attachmentBody = ({ id, displayName, name, urls, expiresAt }: Attachment) =>
  tidy({
    id,
    displayName: localizations(displayName),
    name,
    urls: urls.map((url) =>
      tidy({
        id: url.id,
        url: url.url,
        mediaType: url.mediaType,
        consumerType: spelled(url.consumerType),
      }),
    ),
    expiresAt: momentOrNull(expiresAt),
  });

export const navigationalActionBody = ({ title, url, expiresAt }: NavigationalAction) =>
  tidy({ title: localizations(title), url, expiresAt: momentOrNull(expiresAt) });

/** @param withTexts whether what was done, and by whom, is told too: the list of activities leaves it out */
export const activityBody = (
  {
    id,
    createdAt,
    extendedType,
    type,
    transmissionId,
    performedBy,
    description,
  }: Omit<ActivityRow, "dialogId">,
  withTexts = true,
) =>
  tidy({
    id,
    createdAt: moment(createdAt),
    extendedType,
    type: spelled(type),
    transmissionId,
    ...(withTexts ? { performedBy: actorBody(performedBy), description: localizations(description) } : {}),
  });

export const seenLogBody = ({ id, seenAt, seenBy, isViaServiceOwner }: Omit<SeenLogRow, "dialogId">) =>
  tidy({ id, seenAt: moment(seenAt), seenBy: actorBody(seenBy), isViaServiceOwner });

/** Who has seen it since a moment, each once and when they last did. @param endUserId who asks; `null`: nobody */
export const seenSince = (
  log: readonly Omit<SeenLogRow, "dialogId">[],
  since: number,
  endUserId: string | null,
) => {
  const latest = new Map<string, Omit<SeenLogRow, "dialogId">>();
  for (const entry of log) {
    if (entry.seenAt >= since) latest.set(entry.seenBy.actorId ?? entry.seenBy.actorName ?? "", entry);
  }
  return [...latest.values()].map((entry) => ({
    ...seenLogBody(entry),
    isCurrentEndUser: endUserId !== null && entry.seenBy.actorId === endUserId,
  }));
};

const FOLDERS: readonly SystemLabel[] = ["DEFAULT", "BIN", "ARCHIVE"];

/** The labels of a mask; and the one of them that says where the dialog lies. */
export const systemLabels = (mask: number): { all: string[]; folder: string } => {
  const labels = labelsOf(mask);
  return {
    all: labels.map(spelled),
    folder: spelled(labels.find((label) => FOLDERS.includes(label)) ?? "DEFAULT"),
  };
};
