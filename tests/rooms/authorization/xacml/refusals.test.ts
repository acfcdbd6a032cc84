import { describe, expect, it } from "vitest";
import { loadPolicies, readRequest } from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  assignment,
  condition,
  designator,
  functionRef,
  is,
  match,
  obligation,
  obligations,
  path,
  policy,
  policySet,
  request,
  rule,
  selector,
  target,
  value,
  variable,
  variableRef,
  when,
} from "./write.js";

const s = (text: string) => value("string", text);
const i = (number: number) => value("integer", String(number));
const TRUE = value("boolean", "true");

const refusalOf = (attempt: () => unknown): unknown => {
  try {
    attempt();
    return "read";
  } catch (error) {
    return error instanceof Error && "code" in error ? `${String(error.code)}: ${error.message}` : error;
  }
};

/** What loading says, without the place's numbers. */
const refusal = (document: string) =>
  String(refusalOf(() => loadPolicies([{ name: "p.xml", content: document }]))).replace(
    /, line \d+, column \d+/,
    "",
  );

type Case = readonly [name: string, document: string, refusal: string];

const permit = rule("Permit");
const plain = policy([permit], { id: "p" });
const XACML2 = "urn:oasis:names:tc:xacml:2.0:policy:schema:os";
const XPATH2 = "http://www.w3.org/TR/2007/REC-xpath20-20070123";

const unsupported: readonly Case[] = [
  [
    "an unknown function",
    when(apply("urn:own:f", s("a"))),
    'in <Apply>: the function "urn:own:f" is not supported.',
  ],
  [
    "an unknown function of a match",
    policy([rule("Permit", target(anyOf(match("urn:own:f", s("a"), designator("subject/a")))))]),
    'in <Match>: the function "urn:own:f" is not supported.',
  ],
  [
    "an unknown function that is passed on",
    when(apply("3.0/any-of", functionRef("urn:own:f"), s("a"), s("b"))),
    'in <Function>: the function "urn:own:f" is not supported.',
  ],
  [
    "access-permitted",
    when(apply("3.0/access-permitted", value("anyURI", "a"), s("b"))),
    'in <Apply>: the function "urn:oasis:names:tc:xacml:3.0:function:access-permitted" is not supported.',
  ],
  [
    "the path functions of XACML 1.0",
    when(apply("1.0/xpath-node-count", s("//a"))),
    'in <Apply>: the function "urn:oasis:names:tc:xacml:1.0:function:xpath-node-count" is not supported.',
  ],
  [
    "an unknown way of combining rules",
    policy([permit], { algorithm: "urn:own:a" }),
    'in <Policy>: the algorithm "urn:own:a" is not supported.',
  ],
  [
    "an unknown way of combining policies",
    policySet([plain], { algorithm: "3.0/on-permit-apply-second" }),
    'in <PolicySet>: the algorithm "urn:oasis:names:tc:xacml:3.0:policy-combining-algorithm:on-permit-apply-second" is not supported.',
  ],
  [
    "an unknown data type of a value",
    when(apply("1.0/string-equal", value("urn:own:t", "a"), s("a"))),
    'in <AttributeValue>: the data type "urn:own:t" is not supported.',
  ],
  [
    "an unknown data type of an attribute",
    when(apply("1.0/string-is-in", s("a"), designator("subject/a", "urn:own:t"))),
    'in <AttributeDesignator>: the data type "urn:own:t" is not supported.',
  ],
  [
    "an unknown data type of a selector",
    when(apply("1.0/string-is-in", s("a"), selector("//a", "urn:own:t"))),
    'in <AttributeSelector>: the data type "urn:own:t" is not supported.',
  ],
  [
    "paths from content",
    when(apply("1.0/string-is-in", s("a"), selector("//a", "xpathExpression"))),
    "in <AttributeSelector>: selecting xpathExpression values is not supported.",
  ],
  [
    "a value made of elements",
    when(apply("1.0/string-equal", s("a").replace(">a<", "><b/><"), s("a"))),
    "in <AttributeValue>: a value made of elements is not supported.",
  ],
  [
    "another version of XACML",
    plain.replace(/xmlns="[^"]+"/, `xmlns="${XACML2}"`),
    `in <Policy>: only XACML 3.0 is read; the namespace is ${XACML2}.`,
  ],
  [
    "no version of XACML",
    plain.replace(/xmlns="[^"]+"/, ""),
    "in <Policy>: only XACML 3.0 is read; the namespace is none.",
  ],
  [
    "an issuer",
    plain.replace("<Target/>", "<PolicyIssuer/><Target/>"),
    "in <PolicyIssuer>: policies with an issuer (delegation) are not supported.",
  ],
  [
    "XPath 2.0",
    plain.replace(
      "<Target/>",
      `<PolicyDefaults><XPathVersion>${XPATH2}</XPathVersion></PolicyDefaults><Target/>`,
    ),
    `in <XPathVersion>: the XPath version "${XPATH2}" is not supported.`,
  ],
];

