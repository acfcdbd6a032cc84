import { describe, expect, it } from "vitest";
import { CATEGORY, writeXmlResponse } from "../../../../subgraphs/authorization/xacml/index.js";
import {
  advice,
  anyOf,
  apply,
  assignment,
  BROKEN,
  condition,
  designator,
  is,
  obligation,
  obligations,
  path,
  policy,
  policySet,
  request,
  respond,
  rule,
  type Sent,
  target,
  typeId,
  value,
} from "./write.js";

const s = (text: string) => value("string", text);
const on = (effect: "Permit" | "Deny", id: string, ...assignments: readonly string[]) =>
  obligations(obligation(effect, id, ...assignments));

/** The decision, and what goes with it, briefly. */
const told = (document: string, sent: Sent = {}) => {
  const [result] = respond(document, request(sent)).results;
  return {
    decision: result?.decision,
    obligations: result?.obligations.map(({ id }) => id),
    advice: result?.advice.map(({ id }) => id),
  };
};

type Case = readonly [name: string, document: string, told: ReturnType<typeof told>];

const never = target(anyOf(is("subject/none", "1")));
const broken = on("Permit", "o", assignment("a", designator("subject/never", "string", { must: true })));

const cases: readonly Case[] = [
  [
    "a rule's own go with its effect",
    policy([rule("Permit", on("Permit", "o") + advice("Permit", "a"))]),
    { decision: "Permit", obligations: ["o"], advice: ["a"] },
  ],
  [
    "those for the other effect do not",
    policy([rule("Permit", on("Deny", "o") + advice("Deny", "a"))]),
    { decision: "Permit", obligations: [], advice: [] },
  ],
  [
    "a policy's go with its decision",
    policy([rule("Deny")], { end: on("Deny", "o") + advice("Deny", "a") }),
    { decision: "Deny", obligations: ["o"], advice: ["a"] },
  ],
  [
    "those of rule, policy and set come together",
    policySet([policy([rule("Permit", on("Permit", "rule"))], { end: on("Permit", "policy") })], {
      end: on("Permit", "set"),
    }),
    { decision: "Permit", obligations: ["rule", "policy", "set"], advice: [] },
  ],
  [
    "several of one node, in their order",
    policy([
      rule(
        "Permit",
        obligations(obligation("Permit", "1"), obligation("Deny", "2"), obligation("Permit", "3")),
      ),
    ]),
    { decision: "Permit", obligations: ["1", "3"], advice: [] },
  ],
  [
    "none where nothing applies",
    policy([rule("Permit", never, on("Permit", "o"))], { end: on("Permit", "p") + on("Deny", "d") }).replace(
      "</ObligationExpressions><ObligationExpressions>",
      "",
    ),
    { decision: "NotApplicable", obligations: [], advice: [] },
  ],
  [
    "none where the decision is Indeterminate",
    policy([rule("Permit", target(BROKEN), on("Permit", "o"))], { end: on("Permit", "p") }),
    { decision: "Indeterminate", obligations: [], advice: [] },
  ],
  [
    "only those of rules with the effect that won",
    policy([rule("Permit", on("Permit", "p")), rule("Deny", on("Deny", "d"))]),
    { decision: "Deny", obligations: ["d"], advice: [] },
  ],
  [
    "of every rule that was evaluated and has that effect",
    policy([rule("Permit", on("Permit", "1")), rule("Permit", on("Permit", "2"))]),
    { decision: "Permit", obligations: ["1", "2"], advice: [] },
  ],
  [
    "not of rules after the one that decided",
    policy([rule("Permit", on("Permit", "1")), rule("Permit", on("Permit", "2"))], {
      algorithm: "first-applicable",
    }),
    { decision: "Permit", obligations: ["1"], advice: [] },
  ],
  [
    "not of rules that did not apply",
    policy([rule("Permit", never, on("Permit", "1")), rule("Permit", on("Permit", "2"))]),
    { decision: "Permit", obligations: ["2"], advice: [] },
  ],
  [
    "permit-overrides stops at a Permit, and so do its obligations",
    policy([rule("Permit", on("Permit", "1")), rule("Permit", on("Permit", "2"))], {
      algorithm: "permit-overrides",
    }),
    { decision: "Permit", obligations: ["1"], advice: [] },
  ],
  [
    "deny-unless-permit denies with its policy's obligations",
    policy([rule("Permit", never)], { algorithm: "deny-unless-permit", end: on("Deny", "o") }),
    { decision: "Deny", obligations: ["o"], advice: [] },
  ],
  [
    "deny-unless-permit denies with those of the rules that denied",
    policy([rule("Deny", on("Deny", "d")), rule("Permit", never)], { algorithm: "deny-unless-permit" }),
    { decision: "Deny", obligations: ["d"], advice: [] },
  ],
  [
    "permit-unless-deny permits with its policy's obligations",
    policy([rule("Deny", never)], { algorithm: "permit-unless-deny", end: on("Permit", "o") }),
    { decision: "Permit", obligations: ["o"], advice: [] },
  ],
  [
    "a policy's go only where the policy's decision is its set's",
    policySet(
      [
        policy([rule("Permit")], { end: on("Permit", "p") }),
        policy([rule("Deny")], { end: on("Deny", "d") }),
      ],
      { algorithm: "permit-overrides" },
    ),
    { decision: "Permit", obligations: ["p"], advice: [] },
  ],
  [
    "only-one-applicable keeps those of the one",
    policySet(
      [
        policy([rule("Permit")], { target: never, end: on("Permit", "1") }),
        policy([rule("Permit")], { end: on("Permit", "2") }),
      ],
      { algorithm: "only-one-applicable" },
    ),
    { decision: "Permit", obligations: ["2"], advice: [] },
  ],
  [
    "one that cannot be evaluated makes its rule Indeterminate",
    policy([rule("Permit", broken)]),
    { decision: "Indeterminate", obligations: [], advice: [] },
  ],
  [
    "one that cannot be evaluated makes its policy Indeterminate",
    policy([rule("Permit")], { end: broken }),
    { decision: "Indeterminate", obligations: [], advice: [] },
  ],
  [
    "one that cannot be evaluated and is for the other effect does no harm",
    policy([rule("Deny", broken)]),
    { decision: "Deny", obligations: [], advice: [] },
  ],
  [
    "advice that cannot be evaluated counts the same",
    policy([
      rule(
        "Permit",
        advice("Permit", "a", assignment("a", designator("subject/never", "string", { must: true }))),
      ),
    ]),
    { decision: "Indeterminate", obligations: [], advice: [] },
  ],
  [
    "a rule whose condition is false tells nothing",
    policy([rule("Permit", condition(value("boolean", "false")), on("Permit", "o"))]),
    { decision: "NotApplicable", obligations: [], advice: [] },
  ],
];

