import { tableOf } from "../../../lib/table-of.js";
import { RESOURCE_PREFIX, type ServiceUrn } from "../../../schema/urns.js";
import { ATTRIBUTE, CATEGORY, DATA_TYPES } from "../xacml/index.js";
import { LEVEL, type Named, namedOf } from "./attribute-names.js";
import { serviceAttributes } from "./service-attributes.js";

/** One line of a policy: whoever is this may do that. */
export interface WrittenRight {
  readonly action: string;
  /** Role, package or party, e.g. `urn:altinn:rolecode:dagl`. */
  readonly subjectUrn: string;
}

const EQUAL = "urn:oasis:names:tc:xacml:1.0:function:string-equal";
const EQUAL_IGNORING_CASE = "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case";
const DENY_OVERRIDES = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";
const NAMESPACE = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";

const ESCAPES: Readonly<Record<string, string>> = tableOf({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
});

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "");

const match = (category: string, [attributeId, value]: Named): string =>
  [
    `<xacml:Match MatchId="${category === CATEGORY.accessSubject ? EQUAL_IGNORING_CASE : EQUAL}">`,
    `<xacml:AttributeValue DataType="${DATA_TYPES.string.id}">${escaped(value)}</xacml:AttributeValue>`,
    `<xacml:AttributeDesignator AttributeId="${escaped(attributeId)}" Category="${category}"`,
    ` DataType="${DATA_TYPES.string.id}" MustBePresent="false"/>`,
    "</xacml:Match>",
  ].join("");

const anyOf = (category: string, alternatives: readonly (readonly Named[])[]): string =>
  [
    "      <xacml:AnyOf>",
    ...alternatives.map(
      (parts) => `        <xacml:AllOf>${parts.map((part) => match(category, part)).join("")}</xacml:AllOf>`,
    ),
    "      </xacml:AnyOf>",
  ].join("\n");

/** Subjects with the same actions share a rule. */
const byActions = (rights: readonly WrittenRight[]): readonly [subjects: string[], actions: string[]][] => {
  const bySubject = new Map<string, Set<string>>();
  for (const { subjectUrn, action } of rights) {
    bySubject.set(subjectUrn, (bySubject.get(subjectUrn) ?? new Set()).add(action));
  }
  const rules = new Map<string, [string[], string[]]>();
  for (const [subject, actions] of bySubject) {
    const sorted = [...actions].sort();
    const rule = rules.get(sorted.join("\n")) ?? [[], sorted];
    rules.set(sorted.join("\n"), rule);
    rule[0].push(subject);
  }
  return [...rules.values()];
};

/** Altinn names an app by its owner and its name, and anything else by its id. */
const namesOf = (service: ServiceUrn): readonly Named[] => {
  const [whole, ...parts] = serviceAttributes(service);
  return parts.length > 0 ? parts : whole === undefined ? [] : [whole];
};

const obligation = (level: number): string => `
  <xacml:ObligationExpressions>
    <xacml:ObligationExpression FulfillOn="Permit" ObligationId="urn:altinn:obligation:authenticationLevel1">
      <xacml:AttributeAssignmentExpression AttributeId="urn:altinn:obligation1-assignment1" Category="${LEVEL.minimum}">
        <xacml:AttributeValue DataType="${DATA_TYPES.integer.id}">${level}</xacml:AttributeValue>
      </xacml:AttributeAssignmentExpression>
    </xacml:ObligationExpression>
  </xacml:ObligationExpressions>`;

/**
 * A list of rights as Altinn's tools write it in XACML 3.0: one rule for each set of subjects with equal actions.
 * @param minimumLevel the authentication level that it asks for; `null` for none
 */
export const writePolicy = (
  service: ServiceUrn,
  rights: readonly WrittenRight[],
  minimumLevel: number | null,
): string => {
  const id = service.slice(RESOURCE_PREFIX.length);
  const rules = byActions(rights).map(
    ([subjects, actions], index) => `
  <xacml:Rule RuleId="urn:altinn:resource:${escaped(id)}:ruleid:${index + 1}" Effect="Permit">
    <xacml:Target>
${anyOf(
  CATEGORY.accessSubject,
  subjects.map((urn) => [namedOf(urn)]),
)}
${anyOf(CATEGORY.resource, [namesOf(service)])}
${anyOf(
  CATEGORY.action,
  actions.map((action) => [[ATTRIBUTE.actionId, action]]),
)}
    </xacml:Target>
  </xacml:Rule>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<xacml:Policy xmlns:xacml="${NAMESPACE}" PolicyId="urn:altinn:resource:policyid:${escaped(id)}" Version="1.0"
  RuleCombiningAlgId="${DENY_OVERRIDES}">
  <xacml:Target/>${rules.join("")}${minimumLevel === null ? "" : obligation(minimumLevel)}
</xacml:Policy>
`;
};
