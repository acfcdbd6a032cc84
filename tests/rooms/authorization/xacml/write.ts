import {
  CATEGORY,
  type DecisionResponse,
  loadPolicies,
  openDecisionPoint,
  readRequest,
} from "../../../../subgraphs/authorization/xacml/index.js";

/** Writes policies and requests briefly, as XML: what is tested is read from documents, as in real life. */
const NAMESPACE = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const OTHER_TYPES = new Map(
  Object.entries({
    x500Name: "urn:oasis:names:tc:xacml:1.0:data-type:x500Name",
    rfc822Name: "urn:oasis:names:tc:xacml:1.0:data-type:rfc822Name",
    ipAddress: "urn:oasis:names:tc:xacml:2.0:data-type:ipAddress",
    dnsName: "urn:oasis:names:tc:xacml:2.0:data-type:dnsName",
    xpathExpression: "urn:oasis:names:tc:xacml:3.0:data-type:xpathExpression",
  }),
);

/** A data type by its short name, or an identifier as it is. */
export const typeId = (name: string): string =>
  name.includes(":") ? name : (OTHER_TYPES.get(name) ?? `${XSD}${name}`);

/** `1.0/string-equal` is `urn:oasis:names:tc:xacml:1.0:function:string-equal`; anything with a colon stays as it is. */
export const functionId = (name: string): string => {
  const [version, rest] = name.split("/");
  return name.includes(":") ? name : `urn:oasis:names:tc:xacml:${version}:function:${rest}`;
};

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

export const value = (type: string, text: string): string =>
  `<AttributeValue DataType="${typeId(type)}">${escaped(text)}</AttributeValue>`;

export const path = (text: string, category: string = CATEGORY.resource): string =>
  `<AttributeValue DataType="${typeId("xpathExpression")}" XPathCategory="${category}">${escaped(text)}</AttributeValue>`;

const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ["subject", CATEGORY.accessSubject],
  ["resource", CATEGORY.resource],
  ["action", CATEGORY.action],
  ["environment", CATEGORY.environment],
]);

/** `subject`, `resource`, `action` and `environment`; anything else is a category of one's own. */
const categoryId = (name: string): string => CATEGORIES.get(name) ?? name;

/** An attribute as `subject/age`. */
export const designator = (
  name: string,
  type = "string",
  { must = false, issuer }: { readonly must?: boolean; readonly issuer?: string } = {},
): string => {
  const [category = "", ...id] = name.split("/");
  const from = issuer === undefined ? "" : ` Issuer="${issuer}"`;
  return (
    `<AttributeDesignator Category="${categoryId(category)}" AttributeId="${id.join("/")}" ` +
    `DataType="${typeId(type)}" MustBePresent="${must}"${from}/>`
  );
};

export const selector = (
  xpath: string,
  type = "string",
  {
    must = false,
    category = "resource",
    context,
  }: { must?: boolean; category?: string; context?: string } = {},
): string =>
  `<AttributeSelector Category="${categoryId(category)}" Path="${escaped(xpath)}" DataType="${typeId(type)}" ` +
  `MustBePresent="${must}"${context === undefined ? "" : ` ContextSelectorId="${context}"`}/>`;

export const apply = (name: string, ...args: readonly string[]): string =>
  `<Apply FunctionId="${functionId(name)}">${args.join("")}</Apply>`;

export const functionRef = (name: string): string => `<Function FunctionId="${functionId(name)}"/>`;

export const variable = (id: string, expression: string): string =>
  `<VariableDefinition VariableId="${id}">${expression}</VariableDefinition>`;

export const variableRef = (id: string): string => `<VariableReference VariableId="${id}"/>`;

export const match = (name: string, literal: string, source: string): string =>
  `<Match MatchId="${functionId(name)}">${literal}${source}</Match>`;

/** `subject/role is dagl` as a match. */
export const is = (name: string, text: string): string =>
  match("1.0/string-equal", value("string", text), designator(name));

export const anyOf = (...allOfs: readonly (string | readonly string[])[]): string =>
  `<AnyOf>${allOfs.map((all) => `<AllOf>${[all].flat().join("")}</AllOf>`).join("")}</AnyOf>`;

export const target = (...anyOfs: readonly string[]): string => `<Target>${anyOfs.join("")}</Target>`;

/** Something that cannot be evaluated: an attribute that must be there and never is. */
export const BROKEN = anyOf(
  match("1.0/string-equal", value("string", "x"), designator("subject/never", "string", { must: true })),
);

export const condition = (expression: string): string => `<Condition>${expression}</Condition>`;

let counter = 0;
const nextId = (kind: string): string => {
  counter += 1;
  return `urn:test:${kind}:${counter}`;
};

export const rule = (effect: "Permit" | "Deny", ...parts: readonly string[]): string =>
  `<Rule RuleId="${nextId("rule")}" Effect="${effect}">${parts.join("")}</Rule>`;

