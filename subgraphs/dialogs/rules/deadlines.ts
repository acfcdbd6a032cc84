import type { ActivityRow, DeadlineRow, DialogRow } from "../../../drizzle/dialogs/tables.js";
import type { ActivityType, GuiAction } from "../../../drizzle/dialogs/values.js";
import type { DeadlineKind, DeadlineMetBy } from "../../../drizzle/dialogs/values-deadlines.js";
import { tableOf } from "../../../lib/table-of.js";
import { INSTANCE_PREFIX } from "../../../schema/urns.js";

/** The key of the deadline that follows from a dialog's `dueAt`; no owner's own has it. */
export const DUE_KEY = "due";

/** A deadline in its owner's own words. */
export interface DeclaredDeadline {
  readonly key: string;
  readonly kind: DeadlineKind;
  readonly dueAt: number;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly kid: string | null;
  readonly account: string | null;
  readonly isMetByOwnerOnly: boolean;
  /** When it was met, where the owner says so. */
  readonly metAt: number | null;
  /** Activities from here on can meet it. */
  readonly since: number;
}

/** What deadlines follow from. */
export interface DeadlineGrounds {
  readonly dialog: Pick<
    DialogRow,
    "id" | "dueAt" | "status" | "updatedAt" | "contentUpdatedAt" | "instanceRef"
  >;
  readonly guiActions: readonly Pick<GuiAction, "action">[];
  /** Those of the types in DEADLINE_ACTIVITIES at least, oldest first. */
  readonly activities: readonly Pick<ActivityRow, "type" | "createdAt">[];
  /** The dialog's status before the change; null for a new one. */
  readonly statusBefore: DialogRow["status"] | null;
}

/** A row without what the store knows better. */
export type Deadline = Omit<DeadlineRow, "dialogSeq" | "party">;

/** Where the dialog has been sent says what is waited for. */
const SENT_TO: Partial<Readonly<Record<ActivityType, DeadlineKind>>> = {
  SENT_TO_SIGNING: "SIGN",
  SENT_TO_PAYMENT: "PAY",
  SENT_TO_SEND_IN: "SEND_IN",
  SENT_TO_FORM_FILL: "SEND_IN",
};

/** What actions are called that leave no doubt; in small letters. */
const ACTIONS: Readonly<Record<string, DeadlineKind>> = tableOf({
  pay: "PAY",
  sign: "SIGN",
  appeal: "APPEAL",
  answer: "ANSWER",
  reply: "ANSWER",
  confirm: "ANSWER",
  submit: "SEND_IN",
});

/** Activities that meet a deadline, by its kind. An appeal's ends with its time: the case is decided by then. */
const MEETING: Readonly<Record<DeadlineKind | "NONE", readonly (ActivityType & DeadlineMetBy)[]>> = {
  ANSWER: ["FORM_SUBMITTED", "CORRESPONDENCE_CONFIRMED", "DIALOG_CLOSED"],
  PAY: ["PAYMENT_MADE", "DIALOG_CLOSED"],
  SIGN: ["SIGNATURE_PROVIDED", "DIALOG_CLOSED"],
  SEND_IN: ["FORM_SUBMITTED", "DIALOG_CLOSED"],
  APPEAL: [],
  NONE: ["DIALOG_CLOSED"],
};

/** The activities that deadlines look at. */
export const DEADLINE_ACTIVITIES: ReadonlySet<ActivityType> = new Set([
  ...(Object.keys(SENT_TO) as ActivityType[]),
  ...Object.values(MEETING).flat(),
]);

/** What is to be done by `dueAt`, as far as the dialog leaves no doubt; `null` where it does. */
export const kindOf = ({ dialog, guiActions, activities }: DeadlineGrounds): DeadlineKind | null => {
  const sentTo = activities.findLast(({ type }) => SENT_TO[type] !== undefined);
  if (sentTo !== undefined) return SENT_TO[sentTo.type] ?? null;
  const kinds = new Set(guiActions.flatMap(({ action }) => ACTIONS[action.trim().toLowerCase()] ?? []));
  const [only] = kinds;
  if (kinds.size === 1 && only !== undefined) return only;
  return kinds.size === 0 && dialog.instanceRef?.startsWith(INSTANCE_PREFIX) === true ? "SEND_IN" : null;
};

type Meeting = Pick<Deadline, "metAt" | "metBy">;

const NOT_MET: Meeting = { metAt: null, metBy: null };

