import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { sumIn } from "../moments.js";
import { billOf } from "../payment/amount.js";
import { isSentAfter } from "../rules/process.js";
import { relevantAnswers } from "../rules/relevance.js";
import { titleOf } from "../rules.js";
import { actionForm, answersMarkup, filesMarkup, outcomeMarkup, warningsMarkup } from "./parts-markup.js";
import type { InstanceView, Outcome } from "./view.js";

/** A page's heading, and what is below it. */
export interface PageContent {
  readonly title: string;
  readonly content: readonly (Html | null)[];
}

export const buttons = (...all: readonly (Html | null)[]): Html => html`<div class="buttons">${all}</div>`;

export const button = (value: string, text: string, isFirst = false): Html =>
  html`<button${isFirst ? html` class="first"` : null} name="do" value="${value}">${text}</button>`;

/** Which form it is, above a heading that says what is to be done with it. */
export const formName = ({ definition, row, language }: InstanceView): Html =>
  html`<p class="caption">${titleOf(definition.title, row.presentationTexts, language)}</p>`;

/** What was filled in, to be looked over, confirmed and, where nothing else is left, sent. */
export const reviewPage = (view: InstanceView, outcome: Outcome): PageContent => {
  const { say, task, row, definition, answers } = view;
  const isLast = task !== null && isSentAfter({ row, definition, answers, submissionCount: 0 }, task);
  const problems = view.context.validators.problems(definition, row, answers);
  return {
    title: say("review"),
    content: [
      formName(view),
      html`<h1>${say("review")}</h1>`,
      ...outcomeMarkup(view, outcome),
      warningsMarkup(view, problems),
      ...answersMarkup(view),
      filesMarkup(view),
      actionForm(
        view,
        buttons(
          button(isLast ? "send" : "next", say(isLast ? "send" : "confirm"), true),
          button("back", say("change")),
        ),
      ),
    ],
  };
};

/** What is to be paid, and the way to whoever takes the money. */
export const payPage = async (view: InstanceView, outcome: Outcome): Promise<PageContent> => {
  const { say, task, context, row, definition, answers, language } = view;
  const payments = (await context.loaders.paymentsById.load(row.id)).filter(
    ({ round }) => round === row.round,
  );
  const open = payments.find(({ status, payUrl }) => status === "PENDING" && payUrl !== null);
  const content = definition.content;
  const bill =
    task?.payment && billOf(task.payment, content === null ? answers : relevantAnswers(content, answers));
  const title = localize(task?.name, language) ?? say("toPay");
  const isFailed = open === undefined && payments.length > 0;
  return {
    title,
    content: [
      formName(view),
      html`<h1>${title}</h1>`,
      ...outcomeMarkup(view, outcome),
      isFailed ? html`<div class="note bad" role="status"><p>${say("paymentFailed")}</p></div>` : null,
      bill
        ? html`<h2>${say("toPay")}</h2><dl>${bill.lines.map(
            ({ text, amountMinor }) =>
              html`<div><dt>${localize(text, language) ?? ""}</dt><dd>${sumIn(amountMinor, bill.currency, language)}</dd></div>`,
          )}<div><dt>${say("total")}</dt><dd><strong>${sumIn(bill.totalMinor, bill.currency, language)}</strong></dd></div></dl>`
        : html`<p>${say("amountFollows")}</p>`,
      open === undefined
        ? actionForm(view, buttons(button("pay", say("pay"), true), button("back", say("change"))))
        : html`<p>${say("paymentOpen")}</p><p><a class="button first" href="${open.payUrl ?? ""}">${say("toProvider")}</a></p>`,
    ],
  };
};
