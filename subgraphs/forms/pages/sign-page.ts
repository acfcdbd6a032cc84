import { createHash } from "node:crypto";
import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import type { PartyUrn } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import { refusalTo } from "../filling/acting.js";
import { momentIn } from "../moments.js";
import { snapshotOf } from "../rules/snapshot.js";
import { isForNamed, type ShownSignee, shownSignees, signaturesOf } from "../signing/signees.js";
import { actionForm, answersMarkup, filesMarkup, outcomeMarkup } from "./parts-markup.js";
import { button, buttons, formName, type PageContent } from "./task-page.js";
import type { InstanceView, Outcome } from "./view.js";

/** Names a person on the list, in a button, without their number. */
export const signeeKey = ({ links }: Pick<FormsContext, "links">, party: PartyUrn): string =>
  createHash("sha256").update(links.key).update(party).digest("hex").slice(0, 16);

const standing = (
  { say, language }: InstanceView,
  { status, signedAt, declinedReason }: ShownSignee,
): string => {
  if (status === "SIGNED")
    return say("hasSigned", { at: signedAt === null ? "" : momentIn(signedAt, language) });
  if (status === "WAITING") return say("hasNotSigned");
  return declinedReason === null ? say("hasDeclined") : say("hasDeclinedBecause", { why: declinedReason });
};

/** Who is named, and how they stand; and, for those who may say so, a way to name others. */
const listMarkup = (
  view: InstanceView,
  named: readonly ShownSignee[],
  { mayName, isOpen }: { readonly mayName: boolean; readonly isOpen: boolean },
): readonly Html[] => {
  const { say, context } = view;
  const off = ({ party, name, status }: ShownSignee): Html | null =>
    mayName && status !== "SIGNED"
      ? actionForm(
          view,
          html`<button class="plain" name="do" value="unname:${signeeKey(context, party)}">${say("notAskedAnyMore", { name })}</button>`,
        )
      : null;
  const list =
    named.length === 0
      ? html`<p>${say("nobodyNamed")}</p>`
      : html`<ul class="files">${named.map(
          (signee) =>
            html`<li><span><strong>${signee.name}</strong> ${standing(view, signee)}</span>${off(signee)}</li>`,
        )}</ul>`;
  const form = actionForm(view, [
    html`<div class="q"><label for="number">${say("personNumber")}</label><input class="short" type="text" inputmode="numeric" autocomplete="off" id="number" name="number" required></div>`,
    html`<div class="q"><label for="lastName">${say("lastName")}</label><input type="text" autocomplete="off" id="lastName" name="lastName" required></div>`,
    html`<div class="buttons">${button("name", say("askToSign"))}</div>`,
  ]);
  const more = html`<details${isOpen ? html` open` : null}><summary>${say("nameSomebody")}</summary>${form}</details>`;
  return [html`<h2>${say("whoSigns")}</h2>`, list, ...(mayName ? [more] : [])];
};

const declineMarkup = (view: InstanceView): Html =>
  html`<details><summary>${view.say("declineSection")}</summary>${actionForm(view, [
    html`<div class="q"><label for="reason">${view.say("declineWhy")} <span class="optional">${view.say("optional")}</span></label><textarea id="reason" name="reason" maxlength="500"></textarea></div>`,
    html`<div class="buttons">${button("decline", view.say("decline"))}</div>`,
  ])}</details>`;

/** What is signed is on the page, with the hash that names it. */
export const signPage = async (view: InstanceView, outcome: Outcome): Promise<PageContent> => {
  const { say, task, context, row, definition, answers } = view;
  if (task === null) throw new RangeError(`${row.id} is at no task.`);
  const { hash } = snapshotOf({ row, definition, answers });
  const signatures = await context.loaders.signaturesById.load(row.id);
  const given = signatures.filter(({ round }) => round === row.round);
  const rows = await context.loaders.signeesById.load(row.id);
  const { have, want } = signaturesOf(task, rows, new Set(given.map(({ signee }) => signee)));
  const isOfNamed = isForNamed(task);
  const named = shownSignees(rows, row, signatures).filter(({ taskId }) => taskId === task.elementId);
  const { party: viewer } = context.call.viewer;
  const me = named.find(({ party }) => party === viewer);
  const isMine = given.some(({ signee }) => signee === viewer);
  const maySign = !isMine && (!isOfNamed || me !== undefined);
  const mayWrite = (await refusalTo(context, row, "write", task)) === null;
  const isOpen = named.length === 0 || outcome.notice?.isBad === true;
  const title = localize(task.name, view.language) ?? say("sign");
  const said = isMine
    ? "iSigned"
    : me?.status === "DECLINED"
      ? "youDeclined"
      : maySign
        ? null
        : "notMineToSign";
  return {
    title,
    content: [
      formName(view),
      html`<h1>${title}</h1>`,
      ...outcomeMarkup(view, outcome),
      ...answersMarkup(view),
      filesMarkup(view),
      ...(isOfNamed ? listMarkup(view, named, { mayName: mayWrite, isOpen }) : []),
      named.length === 0 && isOfNamed ? null : html`<p>${say("signatures", { have, want })}</p>`,
      said === null ? null : html`<div class="note${isMine ? " good" : ""}"><p>${say(said)}</p></div>`,
      maySign ? html`<p class="hint">${say("signing", { hash })}</p>` : null,
      actionForm(view, [
        html`<input type="hidden" name="hash" value="${hash}">`,
        buttons(
          maySign ? button("sign", say("sign"), true) : null,
          isMine ? button("withdraw", say("withdraw")) : null,
          !mayWrite
            ? null
            : given.length === 0
              ? button("back", say("change"))
              : button("reopen", say("openAgain")),
        ),
      ]),
      maySign && isOfNamed ? declineMarkup(view) : null,
    ],
  };
};
