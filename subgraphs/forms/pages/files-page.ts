import { type Html, html } from "../../../lib/html.js";
import { localize } from "../../../schema/localization.js";
import { maxBytesOf } from "../attachments/rules.js";
import { sizeName, typeNames } from "./file-words.js";
import { actionForm, attachmentsPath, kindsNow, outcomeMarkup } from "./parts-markup.js";
import { idOf } from "./question-markup.js";
import type { PageContent } from "./task-page.js";
import type { InstanceView, Outcome } from "./view.js";

/** What may be attached now, what is, and a place to send one more file from for each kind. */
export const filesPage = (view: InstanceView, outcome: Outcome): PageContent => {
  const { say, language, row, definition } = view;
  const kinds = kindsNow(view).map(({ id, title, allowedContentTypes, minCount, maxCount }): Html => {
    const name = localize(title, language) ?? id;
    const files = row.dataElements.filter(
      ({ dataType, contentHash }) => dataType === id && contentHash !== null,
    );
    const field = idOf(attachmentsPath(id));
    const size = sizeName(maxBytesOf(definition, id) ?? 0);
    const upload =
      files.length >= maxCount
        ? null
        : html`<form method="post" enctype="multipart/form-data" action="${view.base}/files/${encodeURIComponent(id)}">
<div class="q"><label for="${field}">${say("file")}: ${name}</label><p class="hint" id="${field}-hint">${say("takes", { types: typeNames(allowedContentTypes), size })}</p>
<input type="file" id="${field}" name="file" accept="${allowedContentTypes.join(",")}" aria-describedby="${field}-hint"></div>
<button>${say("attach")}</button></form>`;
    return html`<h2>${name}</h2><p>${say("counts", { min: minCount, max: maxCount, have: files.length })}</p>
${
  files.length === 0
    ? html`<p>${say("noFiles")}</p>`
    : actionForm(
        view,
        html`<ul class="files">${files.map(
          (file) =>
            html`<li>${file.filename ?? file.id}<button class="plain" name="do" value="detach:${file.id}">${say("remove", { name: file.filename ?? file.id })}</button></li>`,
        )}</ul>`,
      )
}${upload}`;
  });
  return {
    title: say("attachments"),
    content: [
      html`<h1>${say("attachments")}</h1>`,
      ...outcomeMarkup(view, outcome),
      ...kinds,
      html`<p class="buttons"><a class="button first" href="${view.base}">${say("toForm")}</a></p>`,
    ],
  };
};
