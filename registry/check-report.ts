import type { ApprovalRow } from "../drizzle/registry/tables.js";
import type { Finding, ReportedFinding } from "../drizzle/registry/values.js";
import type { DomainError } from "../lib/errors.js";
import { finding } from "./check/finding.js";
import { registryError } from "./errors.js";
import { OWN } from "./publisher.js";

/** What a check or a publication came to. */
export interface CheckReport {
  readonly id: string;
  readonly isPassed: boolean;
  /** Approved errors are among them, as warnings. */
  readonly findings: readonly ReportedFinding[];
}

/**
 * What clients would notice can be overruled, and how a running candidate did when it was asked: nobody may be let into
 * others' names, or into a private network.
 */
const APPROVABLE: ReadonlySet<Finding["rule"]> = new Set(["BREAKING_CHANGE", "PROBE"]);

/**
 * A finding as it stands after what was approved. What a release of the installation itself breaks is its operator's
 * decision already: it is told, and keeps no release from starting.
 */
export const approved = (
  found: Finding,
  names: readonly string[],
  approvals: readonly ApprovalRow[],
  publisherId: string,
): ReportedFinding => {
  if (found.severity !== "ERROR" || !APPROVABLE.has(found.rule)) return { ...found, approvedBy: null };
  const approval = approvals.find(
    ({ subgraph, findingKey }) => names.includes(subgraph) && findingKey === found.key,
  );
  const approvedBy = approval?.by ?? (publisherId === OWN ? OWN : null);
  return { ...found, severity: approvedBy === null ? "ERROR" : "WARNING", approvedBy };
};

const rank = { ERROR: 0, WARNING: 1, NOTICE: 2 } as const;
/** Nobody reads more, and each is kept. */
const MAX_FINDINGS = 500;

/** The worst first, and no more than somebody reads. */
export const worstFirst = (findings: readonly ReportedFinding[]): ReportedFinding[] => {
  const sorted = [...findings].sort((one, other) => rank[one.severity] - rank[other.severity]);
  if (sorted.length <= MAX_FINDINGS) return sorted;
  const left = sorted.length - MAX_FINDINGS;
  const message = `${left} more findings are not listed. Mend these, and check again.`;
  const more = finding({ rule: "LINT", severity: "NOTICE", message, key: "more findings" });
  return [...sorted.slice(0, MAX_FINDINGS), { ...more, approvedBy: null }];
};

/** Why nothing was published; the report goes with it. */
export const checkFailed = (report: CheckReport): DomainError => {
  const errors = report.findings.filter(({ severity }) => severity === "ERROR");
  const message = `Nothing was published: ${errors.length} finding(s) have to be mended first.`;
  return registryError("CHECK_FAILED", message, { check: report });
};