describe("obligations and advice", () => {
  it.each(cases)("%s", (_, document, expected) => expect(told(document)).toEqual(expected));
});

const assigned = (expression: string, sent: Sent = {}) => {
  const [result] = respond(
    policy([rule("Permit", on("Permit", "o", assignment("a", expression)))]),
    request(sent),
  ).results;
  return result?.obligations[0]?.assignments.map(({ dataType, text }) => [dataType, text]);
};

describe("what an obligation says", () => {
  it.each([
    ["a literal as it was written", value("integer", " 007 "), {}, [[typeId("integer"), " 007 "]]],
    [
      "an attribute as it was sent",
      designator("subject/n", "integer"),
      { "subject/n": "[integer] 007" },
      [[typeId("integer"), "007"]],
    ],
    [
      "one assignment for each value of a bag",
      designator("subject/n", "string"),
      { "subject/n": ["a", "b", "a"] },
      [
        [typeId("string"), "a"],
        [typeId("string"), "b"],
        [typeId("string"), "a"],
      ],
    ],
    ["nothing for an empty bag", designator("subject/n", "string"), {}, []],
    [
      "what a function makes of it, as the type prints it",
      apply("1.0/integer-add", value("integer", "007"), value("integer", "1")),
      {},
      [[typeId("integer"), "8"]],
    ],
    [
      "a bag that a function makes",
      apply("1.0/double-bag", value("double", "1.50"), value("double", "2")),
      {},
      [
        [typeId("double"), "1.5"],
        [typeId("double"), "2"],
      ],
    ],
  ] as const)("%s", (_, expression, sent: Sent, expected) =>
    expect(assigned(expression, sent)).toEqual(expected),
  );

  it("keeps the assignment's own category and issuer, and a path's prefixes", () => {
    const document = policy([
      rule(
        "Permit",
        on(
          "Permit",
          "o",
          assignment("level", value("integer", "3"), "urn:altinn:minimum-authenticationlevel"),
          assignment("who", s("a")).replace("AttributeId", 'Issuer="me" AttributeId'),
          assignment("where", path("//md:record/text()")),
        ),
      ),
    ]);
    const [result] = respond(document, request({})).results;
    expect(result?.obligations).toEqual([
      {
        id: "o",
        assignments: [
          {
            attributeId: "level",
            category: "urn:altinn:minimum-authenticationlevel",
            issuer: null,
            dataType: typeId("integer"),
            text: "3",
            path: null,
          },
          {
            attributeId: "who",
            category: null,
            issuer: "me",
            dataType: typeId("string"),
            text: "a",
            path: null,
          },
          {
            attributeId: "where",
            category: null,
            issuer: null,
            dataType: typeId("xpathExpression"),
            text: "//md:record/text()",
            path: {
              category: CATEGORY.resource,
              namespaces: expect.objectContaining({ md: "http://example.com/record" }),
            },
          },
        ],
      },
    ]);
  });

  it("is written into the response, with what XML needs escaped", () => {
    const document = policy([
      rule("Permit", on("Permit", "o", assignment("a", s('<a> & "b"'))) + advice("Permit", "v")),
    ]);
    expect(writeXmlResponse(respond(document, request({})))).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<Response xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17">
  <Result>
    <Decision>Permit</Decision>
    <Status>
      <StatusCode Value="urn:oasis:names:tc:xacml:1.0:status:ok"/>
    </Status>
    <Obligations>
      <Obligation ObligationId="o">
        <AttributeAssignment AttributeId="a" DataType="http://www.w3.org/2001/XMLSchema#string">&lt;a&gt; &amp; "b"</AttributeAssignment>
      </Obligation>
    </Obligations>
    <AssociatedAdvice>
      <Advice AdviceId="v"/>
    </AssociatedAdvice>
  </Result>
</Response>
`,
    );
  });
});
