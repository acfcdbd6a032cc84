import type { MissingAttribute } from "../functions/function.js";
import type { StatusCode } from "./names.js";
import type { PathContext, RequestCategory } from "./request.js";

export type DecisionValue = "Permit" | "Deny" | "NotApplicable" | "Indeterminate";

/** `<AttributeAssignment>` */
export interface Assignment {
  readonly attributeId: string;
  readonly category: string | null;
  readonly issuer: string | null;
  readonly dataType: string;
  readonly text: string;
  /** For an xpathExpression: its category, and the prefixes in scope. */
  readonly path: PathContext | null;
}

/** `<Obligation>` or `<Advice>` */
export interface Notice {
  readonly id: string;
  readonly assignments: readonly Assignment[];
}

export interface PolicyIdentifier {
  readonly kind: "policy" | "policy-set";
  readonly id: string;
  readonly version: string;
}

export interface Status {
  readonly code: StatusCode;
  readonly message: string | null;
  readonly missing: readonly MissingAttribute[];
}

export interface DecisionResult {
  readonly decision: DecisionValue;
  readonly status: Status;
  readonly obligations: readonly Notice[];
  readonly advice: readonly Notice[];
  /** The request's attributes that asked to be sent back. */
  readonly categories: readonly RequestCategory[];
  /** Empty unless the request asked for it. */
  readonly policies: readonly PolicyIdentifier[];
}

/** One result for each decision that was asked for, in that order. */
export interface DecisionResponse {
  readonly results: readonly DecisionResult[];
}
