import { policyError } from "../errors.js";
import { XACML_NAMESPACE, XPATH_1 } from "../model/names.js";
import type { Policy, PolicyReference, PolicySet, PolicyTree, Rule } from "../model/policy.js";
import type { XmlElement } from "../xml/node.js";
import { parseXml, XmlError } from "../xml/parse.js";
import { readAlgorithm } from "./algorithms.js";
import { illTyped, readOnlyExpression, type Variables } from "./expressions.js";
import { readEffect, readNotices } from "./notices.js";
import { ElementReader, named, placeOf, refuse, type Source, single } from "./place.js";
import { readTarget } from "./target.js";
import { NO_VARIABLES, PolicyVariables } from "./variables.js";

const checkDefaults = (source: Source, element: XmlElement | null): void => {
  if (element === null) return;
  for (const version of new ElementReader(source, element).children(["XPathVersion"])) {
    const id = version.text.trim();
    if (id.toLowerCase() === XPATH_1.toLowerCase()) continue;
    throw refuse("POLICY_UNSUPPORTED", source, version, `the XPath version "${id}" is not supported.`);
  }
};

const readDescription = (element: XmlElement | null): string | null =>
  element === null ? null : element.text.trim().replace(/\s+/g, " ");

const NOTICES = ["ObligationExpressions", "AdviceExpressions"] as const;

/** Core §5.21. */
const readRule = (source: Source, element: XmlElement, variables: Variables): Rule => {
  const reader = new ElementReader(source, element);
  const children = reader.children(["Description", "Target", "Condition", ...NOTICES]);
  const condition = single(reader, children, "Condition");
  const rule: Rule = {
    kind: "rule",
    id: reader.required("RuleId"),
    effect: readEffect(reader, "Effect"),
    description: readDescription(single(reader, children, "Description")),
    target: readTarget(source, single(reader, children, "Target")),
    condition:
      condition === null ? null : readOnlyExpression(new ElementReader(source, condition), variables),
    obligations: readNotices(
      source,
      single(reader, children, "ObligationExpressions"),
      "obligation",
      variables,
    ),
    advice: readNotices(source, single(reader, children, "AdviceExpressions"), "advice", variables),
  };
  reader.noOtherAttributes();
  const type = rule.condition?.type;
  if (condition !== null && type !== undefined && (type.isBag || type.name !== "boolean")) {
    throw illTyped(new ElementReader(source, condition), "a condition must be one boolean.");
  }
  return rule;
};

const VERSION = /^(\d{1,9}\.)*\d{1,9}$/;

const readVersion = (reader: ElementReader): string => {
  const version = reader.required("Version");
  if (!VERSION.test(version)) throw reader.invalid(`the version "${version}" must be numbers with dots.`);
  return version;
};

const requiredTarget = (reader: ElementReader, children: readonly XmlElement[]): XmlElement => {
  const target = single(reader, children, "Target");
  if (target === null) throw reader.invalid("<Target> is missing; an empty one matches everything.");
  return target;
};

const refuseIssuer = (source: Source, children: readonly XmlElement[]): void => {
  const [issuer] = named(children, "PolicyIssuer");
  if (issuer !== undefined) {
    throw refuse(
      "POLICY_UNSUPPORTED",
      source,
      issuer,
      "policies with an issuer (delegation) are not supported.",
    );
  }
};

/** Core §5.14. Combiner parameters are let through: no standard algorithm reads them. */
const readPolicy = (source: Source, element: XmlElement): Policy => {
  const reader = new ElementReader(source, element);
  const children = reader.children([
    "Description",
    "PolicyIssuer",
    "PolicyDefaults",
    "Target",
    "CombinerParameters",
    "RuleCombinerParameters",
    "VariableDefinition",
    "Rule",
    ...NOTICES,
  ]);
  refuseIssuer(source, children);
  checkDefaults(source, single(reader, children, "PolicyDefaults"));
  const variables = new PolicyVariables(source, named(children, "VariableDefinition"));
  reader.optional("MaxDelegationDepth");
  const policy: Policy = {
    kind: "policy",
    id: reader.required("PolicyId"),
    version: readVersion(reader),
    algorithm: readAlgorithm(reader, "rule"),
    description: readDescription(single(reader, children, "Description")),
    target: readTarget(source, requiredTarget(reader, children)),
    rules: named(children, "Rule").map((rule) => readRule(source, rule, variables)),
    obligations: readNotices(
      source,
      single(reader, children, "ObligationExpressions"),
      "obligation",
      variables,
    ),
    advice: readNotices(source, single(reader, children, "AdviceExpressions"), "advice", variables),
  };
  reader.noOtherAttributes();
  variables.readAll();
  return policy;
};

