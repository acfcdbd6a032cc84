import type { FormTask } from "../../../drizzle/forms/values.js";
import type { FormsContext } from "../context.js";
import {
  advance,
  enter,
  isSentAfter,
  joined,
  type ProcessChange,
  taskBefore,
  taskOfHeld,
} from "../rules/process.js";
import { relevantSteps, type StepPosition, stepPosition } from "../rules/relevance.js";
import type { HeldInstance, InstanceChange, Refused } from "../store/instance-change.js";
import { FormAnswersInvalid, FormConflictReason, type FormError } from "../types/form-error.js";
import type { FormProblem } from "../validation/problems.js";
import { actingParty, changeAsParty, conflict, type Outcome, refuse } from "./acting.js";

const errorsOf = (
  { validators }: Pick<FormsContext, "validators">,
  { definition, row, answers }: HeldInstance,
): readonly FormProblem[] =>
  validators.problems(definition, row, answers).filter(({ severity }) => severity === "ERROR");

const otherTask = (message: string): Refused<FormError> => conflict(FormConflictReason.OTHER_TASK, message);

const positionOf = ({ row, definition, answers }: HeldInstance, task: FormTask): StepPosition =>
  stepPosition(definition.content ?? { steps: [] }, task.elementId, answers, row.currentStepId);

/** Why a task can't be finished by going on; `null` where it can. */
const unfinished = (task: FormTask | null): Refused<FormError> | null => {
  switch (task?.type) {
    case "DATA":
    case "CONFIRMATION":
      return null;
    case "SIGNING":
      return otherTask("It waits to be signed; it goes on by itself when everybody has.");
    case "PAYMENT":
      return otherTask("It waits to be paid; it goes on by itself when it is.");
    case "FEEDBACK":
      return otherTask("It is with the service owner, who has the next word.");
    default:
      return otherTask("There is no step to go on to from here.");
  }
};

const finish = (
  context: FormsContext,
  held: HeldInstance,
  task: FormTask,
  isToBeSent: boolean,
): InstanceChange | Refused<FormError> => {
  const errors = errorsOf(context, held);
  if (errors.length > 0) return refuse(new FormAnswersInvalid(errors));
  const isSent = isSentAfter(held, task);
  if (isSent && !isToBeSent) {
    return conflict(
      FormConflictReason.WOULD_SEND,
      "This was the last step: the next thing is to send it, by submitForm.",
    );
  }
  if (!isSent && isToBeSent)
    return otherTask("There is more to do before it can be sent; go on by nextFormStep.");
  return advance(held, actingParty(context), held.now);
};

/** Goes on: to the next step that has something to ask, or, from the last one, to the next task. */
export const goOn = (context: FormsContext, id: string, revision: number | null): Promise<Outcome> =>
  changeAsParty(context, id, { revision }, (held) => {
    const task = taskOfHeld(held);
    const refusal = unfinished(task);
    if (task === null || refusal !== null) return refusal ?? otherTask("It is at no task.");
    const { steps, at } = positionOf(held, task);
    const next = steps[at + 1];
    if (task.type !== "DATA" || next === undefined) return finish(context, held, task, false);
    const here = errorsOf(context, held).filter(({ stepId }) => stepId === steps[at]?.id);
    return here.length > 0
      ? refuse(new FormAnswersInvalid(here))
      : { set: { currentStepId: next.id }, events: [] };
  });

/** Sends what was filled in: the last thing that the party does, for good. */
export const submit = (context: FormsContext, id: string, revision: number): Promise<Outcome> =>
  changeAsParty(context, id, { revision }, (held) => {
    const task = taskOfHeld(held);
    const refusal = unfinished(task);
    return task === null || refusal !== null
      ? (refusal ?? otherTask("It is at no task."))
      : finish(context, held, task, true);
  });

const lastStepOf = (held: HeldInstance, task: FormTask): string | null => {
  const { content } = held.definition;
  return content === null ? null : (relevantSteps(content, task.elementId, held.answers).at(-1)?.id ?? null);
};

const toTaskBefore = (context: FormsContext, held: HeldInstance): InstanceChange | Refused<FormError> => {
  const before = taskBefore(held);
  if (before === null) {
    return conflict(
      FormConflictReason.NO_WAY_BACK,
      "There is no way back from here: it is the first step, or it was signed, paid or sent. Copy it to begin anew.",
    );
  }
  const actor = actingParty(context);
  const back: ProcessChange = {
    set: {},
    events: [{ kind: "WENT_BACK", actor, taskId: held.row.currentTaskId, details: { to: before.elementId } }],
  };
  const entered = enter(held, before, actor, held.now);
  const step = before.type === "DATA" ? lastStepOf(held, before) : null;
  return joined(back, { ...entered, set: { ...entered.set, currentStepId: step } });
};

/**
 * Goes back: to the step before, or to the task before. What was signed stays as it was signed: going back from a
 * signing that somebody has signed throws their signatures away, and is done only where that is asked for.
 */
export const goBack = (
  context: FormsContext,
  id: string,
  { revision, discardSignatures }: { readonly revision: number | null; readonly discardSignatures: boolean },
): Promise<Outcome> =>
  changeAsParty(context, id, { revision, action: "write" }, (held) => {
    const task = taskOfHeld(held);
    if (task?.type === "DATA") {
      const { steps, at, isThere } = positionOf(held, task);
      const before = steps[isThere ? at - 1 : at];
      if (before !== undefined) return { set: { currentStepId: before.id }, events: [] };
    }
    const gone = toTaskBefore(context, held);
    if ("refused" in gone || held.signatureCount === 0) return gone;
    if (!discardSignatures) {
      return conflict(
        FormConflictReason.SIGNED,
        "Somebody has signed it. Going back throws the signatures away: ask for that with `discardSignatures`.",
      );
    }
    const discarded: ProcessChange = {
      set: {},
      events: [
        {
          kind: "SIGNATURES_DISCARDED",
          actor: actingParty(context),
          taskId: held.row.currentTaskId,
          details: { count: held.signatureCount },
        },
      ],
    };
    return joined(discarded, gone);
  });
