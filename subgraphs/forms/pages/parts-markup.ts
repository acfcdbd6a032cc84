import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { dayIn } from "../moments.js";
import { pathOf } from "../rules/pointers.js";
import type { FormProblem } from "../validation/problems.js";
import { choiceLabel, idOf, labelOf } from "./question-markup.js";
import { choicesOf, leavesOf, type Question, questionsOf, textOf } from "./questions.js";
import { askedSteps, type InstanceView, type Outcome } from "./view.js";

/** Where a page's form is sent; its buttons say by `do` what is wanted. */
export const actionForm = (view: InstanceView, content: Html | readonly (Html | null)[]): Html =>
  html`<form method="post" action="${view.base}" novalidate><input type="hidden" name="revision" value="${view.row.changeCount}">${content}</form>`;

const placeOf = (problem: FormProblem, { steps, shownAt, row, base }: InstanceView): string => {
  if (problem.path.startsWith("/attachments/")) return `${base}/files`;
  const isHere = problem.stepId === null || problem.stepId === steps[shownAt]?.id;
  const isReached = steps.some(({ id }) => id === problem.stepId) && row.currentTaskId !== null;
  return isHere || !isReached
    ? `#${idOf(problem.path)}`
    : `${base}?step=${encodeURIComponent(problem.stepId ?? "")}#${idOf(problem.path)}`;
};

/**
 * What was just done, and all that must be put right, each a link to where. The page opens there, also for those who hear
 * it or have no mouse.
 */
export const outcomeMarkup = (
  view: InstanceView,
  { problems, conflicts, notice }: Outcome,
): readonly Html[] => {
  const { say, language } = view;
  const errors = problems.filter(({ severity }) => severity === "ERROR");
  const labels = new Map(
    askedSteps(view).flatMap((step) =>
      leavesOf(
        view.definition.content === null ? [] : questionsOf(view.definition.content, step, view.answers),
      ).map((question) => [question.path, labelOf(question, language)] as const),
    ),
  );
  const told =
    notice === null
      ? []
      : [
          html`<div class="note ${notice.isBad ? "bad" : "good"}" role="${notice.isBad ? "alert" : "status"}"><p>${notice.text}</p></div>`,
        ];
  if (errors.length + conflicts.length === 0) return told;
  return [
    ...told,
    html`<div class="note bad" role="alert" tabindex="-1" autofocus id="errors"><h2>${say("errors")}</h2><ul>${errors.map(
      (problem) =>
        html`<li><a href="${placeOf(problem, view)}">${localize(problem.text, language) ?? problem.code}</a></li>`,
    )}${conflicts.map(
      ({ path }) => html`<li><a href="#${idOf(path)}">${labels.get(path) ?? path}</a></li>`,
    )}</ul></div>`,
  ];
};

const answerText = (question: Question, view: InstanceView): string => {
  const text = textOf(question);
  if (text === "") return view.say("notAnswered");
  if (question.kind === "DATE") return dayIn(text, view.language);
  if (choicesOf(question).length === 0) return text;
  return text
    .split("\n")
    .map((one) => choiceLabel(question, one, view))
    .join(", ");
};

/** Everything that was answered, by steps and questions, as it will be sent. */
export const answersMarkup = (view: InstanceView): readonly Html[] => {
  const { definition, answers, language } = view;
  const { content } = definition;
  if (content === null) return [];
  return askedSteps(view).map((step) => {
    const questions = questionsOf(content, step, answers);
    const rows = questions.flatMap((question): Html[] => {
      if (question.kind !== "LIST") {
        return leavesOf([question]).map(
          (leaf) => html`<div><dt>${labelOf(leaf, language)}</dt><dd>${answerText(leaf, view)}</dd></div>`,
        );
      }
      return question.parts.map(
        (inner, index) =>
          html`<div><dt>${labelOf(question, language)} ${index + 1}</dt><dd>${leavesOf(inner).map(
            (leaf) => html`${labelOf(leaf, language)}: ${answerText(leaf, view)}<br>`,
          )}</dd></div>`,
      );
    });
    return html`<h2>${localize(step.title, language) ?? step.id}</h2><dl>${rows}</dl>`;
  });
};

/** The kinds of attachments that the task that is under way takes. */
export const kindsNow = ({ definition, task }: Pick<InstanceView, "definition" | "task">) =>
  task?.type === "DATA"
    ? definition.dataTypes.filter(({ taskId }) => taskId === null || taskId === task.elementId)
    : [];

/** What was attached, by kind. */
export const filesMarkup = ({ row, definition, language, say }: InstanceView): Html | null => {
  const files = row.dataElements.filter(({ contentHash }) => contentHash !== null);
  const titles = new Map(definition.dataTypes.map(({ id, title }) => [id, localize(title, language) ?? id]));
  return files.length === 0
    ? null
    : html`<h2>${say("attachments")}</h2><dl>${files.map(
        ({ dataType, filename, sizeBytes }) =>
          html`<div><dt>${titles.get(dataType) ?? dataType}</dt><dd>${filename ?? "–"} (${Math.ceil(sizeBytes / 1024)} kB)</dd></div>`,
      )}</dl>`;
};

/** Warnings: what may be right, but should be looked at. */
export const warningsMarkup = (view: InstanceView, problems: readonly FormProblem[]): Html | null => {
  const warnings = problems.filter(({ severity }) => severity === "WARNING");
  return warnings.length === 0
    ? null
    : html`<div class="note"><h2>${view.say("warnings")}</h2><ul>${warnings.map(
        ({ text }) => html`<li>${localize(text, view.language) ?? ""}</li>`,
      )}</ul></div>`;
};

/** Path of a kind of attachments, as problems name it. */
export const attachmentsPath = (dataType: string): string => pathOf(["attachments", dataType]);

/** What is seldom wanted, out of the way: deleting, which can be taken back, and beginning anew with the same answers. */
export const moreMarkup = (view: InstanceView): Html | null => {
  const { row, task, say } = view;
  if (row.softDeletedAt !== null || view.definition.content === null) return null;
  const canDelete = task?.type !== "FEEDBACK";
  return html`<details><summary>${say(canDelete ? "deleteMore" : "copyMore")}</summary>${actionForm(
    view,
    html`<div class="buttons"><button name="do" value="copy">${say("copy")}</button>${
      canDelete ? html`<button name="do" value="delete">${say("delete")}</button>` : null
    }</div>`,
  )}</details>`;
};
