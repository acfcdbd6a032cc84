import type { DocumentProblem } from "../../lib/document-reader.js";
import { type ImportChanges, nothingChanged } from "../../schema/import-report.js";

/** What an import did, and what it could not understand. */
export interface ImportReport {
  readonly source: string;
  readonly changes: readonly ImportChanges[];
  readonly problems: readonly DocumentProblem[];
}

/** Names that a line of the report shows; all of them are in the report as JSON. */
const SHOWN_NAMES = 5;

const named = (what: string, names: readonly string[]): string[] => {
  if (names.length === 0) return [];
  const rest = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : "";
  return [`    ${what}: ${names.slice(0, SHOWN_NAMES).join(", ")}${rest}`];
};

const linesOf = ({ kind, added, changed, unchanged, missing }: ImportChanges): string[] => [
  `  ${kind}: ${added.length} added, ${changed.length} changed, ${unchanged} as before`,
  ...named("added", added),
  ...named("changed", changed),
  ...named("known here, but not in the document; kept", missing),
];

/** The report for the person at the terminal. */
export const writeReport = ({ source, changes, problems }: ImportReport): string =>
  [
    nothingChanged(changes) ? `${source}: nothing has changed.` : `${source}:`,
    ...changes.flatMap(linesOf),
    ...(problems.length === 0 ? [] : [`  not understood: ${problems.length}`]),
    ...problems.map(
      ({ place, problem, isLeftOut }) => `    ${place}: ${problem}${isLeftOut ? " (left out)" : ""}`,
    ),
  ].join("\n");
