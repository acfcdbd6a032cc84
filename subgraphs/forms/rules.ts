import type { FormDefinitionRow, FormInstanceRow } from "../../drizzle/forms/tables.js";
import type { FormTask } from "../../drizzle/forms/values.js";
import { type Language, type LocalizedText, localize } from "../../schema/localization.js";
import { formsError } from "./errors.js";
import { FormInstanceState } from "./types/form-instance-state.js";

/** Longest title, in UTF-16 units: what Dialogporten takes. */
export const MAX_TITLE_LENGTH = 255;

type Definition = Pick<FormDefinitionRow, "tasks">;
type Process = Pick<
  FormInstanceRow,
  | "id"
  | "currentTaskId"
  | "processEndedAt"
  | "archivedAt"
  | "confirmedAt"
  | "softDeletedAt"
  | "hardDeletedAt"
  | "startedByOwner"
  | "submittedAt"
>;

/**
 * Where an instance stands in its process; `null` where it has not begun or has ended.
 * @throws DomainError `FORM_INSTANCE_INCONSISTENT` where its task is none of the definition's
 */
const currentStep = (instance: Process, { tasks }: Definition): { task: FormTask; index: number } | null => {
  if (instance.currentTaskId === null) return null;
  const index = tasks.findIndex(({ elementId }) => elementId === instance.currentTaskId);
  const task = tasks[index];
  if (task !== undefined) return { task, index };
  throw formsError(
    "FORM_INSTANCE_INCONSISTENT",
    `The submission ${instance.id} is at a step that its form does not have. Tell the service owner.`,
  );
};

/** The task that is under way; `null` where there is none. @throws DomainError as `currentStep` */
export const currentTaskOf = (instance: Process, definition: Definition): FormTask | null =>
  currentStep(instance, definition)?.task ?? null;

/** A task as the graph shows it. @param startedAt when an instance came to it; `null` for the definition's own */
export const taskOf = (
  { elementId, name, type }: FormTask,
  startedAt: number | null,
): { id: string; name: LocalizedText; type: FormTask["type"]; startedAt: number | null } => ({
  id: elementId,
  name,
  type,
  startedAt,
});

/**
 * How an instance is doing: Altinn's Dialogporten adapter's table, with DELETED before all.
 * Feedback earlier in the process means that the owner has seen it once, and one that the owner began is known to it:
 * neither is a draft.
 */
export const stateOf = (instance: Process, definition: Definition): FormInstanceState => {
  if (instance.softDeletedAt !== null || instance.hardDeletedAt !== null) return FormInstanceState.DELETED;
  if (instance.archivedAt !== null) {
    return instance.confirmedAt === null
      ? FormInstanceState.AWAITING_CONFIRMATION
      : FormInstanceState.COMPLETED;
  }
  const step = currentStep(instance, definition);
  if (step === null) {
    return instance.processEndedAt === null ? FormInstanceState.DRAFT : FormInstanceState.IN_PROGRESS;
  }
  switch (step.task.type) {
    case "REJECT":
      return FormInstanceState.REJECTED;
    case "FEEDBACK":
      return FormInstanceState.AWAITING_FEEDBACK;
    case "CONFIRMATION":
    case "SIGNING":
      return FormInstanceState.IN_PROGRESS;
    case "DATA":
    case "PAYMENT":
      return instance.startedByOwner ||
        instance.submittedAt !== null ||
        definition.tasks.slice(0, step.index).some(({ type }) => type === "FEEDBACK")
        ? FormInstanceState.IN_PROGRESS
        : FormInstanceState.DRAFT;
  }
};

/** How many steps of the way are done. A REJECT task is a way out, not a step. */
export const progressOf = (
  instance: Process,
  definition: Definition,
): { completedTasks: number; totalTasks: number } => {
  const isStep = ({ type }: FormTask): boolean => type !== "REJECT";
  const totalTasks = definition.tasks.filter(isStep).length;
  if (instance.archivedAt !== null || instance.processEndedAt !== null) {
    return { completedTasks: totalTasks, totalTasks };
  }
  const index = currentStep(instance, definition)?.index ?? 0;
  return { completedTasks: definition.tasks.slice(0, index).filter(isStep).length, totalTasks };
};

/** The form's title and the texts that tell this instance from others of it, at most 255 long. */
export const titleOf = (
  title: LocalizedText,
  presentationTexts: Readonly<Record<string, string>>,
  language: Language,
): string =>
  [localize(title, language) ?? "", ...Object.values(presentationTexts)]
    .filter((text) => text.trim() !== "")
    .join(", ")
    .slice(0, MAX_TITLE_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, ""); // half a character is none

/** An instance that was made ahead of time counts from when it was shown. */
export const createdAtOf = ({
  createdAt,
  visibleAfter,
}: Pick<FormInstanceRow, "createdAt" | "visibleAfter">): number => Math.max(createdAt, visibleAfter ?? 0);