export const assignment = (id: string, expression: string, category?: string): string =>
  `<AttributeAssignmentExpression AttributeId="${id}"${category === undefined ? "" : ` Category="${category}"`}>` +
  `${expression}</AttributeAssignmentExpression>`;

export const obligation = (on: "Permit" | "Deny", id: string, ...assignments: readonly string[]): string =>
  `<ObligationExpression ObligationId="${id}" FulfillOn="${on}">${assignments.join("")}</ObligationExpression>`;

export const obligations = (...all: readonly string[]): string =>
  `<ObligationExpressions>${all.join("")}</ObligationExpressions>`;

export const advice = (on: "Permit" | "Deny", id: string, ...assignments: readonly string[]): string =>
  `<AdviceExpressions><AdviceExpression AdviceId="${id}" AppliesTo="${on}">${assignments.join("")}` +
  "</AdviceExpression></AdviceExpressions>";

/** `deny-overrides`, or `1.0/deny-overrides` for one of an older version. */
export const algorithmId = (kind: "rule" | "policy", name: string): string => {
  if (name.includes(":")) return name;
  const [version, rest] = name.includes("/") ? name.split("/") : ["3.0", name];
  const of = rest === "first-applicable" || rest === "only-one-applicable" ? "1.0" : version;
  return `urn:oasis:names:tc:xacml:${of}:${kind}-combining-algorithm:${rest}`;
};

interface NodeOptions {
  readonly id?: string;
  readonly version?: string;
  readonly algorithm?: string;
  readonly target?: string;
  readonly end?: string;
}

export const policy = (
  rules: readonly string[],
  {
    id = nextId("policy"),
    version = "1.0",
    algorithm = "deny-overrides",
    target: t = "<Target/>",
    end = "",
  }: NodeOptions = {},
): string =>
  `<Policy xmlns="${NAMESPACE}" xmlns:md="http://example.com/record" PolicyId="${id}" Version="${version}" ` +
  `RuleCombiningAlgId="${algorithmId("rule", algorithm)}">${t}${rules.join("")}${end}</Policy>`;

export const policySet = (
  children: readonly string[],
  {
    id = nextId("set"),
    version = "1.0",
    algorithm = "deny-overrides",
    target: t = "<Target/>",
    end = "",
  }: NodeOptions = {},
): string =>
  `<PolicySet xmlns="${NAMESPACE}" xmlns:md="http://example.com/record" PolicySetId="${id}" Version="${version}" ` +
  `PolicyCombiningAlgId="${algorithmId("policy", algorithm)}">${t}${children.join("")}${end}</PolicySet>`;

/** A policy that permits where the expression is true. */
export const when = (expression: string): string => policy([rule("Permit", condition(expression))]);

/** `subject/age: integer 45` for one value; a list for several. */
export type Sent = Readonly<Record<string, string | readonly string[]>>;

/** `[type] text`, or a string without its type. */
const sentValue = (text: string): string => {
  const [, type, rest] = /^\[(.+?)\] ?(.*)$/s.exec(text) ?? [];
  return type === undefined ? value("string", text) : value(type, rest ?? "");
};

export const request = (
  sent: Sent,
  {
    attributes = "",
    content = {},
    inside = "",
  }: { attributes?: string; content?: Sent; inside?: string } = {},
): string => {
  const byCategory = new Map<string, string[]>();
  for (const [name, values] of Object.entries(sent)) {
    const [category = "", ...id] = name.split("/");
    const written = [values].flat().map(sentValue).join("");
    const list = byCategory.get(category) ?? [];
    list.push(`<Attribute AttributeId="${id.join("/")}" IncludeInResult="false">${written}</Attribute>`);
    byCategory.set(category, list);
  }
  for (const category of Object.keys(content)) if (!byCategory.has(category)) byCategory.set(category, []);
  const categories = [...byCategory].map(
    ([category, list]) =>
      `<Attributes Category="${categoryId(category)}">${
        Object.hasOwn(content, category) ? `<Content>${String(content[category])}</Content>` : ""
      }${list.join("")}</Attributes>`,
  );
  return (
    `<Request xmlns="${NAMESPACE}" xmlns:md="http://example.com/record" ReturnPolicyIdList="false" ` +
    `CombinedDecision="false" ${attributes}>${categories.join("")}${inside}</Request>`
  );
};

/** The clock of every test: a Sunday at noon, UTC. */
export const NOW = Date.parse("2025-06-01T12:00:00Z");

/** Everything on the way from documents to the response. */
export const respond = (policies: string | readonly string[], asked: string): DecisionResponse => {
  const documents = [policies].flat().map((content, index) => ({ name: `policy-${index + 1}.xml`, content }));
  return openDecisionPoint(loadPolicies(documents), () => NOW).decide(readRequest(asked, "request.xml"));
};

/** Only the decisions, in order. */
export const decide = (policies: string | readonly string[], asked: string): string =>
  respond(policies, asked)
    .results.map(({ decision }) => decision)
    .join(" ");
