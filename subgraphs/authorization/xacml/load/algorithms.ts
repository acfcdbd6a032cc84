import type { Algorithm } from "../model/policy.js";
import { type ElementReader, refuse } from "./place.js";

type Kind = "rule" | "policy";

const ALIKE: readonly Algorithm[] = [
  "deny-overrides",
  "permit-overrides",
  "deny-unless-permit",
  "permit-unless-deny",
];

/** Those of XACML 1.0 and 1.1; the ordered ones evaluate in order, and so do all of ours (core §C.10 to §C.13). */
const older = (kind: Kind, version: "1.0" | "1.1"): readonly (readonly [string, Algorithm])[] =>
  (["deny-overrides", "permit-overrides"] as const).map((name) => [
    `urn:oasis:names:tc:xacml:${version}:${kind}-combining-algorithm:${version === "1.1" ? "ordered-" : ""}${name}`,
    `1.0 ${kind} ${name}`,
  ]);

const algorithms = (kind: Kind): ReadonlyMap<string, Algorithm> => {
  const current = `urn:oasis:names:tc:xacml:3.0:${kind}-combining-algorithm:`;
  const first = `urn:oasis:names:tc:xacml:1.0:${kind}-combining-algorithm:`;
  return new Map<string, Algorithm>([
    ...ALIKE.map((name) => [`${current}${name}`, name] as const),
    [`${current}ordered-deny-overrides`, "deny-overrides"],
    [`${current}ordered-permit-overrides`, "permit-overrides"],
    [`${first}first-applicable`, "first-applicable"],
    ...(kind === "policy" ? ([[`${first}only-one-applicable`, "only-one-applicable"]] as const) : []),
    ...older(kind, "1.0"),
    ...older(kind, "1.1"),
  ]);
};

const BY_KIND: Readonly<Record<Kind, ReadonlyMap<string, Algorithm>>> = {
  rule: algorithms("rule"),
  policy: algorithms("policy"),
};

/**
 * The algorithm that a `<Policy>` (rule) or a `<PolicySet>` (policy) names.
 *
 * Altinn writes a policy-combining algorithm of 3.0 on delegation policies, which combine rules. The two are defined
 * by one text (core §C.2 to §C.7), so that is read; those of 1.0 differ and are refused.
 * @throws DomainError
 */
export const readAlgorithm = (reader: ElementReader, kind: Kind): Algorithm => {
  const id = reader.required(kind === "rule" ? "RuleCombiningAlgId" : "PolicyCombiningAlgId");
  const found = BY_KIND[kind].get(id);
  if (found !== undefined) return found;
  const other = BY_KIND[kind === "rule" ? "policy" : "rule"].get(id);
  if (other !== undefined) {
    if (kind === "rule" && ALIKE.includes(other)) return other;
    const what = kind === "rule" ? "policies, not rules" : "rules, not policies";
    throw reader.invalid(`the algorithm "${id}" combines ${what}.`);
  }
  throw refuse(
    "POLICY_UNSUPPORTED",
    reader.source,
    reader.element,
    `the algorithm "${id}" is not supported.`,
  );
};
