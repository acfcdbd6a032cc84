import type { CheckRow, SupergraphRow, VersionRow } from "../../drizzle/registry/tables.js";
import { type Html, html } from "../../lib/html.js";
import type { SchemaChange } from "../check/changes.js";
import type { SubgraphHealth } from "../health.js";
import type { OperationText } from "../recorded-use.js";
import type { ServedSubgraph } from "../store.js";

const when = (millis: number): Html => {
  const iso = new Date(millis).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")}</time>`;
};

const why = (reason: string | null): Html | null =>
  reason === null ? null : html`<span class="quiet">${reason}</span>`;

/** A whole page. */
export const page = (title: string, main: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tunet registry</title>
<link rel="stylesheet" href="/registry/page.css">
</head>
<body>
<header><strong>Tunet registry</strong>
<nav aria-label="Pages"><a href="/registry">Subgraphs</a> · <a href="/registry/supergraphs">Supergraphs</a> · <a href="/registry/checks">Checks</a> · <a href="/registry/fields">Who uses a field</a></nav></header>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`.text;

const healthOf = (health: SubgraphHealth | null): Html =>
  health === null
    ? html`<span class="quiet">not asked</span>`
    : health.isUp
      ? html`up <span class="quiet">${health.latencyMillis} ms</span>`
      : html`<span class="failed">down</span> <span class="quiet">${health.reason}</span>`;

export const subgraphsPage = (
  number: number,
  subgraphs: readonly ServedSubgraph[],
  healthBy: (name: string) => SubgraphHealth | null,
): string =>
  page(
    "Subgraphs",
    html`<p>Supergraph <a href="/registry/supergraphs/${number}">${number}</a> serves ${subgraphs.length} subgraphs.</p>
<table>
<thead><tr><th scope="col">Subgraph</th><th scope="col">Owner</th><th scope="col">Health</th><th scope="col">Version</th><th scope="col">Published</th><th scope="col">Why</th></tr></thead>
<tbody>${subgraphs.map(
      ({ subgraph, owner, number: version, publishedAt, reason }) =>
        html`<tr><th scope="row"><a href="/registry/subgraphs/${subgraph}">${subgraph}</a></th><td>${owner}</td><td>${healthOf(healthBy(subgraph))}</td><td class="number">${version}</td><td>${when(publishedAt)}</td><td>${why(reason)}</td></tr>\n`,
    )}</tbody>
</table>`,
  );

const findingsOf = ({ findings }: Pick<CheckRow, "findings">): Html =>
  findings.length === 0
    ? html`<p class="quiet">Nothing was found.</p>`
    : html`<ul class="findings">${findings.map(
        ({ severity, subgraph, line, column, message, clients, approvedBy }) =>
          html`<li><span class="${severity}">${severity.toLowerCase()}</span> ${line === null ? null : html`<code>${subgraph}:${line}:${column}</code> `}${message}${clients.length === 0 ? null : html` <span class="quiet">Clients: ${clients.join(", ")}.</span>`}${approvedBy === null ? null : html` <span class="quiet">Approved by ${approvedBy}.</span>`}</li>\n`,
      )}</ul>`;

const checksOf = (checks: readonly CheckRow[]): Html =>
  checks.length === 0
    ? html`<p class="quiet">Nothing was checked yet.</p>`
    : html`${checks.map(
        (check) =>
          html`<section><h2>${check.subgraphs} <span class="${check.isPassed ? "quiet" : "failed"}">${check.isPassed ? "passed" : "did not pass"}</span></h2>
<p class="quiet">${when(check.at)} by ${check.by}</p>${findingsOf(check)}</section>\n`,
      )}`;

export const checksPage = (checks: readonly CheckRow[]): string => page("The last checks", checksOf(checks));

export const subgraphPage = (
  { subgraph, owner, sdl }: ServedSubgraph,
  health: SubgraphHealth | null,
  versions: readonly VersionRow[],
  checks: readonly CheckRow[],
): string =>
  page(
    subgraph,
    html`<p>Belongs to ${owner}. Health: ${healthOf(health)}${health === null ? null : html`, ${when(health.at)}`}.</p>
<h2>Versions</h2>
<table>
<thead><tr><th scope="col">Version</th><th scope="col">Published</th><th scope="col">By</th><th scope="col">Why</th></tr></thead>
<tbody>${versions.map(
      ({ number, publishedAt, publishedBy, reason }) =>
        html`<tr><th scope="row" class="number">${number}</th><td>${when(publishedAt)}</td><td>${publishedBy}</td><td>${why(reason)}</td></tr>\n`,
    )}</tbody>
</table>
<h2>Schema</h2>
<pre tabindex="0"><code>${sdl}</code></pre>
<h2>Last checks</h2>
${checksOf(checks)}`,
  );

export const supergraphsPage = (supergraphs: readonly SupergraphRow[]): string =>
  page(
    "Supergraphs",
    html`<table>
<thead><tr><th scope="col">Number</th><th scope="col">Made by</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">Why</th></tr></thead>
<tbody>${supergraphs.map(
      ({ number, cause, createdAt, createdBy, reason }) =>
        html`<tr><th scope="row" class="number"><a href="/registry/supergraphs/${number}">${number}</a></th><td>${cause.toLowerCase()}</td><td>${when(createdAt)}</td><td>${createdBy}</td><td>${why(reason)}</td></tr>\n`,
    )}</tbody>
</table>`,
  );

/** What is different from the supergraph before; `null` where there is none. */
export interface ShownDiff {
  readonly from: number;
  readonly changes: readonly SchemaChange[];
}

export const supergraphPage = (
  { number, cause, createdAt, createdBy, reason, apiSdl }: SupergraphRow,
  parts: readonly Pick<ServedSubgraph, "subgraph" | "number">[],
  diff: ShownDiff | null,
): string =>
  page(
    `Supergraph ${number}`,
    html`<p>Made by ${cause.toLowerCase()}, ${when(createdAt)}, by ${createdBy}. ${why(reason)}</p>
<h2>Made of</h2>
<ul>${parts.map((part) => html`<li><a href="/registry/subgraphs/${part.subgraph}">${part.subgraph}</a>, version ${part.number}</li>\n`)}</ul>
${
  diff === null
    ? null
    : html`<h2>What may break those who use ${diff.from}</h2>
${diff.changes.length === 0 ? html`<p class="quiet">Nothing.</p>` : html`<ul class="findings">${diff.changes.map(({ level, message }) => html`<li><span class="${level}">${level.toLowerCase()}</span> ${message}</li>\n`)}</ul>`}`
}
<h2>What clients see</h2>
<pre tabindex="0"><code>${apiSdl}</code></pre>`,
  );

export const fieldsPage = (coordinate: string, uses: readonly OperationText[]): string =>
  page(
    "Who uses a field",
    html`<form action="/registry/fields" method="get">
<label>Field, argument or type <input name="coordinate" value="${coordinate}" placeholder="Dialog.title" required></label>
<button type="submit">Find</button>
</form>
${
  coordinate === ""
    ? html`<p class="quiet">E.g. <code>Dialog.title</code>, <code>Workspace.history.first</code>, <code>DialogStatus</code>.</p>`
    : html`<p>${uses.length} recorded operations touch <code>${coordinate}</code>.</p>
${uses.map(
  ({ document, clients, count, isTrusted }) =>
    html`<section><h2>${clients.length === 0 ? "No client yet" : clients.join(", ")}</h2><p class="quiet">${count} requests${isTrusted ? "; a trusted document" : ""}</p><pre tabindex="0"><code>${document}</code></pre></section>\n`,
)}`
}`,
  );

export const nothingPage = (what: string): string => page("Not found", html`<p>${what}</p>`);
