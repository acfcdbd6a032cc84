import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { SignatureRow, SigneeRow } from "../../../drizzle/forms/tables-parts.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { actionOf } from "../rules/process.js";

/** As many persons as one task may wait for. */
export const MAX_SIGNEES = 50;

/** Whether only persons who are named sign in a task. */
export const isForNamed = (task: FormTask): boolean =>
  task.type === "SIGNING" && task.signing?.signees === "NAMED";

/** The tasks of a form in which named persons sign, in order. */
export const namedTasksOf = ({ tasks }: Pick<FormDefinitionRow, "tasks">): readonly FormTask[] =>
  tasks.filter(isForNamed);

type Named = Pick<SigneeRow, "party" | "taskId" | "removedAt">;

/** Who is on the list of a task. */
const onListOf = <Row extends Named>(task: FormTask, rows: readonly Row[]): readonly Row[] =>
  rows.filter(({ taskId, removedAt }) => taskId === task.elementId && removedAt === null);

/** How many signatures a task waits for, and how many count of those that were given in this visit to it. */
export const signaturesOf = (
  task: FormTask,
  rows: readonly Named[],
  signedBy: ReadonlySet<PartyUrn>,
): { readonly have: number; readonly want: number } => {
  const min = task.signing?.minSignatures;
  if (!isForNamed(task)) return { have: signedBy.size, want: min ?? 1 };
  const named = onListOf(task, rows);
  return {
    have: named.filter(({ party }) => signedBy.has(party)).length,
    // Where nobody is named, nobody has signed.
    want: Math.max(min ?? named.length, 1),
  };
};

/** Whether somebody may sign in a task, as far as it is for named persons. */
export const isNamed = (task: FormTask, rows: readonly Named[], party: PartyUrn): boolean =>
  !isForNamed(task) || onListOf(task, rows).some((row) => row.party === party);

export type SigneeStatus = "WAITING" | "SIGNED" | "DECLINED";

/** How a named person stands. Whoever changes their mind signs: the signature is what counts. */
const statusOf = (
  { declinedRound }: Pick<SigneeRow, "declinedRound">,
  { round }: Pick<FormInstanceRow, "round">,
  signature: object | undefined,
): SigneeStatus => {
  if (signature !== undefined) return "SIGNED";
  return declinedRound === round ? "DECLINED" : "WAITING";
};

/** What a person who is or was named may do with a submission. */
export interface WantedAccess {
  readonly party: PartyUrn;
  readonly actions: readonly string[];
}

/**
 * What each person who is or was named may do with a submission as it is now: read and sign it while it waits to be
 * signed, read it for good once they have, nothing otherwise.
 * @param signatures those that count
 */
export const accessOf = (
  instance: Pick<FormInstanceRow, "currentTaskId" | "softDeletedAt" | "hardDeletedAt">,
  { tasks }: Pick<FormDefinitionRow, "tasks">,
  rows: readonly Named[],
  signatures: readonly Pick<SignatureRow, "signee">[],
): readonly WantedAccess[] => {
  const isGone = instance.softDeletedAt !== null || instance.hardDeletedAt !== null;
  const task = tasks.find(({ elementId }) => elementId === instance.currentTaskId);
  const signing = task !== undefined && isForNamed(task) ? task : null;
  const actionsOf = (party: PartyUrn): readonly string[] => {
    if (isGone) return [];
    if (signing !== null && isNamed(signing, rows, party)) return [...new Set(["read", actionOf(signing)])];
    return signatures.some(({ signee }) => signee === party) ? ["read"] : [];
  };
  return [...new Set(rows.map(({ party }) => party))].map((party) => ({ party, actions: actionsOf(party) }));
};

/** A person on the list of a task, with how they stand. */
export interface ShownSignee
  extends Pick<SigneeRow, "name" | "taskId" | "party" | "namedAt" | "declinedReason"> {
  readonly status: SigneeStatus;
  /** `null` where they have not signed. */
  readonly signedAt: number | null;
}

/** The lists as they are shown. @param signatures those that count */
export const shownSignees = (
  named: readonly SigneeRow[],
  instance: Pick<FormInstanceRow, "round">,
  signatures: readonly Pick<SignatureRow, "signee" | "taskId" | "signedAt">[],
): readonly ShownSignee[] =>
  named.map((row) => {
    const given = signatures.find(({ signee, taskId }) => signee === row.party && taskId === row.taskId);
    const { name, taskId, party, namedAt, declinedReason } = row;
    const status = statusOf(row, instance, given);
    return { name, taskId, party, namedAt, declinedReason, status, signedAt: given?.signedAt ?? null };
  });
