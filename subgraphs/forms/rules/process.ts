import type { FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { InstanceActorKind, InstanceEventKind } from "../../../drizzle/forms/tables-filling.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import type { JsonObject } from "../../../lib/json.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { type Decision, decide } from "./decide.js";
import { relevantSteps, relevantTasks } from "./relevance.js";
import { type Held, type Snapshot, snapshotOf } from "./snapshot.js";

/** Who does something to an instance. */
export interface InstanceActor {
  readonly kind: InstanceActorKind;
  /** `null` where a rule does it. */
  readonly urn: PartyUrn | null;
}

export const BY_RULE: InstanceActor = { kind: "SYSTEM", urn: null };

/** Something that happens; the store adds the rest. */
export interface NewInstanceEvent {
  readonly kind: InstanceEventKind;
  readonly actor: InstanceActor;
  readonly taskId: string | null;
  readonly details?: JsonObject;
}

/** What becomes of an instance's process: written in one transaction, or not at all. */
export interface ProcessChange {
  readonly set: Partial<Omit<FormInstanceRow, "id">>;
  readonly events: readonly NewInstanceEvent[];
  readonly submission?: Snapshot & { readonly taskId: string; readonly submittedBy: PartyUrn };
  readonly decision?: Decision;
}

export const taskOfHeld = ({ row, definition }: Pick<Held, "row" | "definition">): FormTask | null =>
  definition.tasks.find(({ elementId }) => elementId === row.currentTaskId) ?? null;

const USUAL_ACTIONS: Readonly<Record<FormTask["type"], string>> = {
  DATA: "write",
  CONFIRMATION: "confirm",
  SIGNING: "sign",
  PAYMENT: "pay",
  FEEDBACK: "write",
  REJECT: "write",
};

/** What authorization is asked before somebody does a task, as Altinn's policies name it. */
export const actionOf = (task: FormTask | null): string =>
  task === null ? "write" : (task.action ?? USUAL_ACTIONS[task.type]);

/** The task after one, of those that this filling-in goes through; `null` where the process ends. */
export const taskAfter = ({ definition, answers }: Held, taskId: string): FormTask | null => {
  const from = definition.tasks.findIndex(({ elementId }) => elementId === taskId);
  const relevant = new Set(relevantTasks(definition, answers));
  return definition.tasks.slice(from + 1).find((task) => relevant.has(task)) ?? null;
};

/** Whether the party has nothing more to do once this task is done: then what it filled in is sent. */
export const isSentAfter = (held: Held, task: FormTask): boolean => {
  if (task.type === "FEEDBACK" || task.type === "REJECT") return false;
  const next = taskAfter(held, task.elementId);
  return next === null || next.type === "FEEDBACK";
};

const firstStepOf = ({ definition, answers }: Held, task: FormTask): string | null =>
  definition.content === null
    ? null
    : (relevantSteps(definition.content, task.elementId, answers)[0]?.id ?? null);

/** Comes to a task. */
export const enter = (held: Held, task: FormTask, actor: InstanceActor, now: number): ProcessChange => ({
  set: {
    currentTaskId: task.elementId,
    currentTaskStartedAt: now,
    currentStepId: firstStepOf(held, task),
    round: held.row.round + 1,
    processEndedAt: null,
    archivedAt: null,
  },
  events: [{ kind: "TASK_STARTED", actor, taskId: task.elementId, details: { type: task.type } }],
});

/** Ends the process: from now on nothing of it changes. */
export const end = (actor: InstanceActor, now: number): ProcessChange => ({
  set: {
    currentTaskId: null,
    currentTaskStartedAt: null,
    currentStepId: null,
    processEndedAt: now,
    archivedAt: now,
  },
  events: [{ kind: "ENDED", actor, taskId: null }],
});

const enterOrEnd = (held: Held, task: FormTask | null, actor: InstanceActor, now: number): ProcessChange =>
  task === null ? end(actor, now) : enter(held, task, actor, now);

/** One change and then another. */
export const joined = (first: ProcessChange, second: ProcessChange): ProcessChange => ({
  ...first,
  ...second,
  set: { ...first.set, ...second.set },
  events: [...first.events, ...second.events],
});

const afterwards = (held: Held, { set }: ProcessChange): Held => ({ ...held, row: { ...held.row, ...set } });

/** The agency's rules have their say about what was just sent. */
const decided = (held: Held, sent: ProcessChange, now: number): ProcessChange => {
  const decision = decide(held);
  if (decision === null) return sent;
  const { outcome, ruleId, title, grounds } = decision;
  const change: ProcessChange = {
    set: { substatus: { label: title, description: grounds } },
    events: [{ kind: "DECIDED", actor: BY_RULE, taskId: null, details: { outcome, ruleId } }],
    decision,
  };
  const at = afterwards(held, sent);
  const waiting = taskOfHeld(at);
  const turnedDown = rejectTaskOf(at);
  const approved = waiting === null ? null : taskAfter(at, waiting.elementId);
  const next = waiting === null ? null : outcome === "APPROVED" ? approved : turnedDown;
  // Where nothing is left, the agency has it: its own rule has decided.
  const moved = next === null ? confirmed(end(BY_RULE, now), now) : enter(at, next, BY_RULE, now);
  return joined(joined(sent, change), waiting === null ? confirmed(NOTHING, now) : moved);
};

const NOTHING: ProcessChange = { set: {}, events: [] };

const confirmed = (change: ProcessChange, now: number): ProcessChange => ({
  ...change,
  set: { ...change.set, confirmedAt: now },
});

/** Where an instance goes that is turned down; `null` where the form has no such task, and the process ends. */
export const rejectTaskOf = ({ definition }: Pick<Held, "definition">): FormTask | null =>
  definition.tasks.find(({ type }) => type === "REJECT") ?? null;

/**
 * Finishes the task that is under way and comes to the next one. Where that leaves the party with nothing more to do,
 * what was filled in is sent: kept unchanged from then on, and decided about by the agency's rules, if they can.
 * Whether the task may be finished (valid, signed, paid) is the caller's to know.
 */
export const advance = (
  held: Held,
  actor: InstanceActor & { readonly urn: PartyUrn },
  now: number,
): ProcessChange => {
  const task = taskOfHeld(held);
  if (task === null)
    throw new RangeError(`The instance ${held.row.id} is at no task that could be finished.`);
  const moved = enterOrEnd(held, taskAfter(held, task.elementId), actor, now);
  if (!isSentAfter(held, task)) return moved;
  const snapshot = snapshotOf(held);
  const sent: ProcessChange = {
    set: { submittedAt: now },
    events: [
      {
        kind: "SUBMITTED",
        actor,
        taskId: task.elementId,
        details: { hash: snapshot.hash, number: held.submissionCount + 1 },
      },
    ],
    submission: { ...snapshot, taskId: task.elementId, submittedBy: actor.urn },
  };
  return decided(held, joined(sent, moved), now);
};

/** The task that the party fills in again when it is sent back: the nearest DATA task before. */
export const fillingTaskBefore = (held: Held, taskId: string): FormTask | null => {
  const at = held.definition.tasks.findIndex(({ elementId }) => elementId === taskId);
  const relevant = new Set(relevantTasks(held.definition, held.answers));
  return (
    held.definition.tasks.slice(0, at).findLast((task) => task.type === "DATA" && relevant.has(task)) ?? null
  );
};

/** Where `back` leads from the task that is under way; `null` where there is no way back. */
export const taskBefore = (held: Held): FormTask | null => {
  const task = taskOfHeld(held);
  if (task === null || task.type === "FEEDBACK") return null;
  if (task.type === "REJECT") return fillingTaskBefore(held, task.elementId);
  const tasks = relevantTasks(held.definition, held.answers);
  const previous = tasks[tasks.indexOf(task) - 1];
  return previous?.type === "DATA" || previous?.type === "CONFIRMATION" ? previous : null;
};
