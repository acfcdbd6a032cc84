import { CATEGORY } from "../../../../subgraphs/authorization/xacml/index.js";

/** Writes policies the way Altinn's tools do: with a prefix, one group for each of who, what and which action. */
const STRING = "http://www.w3.org/2001/XMLSchema#string";

interface Part {
  readonly category: string;
  readonly attribute: string;
  readonly value: string;
}

const part = (category: string, [attribute, value]: readonly [string, string]): Part => ({
  category,
  attribute,
  value,
});

const IGNORES_CASE = "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case";
const EQUAL = "urn:oasis:names:tc:xacml:1.0:function:string-equal";

const match = ({ category, attribute, value }: Part): string => `
          <xacml:Match MatchId="${category === CATEGORY.accessSubject ? IGNORES_CASE : EQUAL}">
            <xacml:AttributeValue DataType="${STRING}">${value}</xacml:AttributeValue>
            <xacml:AttributeDesignator AttributeId="${attribute}" Category="${category}" DataType="${STRING}" MustBePresent="false"/>
          </xacml:Match>`;

const anyOf = (alternatives: readonly (readonly Part[])[]): string =>
  alternatives.length === 0
    ? ""
    : `
      <xacml:AnyOf>${alternatives
        .map(
          (parts) => `
        <xacml:AllOf>${parts.map(match).join("")}
        </xacml:AllOf>`,
        )
        .join("")}
      </xacml:AnyOf>`;

type Named = readonly [attribute: string, value: string];

export interface AltinnRule {
  readonly who: readonly Named[];
  /** Each is one resource, named by all its parts. */
  readonly what: readonly (readonly Named[])[];
  readonly actions: readonly string[];
  /** Anything more inside the rule, such as a condition. */
  readonly more?: string;
  readonly effect?: "Permit" | "Deny";
}

const writeRule = (
  { who, what, actions, more = "", effect = "Permit" }: AltinnRule,
  index: number,
): string => `
  <xacml:Rule RuleId="urn:altinn:example:ruleid:${index + 1}" Effect="${effect}">
    <xacml:Target>${anyOf(who.map((one) => [part(CATEGORY.accessSubject, one)]))}${anyOf(
      what.map((parts) => parts.map((one) => part(CATEGORY.resource, one))),
    )}${anyOf(
      actions.map((action) => [
        part(CATEGORY.action, ["urn:oasis:names:tc:xacml:1.0:action:action-id", action]),
      ]),
    )}
    </xacml:Target>${more}
  </xacml:Rule>`;

const level = (number: number, category: string, value: string): string => `
    <xacml:ObligationExpression FulfillOn="Permit" ObligationId="urn:altinn:obligation:authenticationLevel${number}">
      <xacml:AttributeAssignmentExpression AttributeId="urn:altinn:obligation${number}-assignment${number}" Category="${category}">
        <xacml:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#integer">${value}</xacml:AttributeValue>
      </xacml:AttributeAssignmentExpression>
    </xacml:ObligationExpression>`;

export interface AltinnOptions {
  readonly algorithm?: string;
  readonly minimumLevel?: string;
  readonly minimumLevelForOrg?: string;
  readonly id?: string;
}

export const altinnPolicy = (
  rules: readonly AltinnRule[],
  {
    algorithm = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides",
    minimumLevel,
    minimumLevelForOrg,
    id = "urn:altinn:policyid:1",
  }: AltinnOptions = {},
): string => {
  const levels = [
    ...(minimumLevel === undefined ? [] : [level(1, "urn:altinn:minimum-authenticationlevel", minimumLevel)]),
    ...(minimumLevelForOrg === undefined
      ? []
      : [level(2, "urn:altinn:minimum-authenticationlevel-org", minimumLevelForOrg)]),
  ];
  const obligations =
    levels.length === 0
      ? ""
      : `
  <xacml:ObligationExpressions>${levels.join("")}
  </xacml:ObligationExpressions>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<xacml:Policy xmlns:xacml="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" xmlns:xsl="http://www.w3.org/2001/XMLSchema-instance" PolicyId="${id}" Version="1.0" RuleCombiningAlgId="${algorithm}">
  <xacml:Target/>${rules.map(writeRule).join("")}${obligations}
</xacml:Policy>
`;
};

export const role = (code: string): Named => ["urn:altinn:rolecode", code];
export const accessPackage = (code: string): Named => ["urn:altinn:accesspackage", code];
export const org = (code: string): Named => ["urn:altinn:org", code];
export const resource = (id: string): readonly Named[] => [["urn:altinn:resource", id]];
export const app = (owner: string, name: string, ...more: readonly Named[]): readonly Named[] => [
  ["urn:altinn:org", owner],
  ["urn:altinn:app", name],
  ...more,
];
export const task = (id: string): Named => ["urn:altinn:task", id];

/** An app as service owners write them: filling in, signing in its task, and what its owner may do. */
export const APP_POLICY = altinnPolicy(
  [
    {
      who: [role("REGNA"), role("DAGL"), accessPackage("skattegrunnlag")],
      what: [app("skd", "mva-melding"), app("skd", "mva-melding", ["urn:altinn:appresource", "events"])],
      actions: ["instantiate", "read"],
    },
    {
      who: [role("DAGL")],
      what: [
        app("skd", "mva-melding", task("Signing")),
        app("skd", "mva-melding", ["urn:altinn:end-event", "EndEvent_1"]),
      ],
      actions: ["sign"],
    },
    { who: [org("skd")], what: [app("skd", "mva-melding")], actions: ["read", "complete"] },
  ],
  { minimumLevel: "3", minimumLevelForOrg: "2" },
);

/** A resource of the Resource Registry. */
export const RESOURCE_POLICY = altinnPolicy(
  [
    {
      who: [role("dagl"), ["urn:altinn:external-role:ccr", "styreleder"]],
      what: [resource("skd-restanser")],
      actions: ["read", "access"],
    },
  ],
  { minimumLevel: "4", id: "skd-restanser" },
);

/** What one party was given by another, as Altinn writes it: with an algorithm that combines policies. */
export const DELEGATION_POLICY = altinnPolicy(
  [{ who: [["urn:altinn:userid", "20001336"]], what: [app("skd", "mva-melding")], actions: ["read"] }],
  {
    algorithm: "urn:oasis:names:tc:xacml:3.0:policy-combining-algorithm:deny-overrides",
    id: "urn:altinn:policyid:1",
  },
);

/** A request in JSON, as Altinn's API takes it. */
export const altinnRequest = (who: readonly Named[], what: readonly Named[], action: string): unknown => {
  const attributes = (named: readonly Named[]) => [
    {
      Attribute: named.map(([AttributeId, Value]) => ({ AttributeId, Value, DataType: STRING })),
    },
  ];
  return {
    Request: {
      ReturnPolicyIdList: false,
      AccessSubject: attributes(who),
      Resource: attributes(what),
      Action: attributes([["urn:oasis:names:tc:xacml:1.0:action:action-id", action]]),
    },
  };
};
