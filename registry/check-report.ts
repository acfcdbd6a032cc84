import type { ApprovalRow } from "../drizzle/registry/tables.js";
import type { DomainError } from "../lib/errors.js";
import type { Finding } from "./check/finding.js";
import { registryError } from "./errors.js";

/** What a check or a publication came to. */
export interface CheckReport {
  readonly id: string;
  readonly isPassed: boolean;
  /** Approved errors are among them, as warnings. */
  readonly findings: readonly ReportedFinding[];
}

export interface ReportedFinding extends Finding {
  /** Who overruled it; `null` where nobody did. */
  readonly approvedBy: string | null;
}

/** Only what clients would notice can be overruled: nobody may be let into others' names, or into a private network. */
const APPROVABLE: ReadonlySet<Finding["rule"]> = new Set(["BREAKING_CHANGE"]);

/** A finding as it stands after what was approved. */
export const approved = (
  found: Finding,
  names: readonly string[],
  approvals: readonly ApprovalRow[],
): ReportedFinding => {
  const approval = approvals.find(
    ({ subgraph, findingKey }) => names.includes(subgraph) && findingKey === found.key,
  );
  if (approval === undefined || found.severity !== "ERROR" || !APPROVABLE.has(found.rule)) {
    return { ...found, approvedBy: null };
  }
  return { ...found, severity: "WARNING", approvedBy: approval.by };
};

/** Why nothing was published; the report goes with it. */
export const checkFailed = (report: CheckReport): DomainError => {
  const errors = report.findings.filter(({ severity }) => severity === "ERROR");
  const message = `Nothing was published: ${errors.length} finding(s) have to be mended first.`;
  return registryError("CHECK_FAILED", message, { check: report });
};
