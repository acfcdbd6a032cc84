import { type ContentValue, SYSTEM_LABEL_BITS, type SystemLabel } from "../../drizzle/dialogs/values.js";
import { isUuid, timeOfId } from "../../lib/ids.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { eventProblems } from "./event-rules.js";
import { type Complain, checkAttachments, checkText, checkUrl, isUuidV7Of } from "./part-rules.js";

const CONTENT_TYPES = {
  additionalInfo: ["text/plain", "text/markdown"],
  mainContentReference: ["application/vnd.dialogporten.frontchannelembed-url;type=text/markdown"],
} as const;

const checkContent = (
  complain: Complain,
  name: keyof typeof CONTENT_TYPES,
  content: ContentValue | null,
): void => {
  if (content === null) return;
  const types: readonly string[] = CONTENT_TYPES[name];
  if (!types.includes(content.mediaType)) complain(`${name} is ${content.mediaType}`);
  checkText(complain, name, content.value, 1_023);
  if (name === "mainContentReference") {
    for (const url of Object.values(content.value)) checkUrl(complain, name, url);
  }
};

const checkTimes = (complain: Complain, { dialog }: DialogSeed, now: number): void => {
  const { id, createdAt, updatedAt, contentUpdatedAt, visibleFrom, dueAt, expiresAt, deletedAt } = dialog;
  if (visibleFrom !== null && visibleFrom > now) {
    if (createdAt !== visibleFrom || updatedAt !== visibleFrom || contentUpdatedAt !== visibleFrom) {
      complain("is shown later, but is not of that moment");
    }
    if (!(isUuid(id) && id[14] === "7" && timeOfId(id) <= now)) complain("has an id from the future");
  } else {
    if (!isUuidV7Of(id, createdAt)) complain("has an id of another moment");
    if (updatedAt > now) complain("was updated in the future");
  }
  if (contentUpdatedAt < createdAt) complain("has content from before it was made");
  if (updatedAt < contentUpdatedAt) complain("has content newer than itself");
  if (dueAt !== null && dueAt <= createdAt) complain("was due before it came");
  if (expiresAt !== null && expiresAt <= createdAt) complain("expired before it came");
  if (dueAt !== null && expiresAt !== null && expiresAt < dueAt) complain("expires before it is due");
  if (visibleFrom !== null && dueAt !== null && dueAt < visibleFrom) complain("is due before it is shown");
  if (visibleFrom !== null && expiresAt !== null && expiresAt < visibleFrom) complain("expires unseen");
  if (deletedAt !== null && (deletedAt < createdAt || deletedAt > updatedAt)) complain("was deleted oddly");
};

const checkRow = (complain: Complain, { dialog }: DialogSeed): void => {
  const { progress, process, precedingProcess, externalReference, idempotentKey } = dialog;
  checkText(complain, "title", dialog.title, 255);
  checkText(complain, "summary", dialog.summary, 255);
  checkText(complain, "sender's name", dialog.senderName, 255);
  checkText(complain, "plain title", dialog.nonSensitiveTitle, 255);
  checkText(complain, "plain summary", dialog.nonSensitiveSummary, 255);
  checkText(complain, "extended status", dialog.extendedStatus, 25);
  if (dialog.hasNonSensitiveTitle !== (dialog.nonSensitiveTitle !== null))
    complain("lies of its plain title");
  if (progress !== null && !(Number.isInteger(progress) && progress >= 0 && progress <= 100)) {
    complain(`has come ${progress} per cent of the way`);
  }
  for (const uri of [process, precedingProcess]) {
    if (uri !== null && (uri.length > 255 || !URL.canParse(uri))) complain(`is part of the process ${uri}`);
  }
  if (precedingProcess !== null && process === null) complain("follows a process, but is in none");
  if (externalReference !== null && externalReference.length > 255) complain("has a long reference");
  if (idempotentKey !== null && (idempotentKey.length < 3 || idempotentKey.length > 36)) {
    complain("has an idempotent key of the wrong length");
  }
  for (const revision of [
    dialog.revision,
    dialog.endUserContextRevision,
    dialog.serviceOwnerContextRevision,
  ]) {
    if (!isUuid(revision)) complain(`has the revision ${revision}`);
  }
};

const areDistinct = (words: readonly string[]): boolean => new Set(words).size === words.length;

const checkWords = (complain: Complain, words: readonly string[], max: number, what: string): void => {
  if (!areDistinct(words)) complain(`has a ${what} twice`);
  for (const word of words) {
    if (word.length < 3 || word.length > max || word !== word.trim().toLowerCase()) {
      complain(`has the ${what} "${word}"`);
    }
  }
};

