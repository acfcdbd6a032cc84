import type { Type, XacmlFunction } from "../functions/function.js";
import type { HigherOrderFunction } from "../functions/higher-order.js";
import type { Value } from "../values/data-types.js";

/** A policy as it was loaded: checked, typed and never changed again. Names follow core §5. */
export type Effect = "Permit" | "Deny";

/** `<AttributeValue>` */
export interface Literal {
  readonly kind: "literal";
  readonly type: Type;
  readonly value: Value;
  /** As it was written. */
  readonly text: string;
  readonly dataType: string;
}

/** `<AttributeDesignator>` */
export interface Designator {
  readonly kind: "designator";
  readonly type: Type;
  readonly category: string;
  readonly attributeId: string;
  readonly dataType: string;
  readonly issuer: string | null;
  readonly mustBePresent: boolean;
}

/** `<AttributeSelector>` */
export interface Selector {
  readonly kind: "selector";
  readonly type: Type;
  readonly category: string;
  readonly path: string;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly contextSelectorId: string | null;
  readonly dataType: string;
  readonly mustBePresent: boolean;
}

/** `<Apply>` */
export interface Apply {
  readonly kind: "apply";
  readonly type: Type;
  readonly function: XacmlFunction;
  readonly args: readonly Expression[];
}

/** `<Apply>` of a function to a function. */
export interface ApplyHigherOrder {
  readonly kind: "apply-higher-order";
  readonly type: Type;
  readonly function: HigherOrderFunction;
  readonly inner: XacmlFunction;
  readonly args: readonly Expression[];
}

/** `<VariableReference>`; one object per definition, so that a variable's value is found once. */
export interface Variable {
  readonly kind: "variable";
  readonly type: Type;
  readonly id: string;
  readonly expression: Expression;
  /** How many calls lie in each other in its expression, through the variables that it refers to. */
  readonly depth: number;
}

export type Expression = Literal | Designator | Selector | Apply | ApplyHigherOrder | Variable;

/** `<Match>` */
export interface Match {
  readonly function: XacmlFunction;
  readonly literal: Literal;
  readonly source: Designator | Selector;
}

export type AllOf = readonly Match[];
export type AnyOf = readonly AllOf[];
/** Empty matches everything. */
export type Target = readonly AnyOf[];

export interface AssignmentExpression {
  readonly attributeId: string;
  readonly category: string | null;
  readonly issuer: string | null;
  readonly expression: Expression;
}

/** `<ObligationExpression>` or `<AdviceExpression>` */
export interface NoticeExpression {
  readonly id: string;
  readonly on: Effect;
  readonly assignments: readonly AssignmentExpression[];
}

interface WithNotices {
  readonly description: string | null;
  readonly target: Target;
  readonly obligations: readonly NoticeExpression[];
  readonly advice: readonly NoticeExpression[];
}

export interface Rule extends WithNotices {
  readonly kind: "rule";
  readonly id: string;
  readonly effect: Effect;
  readonly condition: Expression | null;
}

/** How children are combined; those of XACML 1.x are named so. */
export type Algorithm =
  | "deny-overrides"
  | "permit-overrides"
  | "deny-unless-permit"
  | "permit-unless-deny"
  | "first-applicable"
  | "only-one-applicable"
  | "1.0 rule deny-overrides"
  | "1.0 rule permit-overrides"
  | "1.0 policy deny-overrides"
  | "1.0 policy permit-overrides";

export interface Policy extends WithNotices {
  readonly kind: "policy";
  readonly id: string;
  readonly version: string;
  readonly algorithm: Algorithm;
  readonly rules: readonly Rule[];
}

export interface PolicySet extends WithNotices {
  readonly kind: "policy-set";
  readonly id: string;
  readonly version: string;
  readonly algorithm: Algorithm;
  readonly children: readonly (Policy | PolicySet | PolicyReference)[];
}

/** `<PolicyIdReference>` or `<PolicySetIdReference>` */
export interface PolicyReference {
  readonly kind: "policy-reference";
  readonly to: "policy" | "policy-set";
  readonly id: string;
  /** Patterns as in core §5.13; `null` where any will do. */
  readonly version: string | null;
  readonly earliestVersion: string | null;
  readonly latestVersion: string | null;
  /** Where it stands, for messages. */
  readonly place: string;
}

export type PolicyTree = Policy | PolicySet;

/** A document that is no policy to decide by; what refers to it cannot be resolved (core §7.15). */
export interface IllTypedPolicy {
  readonly kind: "ill-typed";
  readonly of: PolicyTree["kind"];
  readonly id: string;
  readonly version: string;
  /** Why, with the place. */
  readonly problem: string;
}
