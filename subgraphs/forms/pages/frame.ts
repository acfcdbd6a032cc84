import { type Html, html, Html as Markup } from "../../../lib/html.js";
import { STYLE } from "./style.js";
import { LANGUAGE_NAMES, PAGE_LANGUAGES, type PageLanguage, type Say } from "./words.js";

/** What stands around a page's content. */
export interface Frame {
  readonly language: PageLanguage;
  readonly say: Say;
  readonly title: string;
  /** Whether something on the page must be put right: the title says so first, for those who hear it. */
  readonly hasErrors?: boolean;
  /** Who is signed in, and on whose behalf; `null`: nobody. */
  readonly who?: { readonly viewer: string; readonly party: string } | null;
  /** The step that is shown, which stays when the language is changed; absent: none. */
  readonly step?: string | undefined;
  /** Below the page: the submission's reference. */
  readonly reference?: string;
}

const languages = ({ language, say, step }: Frame): Html =>
  html`<nav class="lang" aria-label="${say("language")}">${PAGE_LANGUAGES.map((other) =>
    other === language
      ? html`<span aria-current="true">${LANGUAGE_NAMES[other]}</span>`
      : html`<a href="?${step === undefined ? null : html`step=${encodeURIComponent(step)}&amp;`}lang=${other}" lang="${other}" hreflang="${other}">${LANGUAGE_NAMES[other]}</a>`,
  )}</nav>`;

const top = (frame: Frame): Html => {
  const { say, who } = frame;
  if (!who) return html`<div class="bar"><div class="top">${languages(frame)}</div></div>`;
  const onBehalf = who.party === who.viewer ? null : html`<p>${say("onBehalfOf", { name: who.party })}</p>`;
  return html`<header class="bar"><div class="top"><div><p>${say("signedInAs", { name: who.viewer })}</p>${onBehalf}</div>
${languages(frame)}
<form method="post"><button class="plain" name="do" value="leave">${say("leave")}</button></form></div></header>`;
};

/** A whole page: readable without a style, usable without a script, and nothing is fetched for it. */
export const framed = (frame: Frame, content: Html | readonly Html[]): string => {
  const { language, say, title, hasErrors = false, reference } = frame;
  const foot =
    reference === undefined
      ? null
      : html`<footer class="foot">${say("reference", { id: reference })}</footer>`;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${hasErrors ? `${say("error")}: ` : ""}${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${new Markup(STYLE)}</style></head>
<body><a class="skip" href="#content">${say("skip")}</a>
${top(frame)}
<main id="content">${content}</main>
${foot}</body></html>
`.text;
};
