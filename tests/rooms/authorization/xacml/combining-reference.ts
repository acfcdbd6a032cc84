/**
 * What each combining algorithm must come to, written down from appendix C of the core specification as statements
 * about the whole list of children, not as loops: an oracle that shares nothing with the implementation.
 */
export const CHILDREN = ["Permit", "Deny", "NotApplicable", "{D}", "{P}", "{DP}"] as const;
export type Child = (typeof CHILDREN)[number];

const firstOf = (children: readonly Child[], test: (child: Child) => boolean): Child =>
  children.find(test) ?? "NotApplicable";

const isError = (child: Child): boolean => child.startsWith("{");

/** C.2: "a deny decision should have priority over a permit decision". */
const denyOverrides = (children: readonly Child[]): Child => {
  const has = (child: Child) => children.includes(child);
  if (has("Deny")) return "Deny"; // 1
  if (has("{DP}")) return "{DP}"; // 2
  if (has("{D}") && (has("{P}") || has("Permit"))) return "{DP}"; // 3
  if (has("{D}")) return "{D}"; // 4
  if (has("Permit")) return "Permit"; // 5
  if (has("{P}")) return "{P}"; // 6
  return "NotApplicable"; // 7
};

const MIRROR: Readonly<Record<Child, Child>> = {
  Permit: "Deny",
  Deny: "Permit",
  NotApplicable: "NotApplicable",
  "{D}": "{P}",
  "{P}": "{D}",
  "{DP}": "{DP}",
};

/** C.4 is C.2 with permit and deny exchanged. */
const permitOverrides = (children: readonly Child[]): Child =>
  MIRROR[denyOverrides(children.map((child) => MIRROR[child]))];

/** An Indeterminate that does not say which could have been either (§7.12). */
const either = (child: Child): Child => (isError(child) ? "{DP}" : child);

/** C.10, for rules: an error of a rule that could have decided the same way stops a decision the other way. */
const olderRuleDenyOverrides = (children: readonly Child[]): Child => {
  if (children.includes("Deny")) return "Deny";
  if (children.includes("{D}")) return "{DP}";
  if (children.includes("Permit")) return "Permit";
  return children.some(isError) ? "{DP}" : "NotApplicable";
};

const olderRulePermitOverrides = (children: readonly Child[]): Child =>
  MIRROR[olderRuleDenyOverrides(children.map((child) => MIRROR[child]))];

/** C.11: never Indeterminate; an error is a denial, and whichever of the two comes first ends it alike. */
const olderPolicyDenyOverrides = (children: readonly Child[]): Child => {
  if (children.some((child) => child === "Deny" || isError(child))) return "Deny";
  return children.includes("Permit") ? "Permit" : "NotApplicable";
};

/** C.13. */
const olderPolicyPermitOverrides = (children: readonly Child[]): Child => {
  if (children.includes("Permit")) return "Permit";
  if (children.includes("Deny")) return "Deny";
  return children.some(isError) ? "{DP}" : "NotApplicable";
};

/** By rule- and policy-combining algorithm. The children of `only-one-applicable` here all have targets that apply. */
export const RULE_ALGORITHMS: Readonly<Record<string, (children: readonly Child[]) => Child>> = {
  "deny-overrides": denyOverrides,
  "ordered-deny-overrides": denyOverrides,
  "permit-overrides": permitOverrides,
  "ordered-permit-overrides": permitOverrides,
  "deny-unless-permit": (children) => (children.includes("Permit") ? "Permit" : "Deny"),
  "permit-unless-deny": (children) => (children.includes("Deny") ? "Deny" : "Permit"),
  "first-applicable": (children) => either(firstOf(children, (child) => child !== "NotApplicable")),
  "1.0/deny-overrides": olderRuleDenyOverrides,
  "1.1/ordered-deny-overrides": olderRuleDenyOverrides,
  "1.0/permit-overrides": olderRulePermitOverrides,
  "1.1/ordered-permit-overrides": olderRulePermitOverrides,
};

export const POLICY_ALGORITHMS: Readonly<Record<string, (children: readonly Child[]) => Child>> = {
  ...RULE_ALGORITHMS,
  "1.0/deny-overrides": olderPolicyDenyOverrides,
  "1.1/ordered-deny-overrides": olderPolicyDenyOverrides,
  "1.0/permit-overrides": olderPolicyPermitOverrides,
  "1.1/ordered-permit-overrides": olderPolicyPermitOverrides,
  "only-one-applicable": (children) => (children.length === 1 ? (children[0] ?? "NotApplicable") : "{DP}"),
};

/** Every list of one to `most` of the given children. */
export const tuples = (of: readonly Child[], most: number): readonly (readonly Child[])[] => {
  const longer = (lists: readonly (readonly Child[])[]) =>
    lists.flatMap((list) => of.map((child) => [...list, child]));
  const found: (readonly Child[])[] = [];
  for (let lists = longer([[]]), length = 1; length <= most; lists = longer(lists), length += 1)
    found.push(...lists);
  return found;
};
