/**
 * `ERROR`: nothing is published with it, unless somebody who may has overruled it. `WARNING`: it ought to be mended.
 * `NOTICE`: good to know.
 */
export type Severity = "ERROR" | "WARNING" | "NOTICE";

/** The part of a check that found something. */
export type FindingRule =
  | "ADDRESS"
  | "COMPOSITION"
  | "NAMESPACE"
  | "LINT"
  | "LOAD"
  | "BREAKING_CHANGE"
  | "DANGEROUS_CHANGE"
  | "DEPRECATION"
  | "SUBGRAPH_CHANGE"
  | "CONTRACT"
  | "PROBE";

/** Something that a check found, in words for whoever publishes. */
export interface Finding {
  readonly rule: FindingRule;
  readonly severity: Severity;
  /** What is wrong, where, and what to do. */
  readonly message: string;
  /** The same for the same thing in each check: what an approval names. */
  readonly key: string;
  readonly subgraph: string | null;
  /** From 1, in the SDL that was sent. */
  readonly line: number | null;
  readonly column: number | null;
  /** Clients that would break, by name; sorted. */
  readonly clients: readonly string[];
}

/** A finding as it is told and kept: as it stands after what was approved. */
export interface ReportedFinding extends Finding {
  /** Who overruled it; `null` where nobody did. */
  readonly approvedBy: string | null;
}
