import type { FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { canonicalJson, isJsonObject, type Json } from "../../../lib/json.js";
import type { FormsContext } from "../context.js";
import { answersProblem, presentationTextsOf } from "../rules/answers.js";
import { type AnswerChange, type AnswerConflict, changesIn, mergeAnswers } from "../rules/merge.js";
import { type InstanceActor, type NewInstanceEvent, taskOfHeld } from "../rules/process.js";
import type { HeldInstance, InstanceChange, Refused } from "../store/instance-change.js";
import { FormConflictReason, type FormError, FormInputInvalid } from "../types/form-error.js";
import { actingParty, changeAsParty, conflict, isRow, refuse } from "./acting.js";

/** Answers that somebody gives, and which revision they have seen. */
export interface SaveRequest {
  readonly id: string;
  readonly revision: number;
  /** A JSON merge patch (RFC 7396) of the answers. */
  readonly answers: Json;
  /** Single answers, by path. */
  readonly changes: readonly AnswerChange[];
}

export interface Saved {
  readonly instance: FormInstanceRow | null;
  readonly conflicts: readonly AnswerConflict[];
  readonly errors: readonly FormError[];
}

const MAX_CHANGES = 2_000;
/** Places that were ever changed; a form has far fewer. */
const MAX_PLACES = 5_000;

const invalid = (message: string): Refused<FormError> => refuse(new FormInputInvalid(message));

const saved = (
  held: HeldInstance,
  { revision, answers: patch, changes }: SaveRequest,
  actor: InstanceActor,
  onConflicts: (conflicts: readonly AnswerConflict[]) => void,
): InstanceChange | Refused<FormError> | null => {
  const { row, definition, answers, filling } = held;
  const task = taskOfHeld(held);
  if (definition.content === null) {
    return conflict(
      FormConflictReason.FILLED_ELSEWHERE,
      "This form is filled in on the agency's own platform.",
    );
  }
  if (task?.type !== "DATA") {
    return conflict(
      FormConflictReason.OTHER_TASK,
      "It is not being filled in now; go back to change an answer.",
    );
  }
  if (revision > row.changeCount) return invalid(`The submission has not come to revision ${revision} yet.`);
  const wanted = [...(isJsonObject(patch) ? changesIn(patch, answers) : []), ...changes];
  if (wanted.length > MAX_CHANGES) return invalid(`Save at most ${MAX_CHANGES} answers at once.`);
  const merged = mergeAnswers({ answers, ...filling }, wanted, {
    seen: revision,
    stamp: row.changeCount + 1,
  });
  if (merged.misplaced.length > 0) {
    return invalid(`These paths lead to no answer: ${merged.misplaced.slice(0, 10).join(", ")}.`);
  }
  onConflicts(merged.conflicts);
  if (!merged.isChanged) return null;
  const problem = answersProblem(merged.filling.answers);
  if (problem !== null) return invalid(`The answers can't be kept: ${problem}.`);
  if (Object.keys(merged.filling.changedAt).length > MAX_PLACES) {
    return invalid(`The submission has had answers at more than ${MAX_PLACES} places; begin a new one.`);
  }
  const presentationTexts = presentationTextsOf(definition.content, merged.filling.answers);
  const isRetitled = canonicalJson(presentationTexts) !== canonicalJson(row.presentationTexts);
  const told: NewInstanceEvent = { kind: "SAVED", actor, taskId: task.elementId };
  return { set: { presentationTexts }, events: isRetitled ? [told] : [], filling: merged.filling };
};

/**
 * Saves answers as they are typed, from any number of tabs: an answer that nobody else has changed since is kept, one
 * that somebody has is told with both values, and never overwritten. Whether answers are right is not asked here.
 */
export const saveAnswers = async (context: FormsContext, request: SaveRequest): Promise<Saved> => {
  if (!isJsonObject(request.answers)) {
    const problem = new FormInputInvalid(
      "Answers are given as a JSON object: a merge patch of those that are there.",
    );
    return { instance: null, conflicts: [], errors: [problem] };
  }
  const tooMuch = [request.answers, ...request.changes.map(({ value }) => value)].map(answersProblem);
  const problem = tooMuch.find((found) => found !== null);
  if (problem !== undefined) {
    return {
      instance: null,
      conflicts: [],
      errors: [new FormInputInvalid(`The answers can't be kept: ${problem}.`)],
    };
  }
  let conflicts: readonly AnswerConflict[] = [];
  const outcome = await changeAsParty(context, request.id, { revision: null }, (held) =>
    saved(held, request, actingParty(context), (found) => {
      conflicts = found;
    }),
  );
  return isRow(outcome)
    ? { instance: outcome, conflicts, errors: [] }
    : { instance: null, conflicts: [], errors: [outcome] };
};
