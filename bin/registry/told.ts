import type { ReportedFinding, Severity } from "../../drizzle/registry/values.js";
import type { CheckReport } from "../../registry/index.js";

/** A check as the registry tells it. */
export type ToldCheck = Pick<CheckReport, "isPassed" | "findings">;

export interface ToldPublication {
  readonly isPublished: boolean;
  readonly isChanged: boolean;
  readonly supergraph: number | null;
  readonly check: ToldCheck | null;
}

export const CHECK_FIELDS =
  "id isPassed findings { rule severity message key subgraph line column clients approvedBy }";
export const PUBLICATION_FIELDS = `isPublished isChanged supergraph check { ${CHECK_FIELDS} }`;

/** `file:line:column` as editors and CI understand it. */
const placeOf = ({ subgraph, line, column }: ReportedFinding, files: ReadonlyMap<string, string>): string => {
  const file = subgraph === null ? null : (files.get(subgraph) ?? subgraph);
  return file === null ? "" : `${file}${line === null ? "" : `:${line}:${column}`} `;
};

/** What the operator may overrule, by its key. */
const OVERRULED: ReadonlySet<ReportedFinding["rule"]> = new Set(["BREAKING_CHANGE", "PROBE"]);

/** The findings of a check, one a line, as a terminal or a pull request shows them. */
export const inLines = ({ findings }: ToldCheck, files: ReadonlyMap<string, string>): string[] =>
  findings.map((finding) => {
    const approved = finding.approvedBy === null ? "" : ` (approved by ${finding.approvedBy})`;
    const key = OVERRULED.has(finding.rule) ? ` [${finding.key}]` : "";
    return `${finding.severity.padEnd(7)} ${placeOf(finding, files)}${finding.message}${key}${approved}`;
  });

/** How many of each, in words. */
export const sumUp = ({ findings }: ToldCheck): string => {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return `${count("ERROR")} error(s), ${count("WARNING")} warning(s), ${count("NOTICE")} notice(s)`;
};