/** By what a deadline is met, if it is: the owner's word first, then what happened, then the status. */
const meetingOf = (
  deadline: Pick<Deadline, "kind" | "since" | "ownerMetAt" | "isMetByOwnerOnly">,
  { dialog, activities, statusBefore }: DeadlineGrounds,
  before: Meeting,
): Meeting => {
  const { kind, since, ownerMetAt, isMetByOwnerOnly } = deadline;
  if (ownerMetAt !== null) return { metAt: ownerMetAt, metBy: "SERVICE_OWNER" };
  if (isMetByOwnerOnly) return NOT_MET;
  const meeting: ReadonlySet<ActivityType> = new Set(MEETING[kind ?? "NONE"]);
  const met = activities.find(({ type, createdAt }) => meeting.has(type) && createdAt >= since);
  if (met !== undefined) return { metAt: met.createdAt, metBy: met.type as DeadlineMetBy };
  if (kind === "APPEAL" || dialog.status !== "COMPLETED") return NOT_MET;
  // What was asked for after the dialog was completed is not done because it was completed.
  if (before.metBy === "COMPLETED") return before;
  return statusBefore === "COMPLETED" ? NOT_MET : { metAt: dialog.contentUpdatedAt, metBy: "COMPLETED" };
};

type Wanted = Omit<Deadline, "id" | "metAt" | "metBy" | "changedAt" | "sequence">;

const declaredAs = ({ metAt, ...deadline }: DeclaredDeadline): Wanted => ({ ...deadline, ownerMetAt: metAt });

const asDeclared = (row: Deadline): Wanted => {
  const { id: _, metAt: _at, metBy: _by, changedAt: _when, sequence: _count, ...wanted } = row;
  return wanted;
};

/** What follows from `dueAt`; nothing where the owner says of that moment itself what is to be done. */
const dueOf = (grounds: DeadlineGrounds, known: Deadline | undefined, own: readonly Wanted[]): Wanted[] => {
  const { dueAt, updatedAt } = grounds.dialog;
  if (dueAt === null || own.some((wanted) => wanted.dueAt === dueAt)) return [];
  return [
    {
      key: DUE_KEY,
      // What was known stays known: an action often goes when it is done.
      kind: kindOf(grounds) ?? (known?.dueAt === dueAt ? known.kind : null),
      dueAt,
      amount: null,
      currency: null,
      kid: null,
      account: null,
      isMetByOwnerOnly: false,
      ownerMetAt: null,
      // What has gone by when it is said asks for nothing new: what was done before can meet it.
      since: grounds.statusBefore === null || dueAt <= updatedAt ? 0 : updatedAt,
    },
  ];
};

/** What a deadline becomes. One that was met, and is then put off, is another: what met the former does not meet it. */
const becoming = (wanted: Wanted, known: Deadline | undefined, grounds: DeadlineGrounds): Deadline => {
  const { id, updatedAt } = grounds.dialog;
  const isAnother = known !== undefined && known.metAt !== null && wanted.dueAt > known.dueAt;
  const since = known === undefined ? wanted.since : isAnother ? (known.metAt ?? 0) + 1 : known.since;
  const before = known === undefined || isAnother ? NOT_MET : known;
  return {
    ...wanted,
    id: `${id}:${wanted.key}`,
    since,
    ...meetingOf({ ...wanted, since }, grounds, before),
    changedAt: Math.max(updatedAt, known?.changedAt ?? 0),
    sequence: (known?.sequence ?? -1) + 1,
  };
};

/** Whether two rows say the same. */
const isSame = (one: Deadline, other: Deadline): boolean =>
  (Object.keys(one) as (keyof Deadline)[]).every(
    (name) => name === "sequence" || name === "changedAt" || one[name] === other[name],
  );

/**
 * The deadlines of a dialog after a change: the one that follows from its `dueAt`, and its owner's own. Those that say
 * the same as before are the very rows that are known.
 * @param declared the owner's own; null: as they are
 */
export const deadlinesOf = (
  grounds: DeadlineGrounds,
  known: readonly Deadline[],
  declared: readonly DeclaredDeadline[] | null,
): Deadline[] => {
  const byKey = new Map(known.map((row) => [row.key, row]));
  const own =
    declared === null ? known.filter(({ key }) => key !== DUE_KEY).map(asDeclared) : declared.map(declaredAs);
  return [...dueOf(grounds, byKey.get(DUE_KEY), own), ...own].map((wanted) => {
    const before = byKey.get(wanted.key);
    const after = becoming(wanted, before, grounds);
    return before !== undefined && isSame(before, after) ? before : after;
  });
};
