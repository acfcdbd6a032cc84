import type { FormContent, FormField, FormStep, FormTask } from "../../../drizzle/forms/values.js";
import type { Json, JsonObject } from "../../../lib/json.js";
import { holds } from "./logic.js";
import { partsOf, without } from "./pointers.js";

/** The steps of a task that have something to ask, in order. */
export const relevantSteps = (
  content: Pick<FormContent, "steps">,
  taskId: string,
  answers: JsonObject,
): readonly FormStep[] => content.steps.filter((step) => step.taskId === taskId && holds(step.when, answers));

/** Where a party is among the steps of a task that have something to ask. */
export interface StepPosition {
  readonly steps: readonly FormStep[];
  /** The step that they are at; the nearest before it where that one has nothing to ask any more. */
  readonly at: number;
  /** Whether the step that they came to still has something to ask. */
  readonly isThere: boolean;
}

export const stepPosition = (
  content: Pick<FormContent, "steps">,
  taskId: string,
  answers: JsonObject,
  currentStepId: string | null,
): StepPosition => {
  const steps = relevantSteps(content, taskId, answers);
  const order = content.steps.map(({ id }) => id);
  const current = order.indexOf(currentStepId ?? "");
  const at = steps.findLastIndex(({ id }) => order.indexOf(id) <= current);
  return { steps, at: Math.max(0, at), isThere: steps[at]?.id === currentStepId };
};

/** The questions of a step that are asked. */
export const relevantFields = (step: FormStep, answers: JsonObject): readonly FormField[] =>
  step.fields.filter((field) => holds(field.when, answers));

/** The tasks that this filling-in goes through, in order; the way out (REJECT) is none of them. */
export const relevantTasks = (
  { tasks }: { readonly tasks: readonly FormTask[] },
  answers: JsonObject,
): readonly FormTask[] => tasks.filter((task) => task.type !== "REJECT" && holds(task.when, answers));

/** Paths that a form asks for somewhere, but not of this party. */
export const irrelevantPaths = (
  content: Pick<FormContent, "steps">,
  answers: JsonObject,
): readonly (readonly string[])[] => {
  const asked = new Set<string>();
  const known = new Set<string>();
  for (const step of content.steps) {
    const isAsked = holds(step.when, answers);
    for (const { path, when } of step.fields) {
      known.add(path);
      if (isAsked && holds(when, answers)) asked.add(path);
    }
  }
  return [...known].filter((path) => !asked.has(path)).flatMap((path) => [partsOf(path) ?? []]);
};

/** The answers without those that are not asked for: what is checked, signed and sent. Drafts keep them. */
export const relevantAnswers = (content: Pick<FormContent, "steps">, answers: JsonObject): JsonObject => {
  const left = irrelevantPaths(content, answers).reduce<Json>(
    (value, path) => (path.length === 0 ? value : without(value, path)),
    answers,
  );
  return left as JsonObject;
};