/** Core §5.11. */
const readReference = (source: Source, element: XmlElement): PolicyReference => {
  const reader = new ElementReader(source, element);
  const reference: PolicyReference = {
    kind: "policy-reference",
    to: element.localName === "PolicyIdReference" ? "policy" : "policy-set",
    id: element.text.trim(),
    version: reader.optional("Version"),
    earliestVersion: reader.optional("EarliestVersion"),
    latestVersion: reader.optional("LatestVersion"),
    place: placeOf(source, element),
  };
  if (element.elements.length > 0 || reference.id === "") throw reader.invalid("an identifier belongs here.");
  reader.noOtherAttributes();
  return reference;
};

const CHILD_POLICIES = ["PolicySet", "Policy", "PolicySetIdReference", "PolicyIdReference"] as const;

const readChild = (source: Source, element: XmlElement): Policy | PolicySet | PolicyReference => {
  if (element.localName === "Policy") return readPolicy(source, element);
  if (element.localName === "PolicySet") return readPolicySet(source, element);
  return readReference(source, element);
};

/** Core §5.1. */
const readPolicySet = (source: Source, element: XmlElement): PolicySet => {
  const reader = new ElementReader(source, element);
  const children = reader.children([
    "Description",
    "PolicyIssuer",
    "PolicySetDefaults",
    "Target",
    ...CHILD_POLICIES,
    "CombinerParameters",
    "PolicyCombinerParameters",
    "PolicySetCombinerParameters",
    ...NOTICES,
  ]);
  refuseIssuer(source, children);
  checkDefaults(source, single(reader, children, "PolicySetDefaults"));
  reader.optional("MaxDelegationDepth");
  const policySet: PolicySet = {
    kind: "policy-set",
    id: reader.required("PolicySetId"),
    version: readVersion(reader),
    algorithm: readAlgorithm(reader, "policy"),
    description: readDescription(single(reader, children, "Description")),
    target: readTarget(source, requiredTarget(reader, children)),
    children: named(children, ...CHILD_POLICIES).map((child) => readChild(source, child)),
    obligations: readNotices(
      source,
      single(reader, children, "ObligationExpressions"),
      "obligation",
      NO_VARIABLES,
    ),
    advice: readNotices(source, single(reader, children, "AdviceExpressions"), "advice", NO_VARIABLES),
  };
  reader.noOtherAttributes();
  return policySet;
};

/**
 * Reads one document that holds a `<Policy>` or a `<PolicySet>` of XACML 3.0, in UTF-8 or UTF-16. Everything is
 * checked here, so that a policy which was loaded can be decided by: what is not supported is refused by name and place.
 * @param name what messages call the document
 * @throws DomainError `POLICY_INVALID`, `POLICY_ILL_TYPED`, `POLICY_UNSUPPORTED`
 */
export const readPolicyDocument = (document: Uint8Array | string, name: string): PolicyTree => {
  const [source, root] = rootOf(document, name);
  return root.localName === "Policy" ? readPolicy(source, root) : readPolicySet(source, root);
};

/**
 * What an ill-typed document calls itself.
 * @throws DomainError `POLICY_INVALID`
 */
export const readIdentity = (
  document: Uint8Array | string,
  name: string,
): Pick<PolicyTree, "kind" | "id" | "version"> => {
  const [source, root] = rootOf(document, name);
  const reader = new ElementReader(source, root);
  return root.localName === "Policy"
    ? { kind: "policy", id: reader.required("PolicyId"), version: readVersion(reader) }
    : { kind: "policy-set", id: reader.required("PolicySetId"), version: readVersion(reader) };
};

const rootOf = (document: Uint8Array | string, name: string): readonly [Source, XmlElement] => {
  const source: Source = { name, invalid: "POLICY_INVALID" };
  let root: XmlElement | null;
  try {
    root = parseXml(document).documentElement;
  } catch (error) {
    if (error instanceof XmlError)
      throw policyError("POLICY_INVALID", `${name} cannot be read as XML: ${error.message}.`);
    throw error;
  }
  if (root === null) throw policyError("POLICY_INVALID", `${name} is empty.`);
  const isOther = root.localName === "Policy" || root.localName === "PolicySet";
  if (isOther && root.namespaceURI !== XACML_NAMESPACE) {
    const found = root.namespaceURI ?? "none";
    throw refuse("POLICY_UNSUPPORTED", source, root, `only XACML 3.0 is read; the namespace is ${found}.`);
  }
  if (!isOther) throw refuse("POLICY_INVALID", source, root, "a policy is a <Policy> or a <PolicySet>.");
  return [source, root];
};
