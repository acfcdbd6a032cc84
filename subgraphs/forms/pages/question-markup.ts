import type { PrefilledAnswer, UnfilledAnswer } from "../../../drizzle/forms/tables-filling.js";
import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { fieldNameOf } from "../rules/graph-source.js";
import type { AnswerConflict } from "../rules/merge.js";
import type { FormProblem } from "../validation/problems.js";
import { choicesOf, type Question, shownName, textOf, typedName } from "./questions.js";
import type { PageLanguage, Say } from "./words.js";

/** What questions are shown with. */
export interface QuestionParts {
  readonly language: PageLanguage;
  readonly say: Say;
  readonly problems: readonly FormProblem[];
  readonly conflicts: readonly AnswerConflict[];
  readonly prefilled: Readonly<Record<string, PrefilledAnswer>>;
  readonly unfilled: Readonly<Record<string, UnfilledAnswer>>;
}

/** More choices than these are a list to pick from. */
const MAX_RADIOS = 6;

/** A place's id on the page: what summaries of errors link to. */
export const idOf = (path: string): string =>
  `f${path.replace(/[^A-Za-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}`)}`;

export const labelOf = ({ field }: Question, language: PageLanguage): string =>
  localize(field.label, language) ?? field.path;

export const choiceLabel = (
  { kind, field }: Question,
  text: string,
  { language, say }: Pick<QuestionParts, "language" | "say">,
): string =>
  localize(field.options?.[text], language) ??
  (kind === "YES_NO" ? say(text === "true" ? "yes" : "no") : text);

const sourceOf = ({ source }: PrefilledAnswer, say: Say): string => {
  switch (source.kind) {
    case "PARTY":
      return say("fromParty");
    case "EARLIER_SUBMISSION":
      return say("fromEarlier");
    case "SERVICE_OWNER":
      return say("fromOwner");
    case "COPY":
      return say("fromCopy");
    case "GRAPH":
      return fieldNameOf(source);
  }
};

/** What is said of a question besides its label, each with an id that its input is described by. */
const remarksOf = (question: Question, parts: QuestionParts) => {
  const { say, language, problems, conflicts, prefilled, unfilled } = parts;
  const { path, field, kind } = question;
  const id = idOf(path);
  const wrong = problems.filter((problem) => problem.path === path && problem.severity === "ERROR");
  const conflict = conflicts.find((one) => one.path === path);
  const said = (value: unknown): string => (value === null || value === undefined ? "–" : String(value));
  const errors = [
    ...wrong.map(({ text }) => localize(text, language) ?? ""),
    ...(conflict === undefined
      ? []
      : [say("conflict", { theirs: said(conflict.theirs), yours: said(conflict.yours) })]),
  ];
  const guidance = [localize(field.guidance, language), kind === "LINES" ? say("eachLine") : null]
    .filter((text) => text !== null)
    .join(" ");
  const from = prefilled[path];
  const missing = question.value === undefined || question.value === null ? unfilled[path] : undefined;
  const source =
    from !== undefined
      ? say("from", { source: sourceOf(from, say) })
      : missing && say(`unfilled${missing.reason}`);
  const describedBy = [
    guidance === "" ? "" : `${id}-hint`,
    errors.length === 0 ? "" : `${id}-wrong`,
    source === undefined ? "" : `${id}-source`,
  ]
    .filter((one) => one !== "")
    .join(" ");
  return {
    isWrong: errors.length > 0,
    describedBy: describedBy === "" ? null : html` aria-describedby="${describedBy}"`,
    before: [
      guidance === "" ? null : html`<p class="hint" id="${id}-hint">${guidance}</p>`,
      errors.length === 0
        ? null
        : html`<p class="wrong" id="${id}-wrong">${errors.map((text) => html`${text}<br>`)}</p>`,
    ],
    after: source === undefined ? null : html`<p class="source" id="${id}-source">${source}</p>`,
  };
};

const optionalMark = ({ isRequired }: Question, { say }: QuestionParts): Html | null =>
  isRequired ? null : html` <span class="optional">${say("optional")}</span>`;

/** What stood there, for the page to say what was changed. */
const shown = (question: Question): Html =>
  html`<input type="hidden" name="${shownName(question.path)}" value="${textOf(question)}">`;

const radios = (question: Question, parts: QuestionParts): Html => {
  const id = idOf(question.path);
  const { isWrong, describedBy, before, after } = remarksOf(question, parts);
  const isSeveral = question.kind === "SEVERAL";
  const chosen = textOf(question).split("\n");
  const choices = choicesOf(question).map(
    (
      { text },
      index,
    ) => html`<label class="choice"><input type="${isSeveral ? "checkbox" : "radio"}" id="${index === 0 ? id : `${id}-${index}`}"
 name="${typedName(question.path)}" value="${text}"${chosen.includes(text) ? html` checked` : null}> ${choiceLabel(question, text, parts)}</label>`,
  );
  // Only the group of radio buttons can be said to be wrong as a whole, not any group.
  const role = isSeveral ? null : html` role="radiogroup"${isWrong ? html` aria-invalid="true"` : null}`;
  return html`<fieldset class="q"${role}${describedBy}><legend>${labelOf(question, parts.language)}${optionalMark(question, parts)}</legend>
