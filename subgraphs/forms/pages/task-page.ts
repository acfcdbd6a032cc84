import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { billOf } from "../payment/amount.js";
import { isSentAfter } from "../rules/process.js";
import { relevantAnswers } from "../rules/relevance.js";
import { snapshotOf } from "../rules/snapshot.js";
import { signaturesOf } from "../signing/signees.js";
import { actionForm, answersMarkup, filesMarkup, outcomeMarkup, warningsMarkup } from "./parts-markup.js";
import type { InstanceView, Outcome } from "./view.js";

/** A page's heading, and what is below it. */
export interface PageContent {
  readonly title: string;
  readonly content: readonly (Html | null)[];
}

const buttons = (...all: readonly (Html | null)[]): Html => html`<div class="buttons">${all}</div>`;

const button = (value: string, text: string, isFirst = false): Html =>
  html`<button${isFirst ? html` class="first"` : null} name="do" value="${value}">${text}</button>`;

const amount = (minor: number, currency: string): string => `${(minor / 100).toFixed(2)} ${currency}`;

/** What was filled in, to be looked over, confirmed and, where nothing else is left, sent. */
export const reviewPage = (view: InstanceView, outcome: Outcome): PageContent => {
  const { say, task, row, definition, answers } = view;
  const isLast = task !== null && isSentAfter({ row, definition, answers, submissionCount: 0 }, task);
  const problems = view.context.validators.problems(definition, row, answers);
  return {
    title: say("review"),
    content: [
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

/** What is signed is on the page, with the hash that names it. */
export const signPage = async (view: InstanceView, outcome: Outcome): Promise<PageContent> => {
  const { say, task, context, row, definition, answers } = view;
  const { hash } = snapshotOf({ row, definition, answers });
  const given = (await context.loaders.signaturesById.load(row.id)).filter(
    ({ round }) => round === row.round,
  );
  const isMine = given.some(({ signee }) => signee === context.call.viewer.party);
  const named = await context.loaders.signeesById.load(row.id);
  const signedBy = new Set(given.map(({ signee }) => signee));
  const { have, want } = task === null ? { have: 0, want: 1 } : signaturesOf(task, named, signedBy);
  const title = localize(task?.name, view.language) ?? say("sign");
  return {
    title,
    content: [
      html`<h1>${title}</h1>`,
      ...outcomeMarkup(view, outcome),
      ...answersMarkup(view),
      filesMarkup(view),
      html`<p>${say("signatures", { have, want })}</p>`,
      html`<p class="hint">${say("signing", { hash })}</p>`,
      isMine ? html`<div class="note good"><p>${say("iSigned")}</p></div>` : null,
      actionForm(view, [
        html`<input type="hidden" name="hash" value="${hash}">`,
        buttons(
          isMine ? null : button("sign", say("sign"), true),
          given.length === 0 ? button("back", say("change")) : button("reopen", say("openAgain")),
        ),
      ]),
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
      html`<h1>${title}</h1>`,
      ...outcomeMarkup(view, outcome),
      isFailed ? html`<div class="note bad" role="status"><p>${say("paymentFailed")}</p></div>` : null,
      bill
        ? html`<h2>${say("toPay")}</h2><dl>${bill.lines.map(
            ({ text, amountMinor }) =>
              html`<div><dt>${localize(text, language) ?? ""}</dt><dd>${amount(amountMinor, bill.currency)}</dd></div>`,
          )}<div><dt>${say("total")}</dt><dd><strong>${amount(bill.totalMinor, bill.currency)}</strong></dd></div></dl>`
        : html`<p>${say("amountFollows")}</p>`,
      open === undefined
        ? actionForm(view, buttons(button("pay", say("pay"), true), button("back", say("change"))))
        : html`<p>${say("paymentOpen")}</p><p><a class="button first" href="${open.payUrl ?? ""}">${say("toProvider")}</a></p>`,
    ],
  };
};
