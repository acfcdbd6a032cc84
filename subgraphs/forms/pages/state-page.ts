import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { momentIn } from "../moments.js";
import { stateOf, titleOf } from "../rules.js";
import { FormInstanceState } from "../types/form-instance-state.js";
import { actionForm, filesMarkup, moreMarkup, outcomeMarkup } from "./parts-markup.js";
import type { PageContent } from "./task-page.js";
import type { InstanceView, Outcome } from "./view.js";
import type { Word } from "./words.js";

const STATES: Readonly<Record<FormInstanceState, Word>> = {
  [FormInstanceState.DRAFT]: "elsewhere",
  [FormInstanceState.IN_PROGRESS]: "elsewhere",
  [FormInstanceState.AWAITING_FEEDBACK]: "waiting",
  [FormInstanceState.AWAITING_CONFIRMATION]: "sent",
  [FormInstanceState.COMPLETED]: "received",
  [FormInstanceState.REJECTED]: "rejected",
  [FormInstanceState.DELETED]: "deleted",
};

const decisions = async ({ context, row, say, language }: InstanceView): Promise<readonly Html[]> =>
  (await context.loaders.decisionsById.load(row.id)).map(
    ({ title, grounds, legalBasis }) => html`<h2>${say("decision")}: ${localize(title, language) ?? ""}</h2>
<p>${localize(grounds, language) ?? ""}</p>${legalBasis === null ? null : html`<p>${say("legalBasis", { law: legalBasis })}</p>`}`,
  );

const receipts = async ({ context, row, say, language }: InstanceView): Promise<Html | null> => {
  const sent = await context.loaders.submissionsById.load(row.id);
  if (sent.length === 0) return null;
  return html`<ul>${sent.map(({ number, submittedAt }) => {
    const name = `${say("receipt", { number })} (${momentIn(submittedAt, language)})`;
    const url = context.receiptUrl(row.id, number);
    return url === null ? html`<li>${name}</li>` : html`<li><a href="${url}">${name}</a></li>`;
  })}</ul>`;
};

/** Where nothing is to be filled in: how it is doing, what was sent, what was decided, and what can still be done. */
export const statePage = async (view: InstanceView, outcome: Outcome): Promise<PageContent> => {
  const { row, definition, say, language } = view;
  const state = stateOf(row, definition);
  const title = titleOf(definition.title, row.presentationTexts, language);
  const isDeleted = state === FormInstanceState.DELETED;
  const { substatus } = row;
  const said =
    substatus === null
      ? null
      : [localize(substatus.label, language), localize(substatus.description, language)];
  const canMend = state === FormInstanceState.REJECTED && definition.content !== null;
  const first = isDeleted
    ? html`<button class="first" name="do" value="undelete">${say("undelete")}</button>`
    : canMend
      ? html`<button class="first" name="do" value="back">${say("mend")}</button>`
      : null;
  return {
    title,
    content: [
      html`<h1>${title}</h1>`,
      ...outcomeMarkup(view, outcome),
      html`<div class="note ${state === FormInstanceState.REJECTED ? "bad" : "good"}"><p>${say(STATES[state])}</p>${said?.map(
        (text) => (text === null ? null : html`<p>${text}</p>`),
      )}</div>`,
      ...(isDeleted ? [] : [await receipts(view), ...(await decisions(view)), filesMarkup(view)]),
      first === null ? null : actionForm(view, html`<div class="buttons">${first}</div>`),
      moreMarkup(view),
    ],
  };
};
