import { messageOf } from "../../lib/errors.js";
import type { Read } from "../wire-readers.js";
import type { AnswerProblems } from "./problem.js";
import {
  intWithin,
  itemId,
  moment,
  serviceUrn,
  shortText,
  texts,
  uri,
  webAddress,
  yesOrNo,
} from "./readers.js";
import {
  LIVE_ACTIONS,
  LIVE_DEADLINE_KINDS,
  LIVE_STATUSES,
  type LiveDeadline,
  type LiveItem,
  type LivePosition,
} from "./source.js";

const MAX_LISTED = 50;
const MAX_ATTACHMENTS = 10_000;
const MAX_LEVEL = 4;

const ownerCode = shortText(100);
const statusWord = shortText(200);
const reference = shortText(512);

/** An object of an answer, whose fields are taken one by one. */
export type Told = Readonly<Record<string, unknown>>;

export const toldAt = (value: unknown, at: string): Told => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Told;
  throw new Error(`${at} is not an object`);
};

/** Reads what may be absent: `null` where it is, and where it can't be read, which is noted. */
export const partOf = <T>(read: Read<T>, value: unknown, at: string, problems: AnswerProblems): T | null => {
  if (value === null || value === undefined) return null;
  try {
    return read(value, at);
  } catch (error) {
    problems.note("PART_UNREADABLE", at, `${messageOf(error)}.`);
    return null;
  }
};

/** Reads the entries of a list; those that can't be read are left out, and noted. */
const listIn = <T>(read: Read<T>, value: unknown, at: string, problems: AnswerProblems): readonly T[] => {
  if (!Array.isArray(value)) {
    problems.note("PART_UNREADABLE", at, `${at} is not a list.`);
    return [];
  }
  if (value.length > MAX_LISTED) {
    problems.note(
      "PART_UNREADABLE",
      at,
      `${at} has ${value.length} entries; at most ${MAX_LISTED} are read.`,
    );
  }
  return value.slice(0, MAX_LISTED).flatMap((entry, index) => {
    const told = partOf(read, entry ?? false, `${at}[${index}]`, problems);
    return told === null ? [] : [told];
  });
};

const deadline: Read<LiveDeadline> = (value, at) => {
  const { kind, at: due, amountOre = null, metAt = null } = toldAt(value, at);
  return {
    kind: LIVE_DEADLINE_KINDS.find((known) => known === statusWord(kind, `${at}.kind`)) ?? null,
    at: moment(due, `${at}.at`),
    amountOre: amountOre === null ? null : intWithin(0)(amountOre, `${at}.amountOre`),
    metAt: metAt === null ? null : moment(metAt, `${at}.metAt`),
  };
};

/** Where an item stands, if that can be read. */
export const positionOf = (value: unknown, at: string): LivePosition | null => {
  try {
    const told = toldAt(value, at);
    return { updatedAt: moment(told["updatedAt"], at), id: itemId(told["id"], at) };
  } catch {
    return null;
  }
};

/** Status and the platform's own words for it. A status that is not known here is not lost: it is shown as words. */
const statusesOf = (told: Told, at: string, problems: AnswerProblems) => {
  const said = statusWord(told["status"], `${at}.status`);
  const status = LIVE_STATUSES.find((known) => known === said);
  const words = partOf(statusWord, told["sourceStatus"], `${at}.sourceStatus`, problems);
  return status === undefined
    ? { status: "NOT_APPLICABLE" as const, sourceStatus: words ?? said }
    : { status, sourceStatus: words };
};

/**
 * Reads one item. Parts that it may do without and that can't be read are left out, and noted.
 * @throws Error that says what every item has, and this one not
 */
export const readItem = (value: unknown, at: string, problems: AnswerProblems): LiveItem => {
  const told = toldAt(value, at);
  const must = <T>(name: string, read: Read<T>): T => read(told[name], `${at}.${name}`);
  const may = <T>(name: string, read: Read<T>): T | null =>
    partOf(read, told[name], `${at}.${name}`, problems);
  const list = <T>(name: string, read: Read<T>): readonly T[] =>
    listIn(read, told[name], `${at}.${name}`, problems);
  const allowed = list("actions", statusWord);
  return {
    id: must("id", itemId),
    party: must("party", shortText(255)).toLowerCase(),
    service: must("service", serviceUrn),
    owner: must("owner", ownerCode),
    ...statusesOf(told, at, problems),
    title: must("title", texts),
    summary: may("summary", texts),
    senderName: may("senderName", texts),
    createdAt: must("createdAt", moment),
    updatedAt: must("updatedAt", moment),
    dueAt: may("dueAt", moment),
    isSeen: must("isSeen", yesOrNo),
    isRedacted: must("isRedacted", yesOrNo),
    requiredLevel: must("requiredLevel", intWithin(0, MAX_LEVEL)),
    url: may("url", webAddress),
    process: may("process", uri),
    externalReference: may("externalReference", reference),
    attachmentCount: must("attachmentCount", intWithin(0, MAX_ATTACHMENTS)),
    deadlines: list("deadlines", deadline),
    sameAs: list("sameAs", uri),
    // Those that are not known here can't be asked for.
    actions: LIVE_ACTIONS.filter((action) => allowed.includes(action)),
  };
};
