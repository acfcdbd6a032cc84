import type { FormSubstatus } from "../../../drizzle/forms/tables.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { FormsContext } from "../context.js";
import {
  end,
  enter,
  fillingTaskBefore,
  type InstanceActor,
  joined,
  type ProcessChange,
  rejectTaskOf,
  taskAfter,
  taskOfHeld,
} from "../rules/process.js";
import type { HeldInstance } from "../store/instance-change.js";
import { FormConflictReason } from "../types/form-error.js";
import { changeAsOwner, conflict, type Outcome } from "./acting.js";

/** What the service owner makes of a submission that waits for it. */
export type FeedbackOutcome = "CONTINUE" | "RETURN" | "REJECT" | "COMPLETE";

export interface Feedback {
  readonly id: string;
  readonly outcome: FeedbackOutcome;
  /** The deadline from now on, milliseconds since 1970 UTC; `null`: it stays as it is. */
  readonly dueBefore: number | null;
  readonly label: LocalizedText | null;
  readonly description: LocalizedText | null;
}

const substatusOf = ({
  label,
  description,
}: Pick<Feedback, "label" | "description">): FormSubstatus | null =>
  label === null ? null : { label, description };

const waited = (held: HeldInstance, outcome: FeedbackOutcome, actor: InstanceActor): ProcessChange | null => {
  const { now } = held;
  const taskId = held.row.currentTaskId ?? "";
  const next = {
    CONTINUE: () => taskAfter(held, taskId),
    RETURN: () => fillingTaskBefore(held, taskId),
    REJECT: () => rejectTaskOf(held),
    COMPLETE: () => null,
  }[outcome]();
  if (next === null) return outcome === "RETURN" ? null : end(actor, now);
  return enter(held, next, actor, now);
};

/** The service owner's word on what was sent: on to the next task, back to be mended, turned down, or done. */
export const giveFeedback = (context: FormsContext, feedback: Feedback): Promise<Outcome> =>
  changeAsOwner(context, feedback.id, { revision: null }, (held, actor) => {
    if (taskOfHeld(held)?.type !== "FEEDBACK") {
      return conflict(
        FormConflictReason.OTHER_TASK,
        "The submission does not wait for the service owner now.",
      );
    }
    const moved = waited(held, feedback.outcome, actor);
    if (moved === null) {
      return conflict(FormConflictReason.NO_WAY_BACK, "The form has no task in which it could be mended.");
    }
    const substatus = substatusOf(feedback);
    const said: ProcessChange = {
      set: {
        ...(substatus === null ? {} : { substatus }),
        ...(feedback.dueBefore === null ? {} : { dueBefore: feedback.dueBefore }),
      },
      events: [
        {
          kind: feedback.outcome === "REJECT" ? "REJECTED" : "FEEDBACK_GIVEN",
          actor,
          taskId: held.row.currentTaskId,
          details: {
            outcome: feedback.outcome,
            title: feedback.label ?? null,
            text: feedback.description ?? null,
          },
        },
      ],
    };
    return joined(said, moved);
  });

/** The service owner has fetched what was sent. */
export const confirm = (context: FormsContext, id: string): Promise<Outcome> =>
  changeAsOwner(context, id, { revision: null, alsoWhen: "SENT" }, ({ row, now }, actor) => {
    if (row.archivedAt === null) {
      return conflict(
        FormConflictReason.OTHER_TASK,
        "It is not sent for good yet; there is nothing to confirm.",
      );
    }
    return row.confirmedAt !== null
      ? null
      : { set: { confirmedAt: now }, events: [{ kind: "CONFIRMED", actor, taskId: null }] };
  });

/** The service owner says how it is doing. */
export const setSubstatus = (
  context: FormsContext,
  id: string,
  words: Pick<Feedback, "label" | "description">,
): Promise<Outcome> =>
  changeAsOwner(context, id, { revision: null, alsoWhen: "SENT" }, ({ row }, actor) => ({
    set: { substatus: substatusOf(words) },
    events: [
      {
        kind: "SUBSTATUS",
        actor,
        taskId: row.currentTaskId,
        details: { title: words.label ?? null, text: words.description ?? null },
      },
    ],
  }));