const MOST_OF_PRIORITY = { PRIMARY: 1, SECONDARY: 1, TERTIARY: 5 } as const;
const GUI_METHODS: readonly string[] = ["GET", "POST", "DELETE"];
const ATTRIBUTE = /^(urn:altinn:[a-z]+:)?[\w.:-]+$/;

const checkActions = (complain: Complain, { body, dialog }: DialogSeed): void => {
  for (const [priority, most] of Object.entries(MOST_OF_PRIORITY)) {
    const count = body.guiActions.filter((action) => action.priority === priority).length;
    if (count > most) complain(`has ${count} ${priority} actions`);
  }
  for (const { action, url, httpMethod, title, prompt, authorizationAttribute } of body.guiActions) {
    if (action === "" || action.length > 255) complain("has an action without a fit name");
    checkUrl(complain, "action", url);
    if (!GUI_METHODS.includes(httpMethod)) complain(`has an action by ${httpMethod}`);
    checkText(complain, "action's title", title, 255);
    checkText(complain, "action's prompt", prompt, 255);
    if (authorizationAttribute !== null && !ATTRIBUTE.test(authorizationAttribute)) {
      complain(`has the attribute ${authorizationAttribute}`);
    }
  }
  for (const endpoint of body.apiActions.flatMap(({ endpoints }) => endpoints)) {
    checkUrl(complain, "endpoint", endpoint.url);
    if (endpoint.sunsetAt !== null && !endpoint.deprecated)
      complain("has an endpoint with a sunset, not deprecated");
  }
  const ids = [...body.guiActions, ...body.apiActions].map(({ id }) => id);
  if (!areDistinct(ids)) complain("has two actions with one id");
  if (!isUuidV7Of(ids[0] ?? dialog.id, timeOfId(dialog.id))) complain("has an action of another moment");
};

const FOLDERS = [SYSTEM_LABEL_BITS.DEFAULT, SYSTEM_LABEL_BITS.BIN, SYSTEM_LABEL_BITS.ARCHIVE];
const BIT_OF_NAME: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Bin: "BIN",
    Archive: "ARCHIVE",
    MarkedAsUnopened: "MARKED_AS_UNOPENED",
    Sent: "SENT",
  } satisfies Record<string, SystemLabel>).map(([name, label]) => [
    `systemlabel:${name}`,
    SYSTEM_LABEL_BITS[label],
  ]),
);

const checkLabels = (complain: Complain, { dialog, labelAssignmentLog }: DialogSeed, now: number): void => {
  const { systemLabels, fromPartyTransmissionsCount, createdAt } = dialog;
  if (FOLDERS.filter((bit) => systemLabels & bit).length !== 1) complain("is in no folder, or in several");
  if (((systemLabels & SYSTEM_LABEL_BITS.SENT) !== 0) !== fromPartyTransmissionsCount > 0) {
    complain("is labelled as sent wrongly");
  }
  let replayed = 0;
  let last = createdAt;
  for (const { id, createdAt: at, name, action } of labelAssignmentLog) {
    const bit = BIT_OF_NAME.get(name);
    if (bit === undefined) complain(`logs the label ${name}`);
    replayed = action === "set" ? replayed | (bit ?? 0) : replayed & ~(bit ?? 0);
    if (!isUuidV7Of(id, at)) complain("has a label's log with an id of another moment");
    if (at < last || at > now) complain("has a label's log out of order");
    last = at;
  }
  if (replayed !== (systemLabels & ~SYSTEM_LABEL_BITS.DEFAULT))
    complain("has labels that its log does not give");
};

/** What is wrong with a dialog, by Dialogporten's rules; empty where nothing is. */
export const dialogProblems = (seed: DialogSeed, now: number): string[] => {
  const problems: string[] = [];
  const complain: Complain = (what) => problems.push(`${seed.dialog.id} ${what}`);
  const { body, dialog } = seed;
  checkTimes(complain, seed, now);
  checkRow(complain, seed);
  checkContent(complain, "additionalInfo", body.content.additionalInfo);
  checkContent(complain, "mainContentReference", body.content.mainContentReference);
  checkAttachments(complain, body.attachments, timeOfId(dialog.id));
  const shown = body.attachments.filter(({ urls }) =>
    urls.some(({ consumerType }) => consumerType === "GUI"),
  );
  if (shown.length !== dialog.guiAttachmentCount) complain("counts its attachments wrongly");
  checkWords(complain, body.searchTags, 63, "search tag");
  checkWords(complain, body.serviceOwnerLabels, 255, "label");
  if (body.serviceOwnerLabels.length > 20) complain("has too many labels");
  checkActions(complain, seed);
  checkLabels(complain, seed, now);
  eventProblems(complain, seed, now);
  return problems;
};