const illTyped: readonly Case[] = [
  [
    "too few arguments",
    when(apply("1.0/string-equal", s("a"))),
    'in <Apply>: "urn:oasis:names:tc:xacml:1.0:function:string-equal" takes 2 arguments, not 1.',
  ],
  [
    "too many arguments",
    when(apply("1.0/not", TRUE, TRUE)),
    'in <Apply>: "urn:oasis:names:tc:xacml:1.0:function:not" takes 1 arguments, not 2.',
  ],
  [
    "too few for a function of many",
    when(apply("1.0/integer-equal", apply("1.0/integer-add", i(1)), i(1))),
    'in <Apply>: "urn:oasis:names:tc:xacml:1.0:function:integer-add" takes at least 2 arguments, not 1.',
  ],
  [
    "an argument of another type",
    when(apply("1.0/string-equal", s("a"), i(1))),
    'in <Apply>: "urn:oasis:names:tc:xacml:1.0:function:string-equal" takes string as argument 2, not integer.',
  ],
  [
    "a bag for a value",
    when(apply("1.0/string-equal", s("a"), designator("subject/a"))),
    'in <Apply>: "urn:oasis:names:tc:xacml:1.0:function:string-equal" takes string as argument 2, not bag of string.',
  ],
  [
    "a value for a bag",
    when(apply("1.0/string-is-in", s("a"), s("b"))),
    'in <Apply>: "urn:oasis:names:tc:xacml:1.0:function:string-is-in" takes bag of string as argument 2, not string.',
  ],
  ["a condition that is no boolean", when(s("true")), "in <Condition>: a condition must be one boolean."],
  [
    "a condition that is a bag",
    when(designator("subject/a", "boolean")),
    "in <Condition>: a condition must be one boolean.",
  ],
  [
    "a variable of another type",
    policy([variable("v", i(1)), rule("Permit", condition(variableRef("v")))]),
    "in <Condition>: a condition must be one boolean.",
  ],
  [
    "a value that is not of its type",
    when(apply("1.0/integer-equal", value("integer", "1.5"), i(1))),
    "in <AttributeValue>: the value is not a value of the type integer.",
  ],
  [
    "a match that is no predicate",
    policy([
      rule("Permit", target(anyOf(match("1.0/integer-add", i(1), designator("subject/a", "integer"))))),
    ]),
    'in <Match>: "urn:oasis:names:tc:xacml:1.0:function:integer-add" is not a predicate of two values, so it cannot match.',
  ],
  [
    "a match over bags",
    policy([rule("Permit", target(anyOf(match("1.0/string-is-in", s("a"), designator("subject/a")))))]),
    'in <Match>: "urn:oasis:names:tc:xacml:1.0:function:string-is-in" is not a predicate of two values, so it cannot match.',
  ],
  [
    "a match of another type",
    policy([
      rule("Permit", target(anyOf(match("1.0/string-equal", s("a"), designator("subject/a", "integer"))))),
    ]),
    'in <Match>: "urn:oasis:names:tc:xacml:1.0:function:string-equal" matches string with string, not string with integer.',
  ],
  [
    "a pattern that is none",
    when(apply("1.0/string-regexp-match", s("a("), s("a"))),
    expect.stringContaining("in <Apply>: ") as unknown as string,
  ],
  [
    "a path that is none",
    when(apply("1.0/string-is-in", s("a"), selector("//["))),
    'in <AttributeSelector>: "//[" is not an XPath 1.0 expression.',
  ],
  [
    "a path literal that is none",
    when(apply("1.0/integer-equal", apply("3.0/xpath-node-count", path("//[")), i(0))),
    'in <Apply>: "//[" is not an XPath 1.0 expression.',
  ],
  [
    "a function where a value belongs",
    when(functionRef("1.0/not")),
    "in <Function>: <Function> is not a value; it stands only before the arguments of its caller.",
  ],
  [
    "no function where one belongs",
    when(apply("3.0/any-of", s("a"), designator("subject/a"))),
    'in <Apply>: "urn:oasis:names:tc:xacml:3.0:function:any-of" takes a <Function> first.',
  ],
];

