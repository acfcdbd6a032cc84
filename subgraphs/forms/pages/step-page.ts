import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { momentIn } from "../moments.js";
import {
  actionForm,
  filesMarkup,
  kindsNow,
  moreMarkup,
  outcomeMarkup,
  warningsMarkup,
} from "./parts-markup.js";
import { questionMarkup } from "./question-markup.js";
import { questionsOf } from "./questions.js";
import type { InstanceView, Outcome } from "./view.js";

const stepList = ({ steps, at, shownAt, say, language, base }: InstanceView): Html =>
  html`<nav aria-label="${say("steps")}"><ol class="steps">${steps.map((step, index) => {
    const title = localize(step.title, language) ?? step.id;
    const name = `${index + 1}. ${title}`;
    if (index === shownAt) return html`<li aria-current="step">${name}</li>`;
    return index <= at
      ? html`<li><a href="${base}?step=${encodeURIComponent(step.id)}">${name}</a></li>`
      : html`<li>${name}</li>`;
  })}</ol></nav>`;

/** One step of the guided dialogue: its questions, what is known and from where, and the ways on. */
export const stepPage = (
  view: InstanceView,
  outcome: Outcome,
): { title: string; content: readonly (Html | null)[] } => {
  const { definition, steps, at, shownAt, say, language, answers, filling, row } = view;
  const step = steps[shownAt];
  const { content } = definition;
  const form = localize(definition.title, language) ?? definition.id;
  if (content === null || step === undefined) return { title: form, content: [] };
  const title = localize(step.title, language) ?? step.id;
  const questions = questionsOf(content, step, answers);
  const parts = { language, say, problems: outcome.problems, conflicts: outcome.conflicts, ...filling };
  const guidance = localize(step.guidance, language);
  const isUnderWay = shownAt === at;
  const hasGaps = Object.values(filling.unfilled).some(({ reason }) => reason === "UNAVAILABLE");
  const hasFiles = kindsNow(view).length > 0;
  const main = isUnderWay
    ? html`<button class="first" name="do" value="next">${say("next")}</button>`
    : html`<button class="first" name="do" value="save">${say("save")}</button>`;
  const body = html`<button class="skip" name="do" value="${isUnderWay ? "next" : "save"}" tabindex="-1" aria-hidden="true">${say("next")}</button>
<input type="hidden" name="step" value="${step.id}">
${questions.map((question) => questionMarkup(question, parts))}
${hasGaps ? html`<p><button name="do" value="fetch">${say("fetchAgain")}</button></p>` : null}
${hasFiles ? html`<p><button name="do" value="files">${say("attachments")}</button></p>` : null}
<div class="buttons">${main}${isUnderWay ? html`<button name="do" value="save">${say("save")}</button>` : null}${
    isUnderWay && at > 0 ? html`<button name="do" value="back">${say("back")}</button>` : null
  }</div>`;
  const shownProblems = outcome.problems.filter(({ stepId }) => stepId === step.id);
  return {
    title: `${title}: ${form}`,
    content: [
      stepList(view),
      html`<p class="caption">${form}${row.dueBefore === null ? null : html` · ${say("due", { at: momentIn(row.dueBefore, language) })}`}</p>`,
      html`<h1>${title}</h1>`,
      ...outcomeMarkup(view, outcome),
      warningsMarkup(view, shownProblems),
      guidance === null ? null : html`<p>${guidance}</p>`,
      actionForm(view, body),
      filesMarkup(view),
      moreMarkup(view),
    ],
  };
};