${before}${choices}${shown(question)}${after}</fieldset>`;
};

const control = (question: Question, attributes: Html, parts: QuestionParts): Html => {
  const text = textOf(question);
  switch (question.kind) {
    case "CHOICE":
      return html`<select${attributes}><option value="">${parts.say("choose")}</option>${choicesOf(
        question,
      ).map(
        (choice) =>
          html`<option value="${choice.text}"${choice.text === text ? html` selected` : null}>${choiceLabel(question, choice.text, parts)}</option>`,
      )}</select>`;
    case "LONG_TEXT":
    case "LINES":
      return html`<textarea${attributes} rows="5">
${text}</textarea>`;
    case "NUMBER":
      return html`<input type="text" inputmode="decimal" class="short"${attributes} value="${text}">`;
    case "DATE":
      return html`<input type="date" class="short"${attributes} value="${text}">`;
    case "EMAIL":
      return html`<input type="email" autocomplete="email"${attributes} value="${text}">`;
    default:
      return html`<input type="text"${attributes} value="${text}">`;
  }
};

const list = (question: Question, parts: QuestionParts): Html => {
  const { say, language } = parts;
  const label = labelOf(question, language);
  const { describedBy, before, after } = remarksOf(question, parts);
  const items = question.parts.map((inner, index) => {
    const name = say("item", { name: label, at: index + 1 });
    return html`<fieldset class="item" id="${idOf(`${question.path}/${index}`)}" tabindex="-1"><legend>${name}</legend>${inner.map((one) => questionMarkup(one, parts))}
<button class="plain" name="do" value="remove:${question.path}/${index}">${say("remove", { name })}</button></fieldset>`;
  });
  const max = question.schema["maxItems"];
  const isFull = typeof max === "number" && question.parts.length >= max;
  return html`<fieldset class="q" id="${idOf(question.path)}" tabindex="-1"${describedBy}><legend>${label}${optionalMark(question, parts)}</legend>${before}${items}
${isFull ? null : html`<button name="do" value="add:${question.path}">${say("add")}: ${label}</button>`}${after}</fieldset>`;
};

/** A question, with its label, guidance, what is wrong with its answer, and where the answer is from. */
export const questionMarkup = (question: Question, parts: QuestionParts): Html => {
  const { kind, path } = question;
  if (kind === "LIST") return list(question, parts);
  if (kind === "GROUP") {
    const inner = question.parts.flat().map((one) => questionMarkup(one, parts));
    return html`<fieldset class="q" id="${idOf(path)}" tabindex="-1"><legend>${labelOf(question, parts.language)}</legend>${inner}</fieldset>`;
  }
  const isRadios =
    kind === "YES_NO" ||
    kind === "SEVERAL" ||
    (kind === "CHOICE" && choicesOf(question).length <= MAX_RADIOS);
  if (isRadios) return radios(question, parts);
  const id = idOf(path);
  const { isWrong, describedBy, before, after } = remarksOf(question, parts);
  const attributes = html` id="${id}" name="${typedName(path)}"${isWrong ? html` aria-invalid="true"` : null}${describedBy}`;
  return html`<div class="q"><label for="${id}">${labelOf(question, parts.language)}${optionalMark(question, parts)}</label>
${before}${control(question, attributes, parts)}${shown(question)}${after}</div>`;
};