const invalid: readonly Case[] = [
  ["no XML", "Policy", expect.stringContaining("p.xml cannot be read as XML: ") as unknown as string],
  ["nothing", "", expect.stringContaining("p.xml ") as unknown as string],
  [
    "elements that are not closed",
    plain.replace("</Policy>", ""),
    expect.stringContaining("p.xml cannot be read as XML: ") as unknown as string,
  ],
  ["another document", request({}), "in <Request>: a policy is a <Policy> or a <PolicySet>."],
  ["no id", plain.replace(' PolicyId="p"', ""), "in <Policy>: the attribute PolicyId is missing."],
  ["no version", plain.replace(' Version="1.0"', ""), "in <Policy>: the attribute Version is missing."],
  [
    "a version in words",
    plain.replace('Version="1.0"', 'Version="new"'),
    'in <Policy>: the version "new" must be numbers with dots.',
  ],
  [
    "no target",
    plain.replace("<Target/>", ""),
    "in <Policy>: <Target> is missing; an empty one matches everything.",
  ],
  [
    "two targets",
    plain.replace("<Target/>", "<Target/><Target/>"),
    "in <Policy>: <Target> stands here more than once.",
  ],
  [
    "an unknown element",
    plain.replace("<Target/>", "<Target/><Rules/>"),
    "in <Policy>: the element <Rules> does not belong here.",
  ],
  [
    "an element of another namespace",
    plain.replace("<Target/>", "<Target/><md:Rule/>"),
    "in <Policy>: the element <md:Rule> does not belong here.",
  ],
  [
    "an unknown attribute",
    plain.replace("<Rule ", '<Rule Priority="1" '),
    "in <Rule>: the attribute Priority does not belong here.",
  ],
  [
    "text between elements",
    plain.replace("<Target/>", "and <Target/>"),
    "in <Policy>: text stands where only elements belong.",
  ],
  [
    "an effect that is none",
    plain.replace('Effect="Permit"', 'Effect="permit"'),
    'in <Rule>: the attribute Effect must be Permit or Deny, not "permit".',
  ],
  ["no effect", plain.replace(' Effect="Permit"', ""), "in <Rule>: the attribute Effect is missing."],
  [
    "the subject part of XACML 2.0",
    policy([permit], { target: "<Target><Subjects/></Target>" }),
    "in <Target>: the element <Subjects> does not belong here.",
  ],
  [
    "alternatives without any",
    policy([permit], { target: "<Target><AnyOf/></Target>" }),
    "in <AnyOf>: at least one <AllOf> belongs here.",
  ],
  [
    "a conjunction of nothing",
    policy([permit], { target: "<Target><AnyOf><AllOf/></AnyOf></Target>" }),
    "in <AllOf>: at least one <Match> belongs here.",
  ],
  [
    "a match without its attribute",
    policy([rule("Permit", target(anyOf(match("1.0/string-equal", s("a"), ""))))]),
    "in <Match>: one <AttributeValue> and one <AttributeDesignator> or <AttributeSelector> belong here.",
  ],
  [
    "an attribute that may or must be there",
    policy([rule("Permit", target(anyOf(is("subject/a", "1"))))]).replace(' MustBePresent="false"', ""),
    "in <AttributeDesignator>: the attribute MustBePresent is missing.",
  ],
  [
    "an attribute of no category",
    policy([rule("Permit", target(anyOf(is("subject/a", "1"))))]).replace(/ Category="[^"]+"/, ""),
    "in <AttributeDesignator>: the attribute Category is missing.",
  ],
  [
    "two conditions",
    policy([rule("Permit", condition(TRUE), condition(TRUE))]),
    "in <Rule>: <Condition> stands here more than once.",
  ],
  [
    "an empty condition",
    policy([rule("Permit", condition(""))]),
    "in <Condition>: exactly one expression belongs here.",
  ],
  [
    "a variable that is not there",
    when(variableRef("v")),
    'in <VariableReference>: there is no variable "v" in this policy.',
  ],
  [
    "a variable defined twice",
    policy([variable("v", TRUE), variable("v", TRUE), permit]),
    'in <VariableDefinition>: the variable "v" is defined twice.',
  ],
  [
    "a variable that refers to itself",
    policy([variable("v", variableRef("v")), permit]),
    'in <VariableReference>: the variable "v" refers to itself.',
  ],
  [
    "a variable of a policy in its set",
    policySet([policy([variable("v", TRUE), permit])], {
      end: obligations(obligation("Permit", "o", assignment("a", variableRef("v")))),
    }),
    'in <VariableReference>: there is no variable "v" here.',
  ],
  [
    "an obligation without its id",
    policy([permit], { end: obligations(obligation("Permit", "o").replace(' ObligationId="o"', "")) }),
    "in <ObligationExpression>: the attribute ObligationId is missing.",
  ],
  [
    "an algorithm that combines rules, on a set",
    policySet([plain], { algorithm: "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides" }),
    'in <PolicySet>: the algorithm "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides" combines rules, not policies.',
  ],
  [
    "an algorithm of XACML 1.0 that combines policies, on a policy",
    policy([permit], { algorithm: "urn:oasis:names:tc:xacml:1.0:policy-combining-algorithm:deny-overrides" }),
    'in <Policy>: the algorithm "urn:oasis:names:tc:xacml:1.0:policy-combining-algorithm:deny-overrides" combines policies, not rules.',
  ],
];

