import type { FormAnswersRow, FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { FormStep, FormTask } from "../../../drizzle/forms/values.js";
import type { JsonObject } from "../../../lib/json.js";
import { INSTANCE_PREFIX } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import { unfilledOf } from "../filling/prefill.js";
import type { AnswerConflict } from "../rules/merge.js";
import { taskOfHeld } from "../rules/process.js";
import { relevantSteps, stepPosition } from "../rules/relevance.js";
import type { FormProblem } from "../validation/problems.js";
import type { PageLanguage, Say } from "./words.js";
import { sayIn } from "./words.js";

/** What a page says besides what the submission is: what came of what was just done. */
export interface Outcome {
  readonly problems: readonly FormProblem[];
  readonly conflicts: readonly AnswerConflict[];
  /** What happened, in the page's words; `null` where there is nothing to say. */
  readonly notice: { readonly isBad: boolean; readonly text: string } | null;
}

export const NOTHING_TO_SAY: Outcome = { problems: [], conflicts: [], notice: null };

/** A submission as a page shows it. */
export interface InstanceView {
  /** Path of its page. */
  readonly base: string;
  readonly context: FormsContext;
  readonly row: FormInstanceRow;
  readonly definition: FormDefinitionRow;
  readonly answers: JsonObject;
  readonly filling: Pick<FormAnswersRow, "prefilled" | "unfilled">;
  readonly task: FormTask | null;
  /** Of a DATA task: the steps that have something to ask; which of them is under way, and which is shown. */
  readonly steps: readonly FormStep[];
  readonly at: number;
  readonly shownAt: number;
  readonly who: { readonly viewer: string; readonly party: string };
  readonly language: PageLanguage;
  readonly say: Say;
}

const whoOf = async ({ parties, call }: FormsContext, party: string): Promise<InstanceView["who"]> => {
  const { party: viewer } = call.viewer;
  const known = await parties.partiesByUrns(call, [...new Set([viewer, party])]);
  const nameOf = (urn: string): string => known.get(urn)?.name ?? "–";
  return { viewer: nameOf(viewer), party: nameOf(party) };
};

/**
 * Reads a submission for a page, as it is now.
 * @param wanted the step that is asked for; one that was not come to yet is not shown
 * @returns `null` where there is none that the viewer may see
 */
export const openView = async (
  context: FormsContext,
  id: string,
  { language, wanted }: { readonly language: PageLanguage; readonly wanted: string | null },
): Promise<InstanceView | null> => {
  const { loaders } = context;
  const row = await loaders.formInstanceById.load(id);
  if (row === null) return null;
  const key = { id: row.definitionId, version: row.definitionVersion };
  const [definition, filled, who] = await Promise.all([
    loaders.definitionByKey.load(key),
    loaders.answersById.load(id),
    whoOf(context, row.party),
  ]);
  if (definition === null) return null;
  const { answers = {}, prefilled = {}, unfilled = {} } = filled ?? {};
  const task = row.softDeletedAt === null && row.archivedAt === null ? taskOfHeld({ row, definition }) : null;
  const { content } = definition;
  const position =
    content === null || task?.type !== "DATA"
      ? { steps: [], at: 0 }
      : stepPosition(content, task.elementId, answers, row.currentStepId);
  const asked = position.steps.findIndex(({ id: step }) => step === wanted);
  const missing = Object.fromEntries(unfilledOf(unfilled, answers).map(({ path, ...one }) => [path, one]));
  return {
    base: `/forms/instances/${id.slice(INSTANCE_PREFIX.length)}`,
    context,
    row,
    definition,
    answers,
    filling: { prefilled, unfilled: missing },
    task,
    steps: position.steps,
    at: position.at,
    shownAt: asked >= 0 && asked <= position.at ? asked : position.at,
    who,
    language,
    say: sayIn(language),
  };
};

/** All steps that were asked, of all tasks: what is looked over before it is sent. */
export const askedSteps = ({
  definition,
  answers,
}: Pick<InstanceView, "definition" | "answers">): readonly FormStep[] => {
  const { content, tasks } = definition;
  return content === null ? [] : tasks.flatMap(({ elementId }) => relevantSteps(content, elementId, answers));
};