const place = (text: string) =>
  typeof text === "string" && text.startsWith("in <") ? `p.xml, ${text}` : text;
const expected = (code: string, text: string) =>
  typeof text === "string" ? `${code}: ${place(text)}` : text;

describe("policies that are not supported are refused by name", () => {
  it.each(unsupported)("%s", (_, document, text) =>
    expect(refusal(document)).toEqual(expected("POLICY_UNSUPPORTED", text)),
  );
});

describe("policies that are ill-typed are refused", () => {
  it.each(illTyped)("%s", (_, document, text) =>
    expect(refusal(document)).toEqual(expected("POLICY_ILL_TYPED", text)),
  );
});

describe("policies that are malformed are refused", () => {
  it.each(invalid)("%s", (_, document, text) =>
    expect(refusal(document)).toEqual(expected("POLICY_INVALID", text)),
  );
});

describe("a refusal", () => {
  it("names the file, the line and the column", () =>
    expect(
      refusalOf(() =>
        loadPolicies([
          { name: "dagl.xml", content: plain.replace("<Target/>", "\n  <Target/>\n  <Rules/>") },
        ]),
      ),
    ).toBe(
      "POLICY_INVALID: dagl.xml, line 1, column 1, in <Policy>: the element <Rules> does not belong here.",
    ));

  it("is given also for a rule that no request would reach", () =>
    expect(
      refusal(
        policy(
          [permit, rule("Deny", target(anyOf(is("subject/a", "1"))), condition(apply("urn:own:f", TRUE)))],
          { algorithm: "first-applicable" },
        ),
      ),
    ).toBe('POLICY_UNSUPPORTED: p.xml, in <Apply>: the function "urn:own:f" is not supported.'));
});

const sent = request({ "subject/a": "1" });

describe("requests that are malformed or not supported are refused", () => {
  it.each([
    [
      "another document",
      plain,
      "REQUEST_INVALID: r.xml is not a <Request> of XACML 3.0 (urn:oasis:names:tc:xacml:3.0:core:schema:wd-17).",
    ],
    [
      "a request of XACML 2.0",
      '<Request xmlns="urn:oasis:names:tc:xacml:2.0:context:schema:os"/>',
      "REQUEST_INVALID: r.xml is not a <Request> of XACML 3.0 (urn:oasis:names:tc:xacml:3.0:core:schema:wd-17).",
    ],
    [
      "no category",
      sent.replace(/ Category="[^"]+"/, ""),
      "REQUEST_INVALID: r.xml, in <Attributes>: the attribute Category is missing.",
    ],
    [
      "no attribute id",
      sent.replace(' AttributeId="a"', ""),
      "REQUEST_INVALID: r.xml, in <Attribute>: the attribute AttributeId is missing.",
    ],
    [
      "no values",
      sent.replace(/<AttributeValue.*?<\/AttributeValue>/, ""),
      "REQUEST_INVALID: r.xml, in <Attribute>: at least one <AttributeValue> belongs here.",
    ],
    [
      "no data type",
      sent.replace(/ DataType="[^"]+"/, ""),
      "REQUEST_INVALID: r.xml, in <AttributeValue>: the attribute DataType is missing.",
    ],
    [
      "a flag that is no boolean",
      sent.replace('CombinedDecision="false"', 'CombinedDecision="no"'),
      'REQUEST_INVALID: r.xml, in <Request>: the attribute CombinedDecision must be true or false, not "no".',
    ],
    [
      "an unknown element",
      sent.replace("</Request>", "<Subject/></Request>"),
      "REQUEST_INVALID: r.xml, in <Request>: the element <Subject> does not belong here.",
    ],
    [
      "content of two elements",
      request({}, { content: { resource: "<a/><b/>" } }),
      "REQUEST_INVALID: r.xml, in <Content>: one element belongs here.",
    ],
    [
      "XPath 2.0",
      request({}, { inside: `<RequestDefaults><XPathVersion>${XPATH2}</XPathVersion></RequestDefaults>` }),
      `REQUEST_UNSUPPORTED: r.xml, in <XPathVersion>: the XPath version "${XPATH2}" is not supported.`,
    ],
  ])("%s", (_, document, text) =>
    expect(
      String(refusalOf(() => readRequest(document, "r.xml"))).replace(/, line \d+, column \d+/, ""),
    ).toBe(text),
  );
});
