import { describe, expect, it } from "vitest";
import { STATUS } from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  BROKEN,
  condition,
  decide,
  designator,
  is,
  policy,
  request,
  respond,
  rule,
  type Sent,
  target,
  value,
  variable,
  variableRef,
  when,
} from "./write.js";

const s = (text: string) => value("string", text);
const i = (number: number) => value("integer", String(number));
const TRUE = value("boolean", "true");
const one = (name: string, type: string, options = {}) =>
  apply(`1.0/${type}-one-and-only`, designator(name, type, options));

type Case = readonly [name: string, parts: readonly string[], sent: Sent, decision: string];

const age = apply("1.0/integer-greater-than-or-equal", one("subject/age", "integer"), i(18));

const rules: readonly Case[] = [
  ["a rule without target and condition applies", [], {}, "Deny"],
  ["a condition that is true", [condition(TRUE)], {}, "Deny"],
  ["a condition that is false", [condition(value("boolean", "false"))], {}, "NotApplicable"],
  ["a condition over an attribute", [condition(age)], { "subject/age": "[integer] 18" }, "Deny"],
  ["the same below", [condition(age)], { "subject/age": "[integer] 17" }, "NotApplicable"],
  ["one-and-only of none", [condition(age)], {}, "Indeterminate"],
  [
    "one-and-only of two",
    [condition(age)],
    { "subject/age": ["[integer] 1", "[integer] 2"] },
    "Indeterminate",
  ],
  [
    "a target that does not match saves the condition",
    [target(anyOf(is("subject/a", "1"))), condition(age)],
    {},
    "NotApplicable",
  ],
  ["a target that fails comes before the condition", [target(BROKEN), condition(TRUE)], {}, "Indeterminate"],
  [
    "a literal is a condition only if it is one boolean; a bag of one is made by the function",
    [condition(apply("1.0/boolean-is-in", TRUE, apply("1.0/boolean-bag", TRUE)))],
    {},
    "Deny",
  ],
];

describe("rules", () => {
  it.each(rules)("%s", (_, parts, sent, decision) =>
    expect(decide(policy([rule("Deny", ...parts)]), request(sent))).toBe(decision),
  );
});

const withVariables = (definitions: string, expression: string) =>
  policy([definitions, rule("Permit", condition(expression))]);

const variables: readonly (readonly [name: string, document: string, decision: string])[] = [
  ["one", withVariables(variable("v", TRUE), variableRef("v")), "Permit"],
  [
    "one that refers to another, defined later",
    withVariables(variable("a", variableRef("b")) + variable("b", TRUE), variableRef("a")),
    "Permit",
  ],
  [
    "as an argument",
    withVariables(variable("n", i(2)), apply("1.0/integer-equal", variableRef("n"), i(2))),
    "Permit",
  ],
  [
    "a bag",
    withVariables(
      variable("n", apply("1.0/integer-bag", i(2), i(3))),
      apply("1.0/integer-is-in", i(3), variableRef("n")),
    ),
    "Permit",
  ],
  [
    "one that fails",
    withVariables(
      variable("n", one("subject/never", "integer")),
      apply("1.0/integer-equal", variableRef("n"), i(2)),
    ),
    "Indeterminate",
  ],
  [
    "one that fails and is not needed",
    withVariables(variable("n", one("subject/never", "boolean")), apply("1.0/or", TRUE, variableRef("n"))),
    "Permit",
  ],
  [
    "one that fails and is referred to by nobody",
    withVariables(variable("n", one("subject/never", "boolean")), TRUE),
    "Permit",
  ],
];

describe("variables", () => {
  it.each(variables)("%s", (_, document, decision) => expect(decide(document, request({}))).toBe(decision));
});

const statusOf = (document: string, sent: Sent = {}) =>
  respond(document, request(sent)).results.map(({ status }) => status)[0];

const AGE = {
  category: "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
  attributeId: "age",
  dataType: "http://www.w3.org/2001/XMLSchema#integer",
  issuer: null,
};

describe("why a decision is Indeterminate", () => {
  it("names the attribute that must be there", () =>
    expect(
      statusOf(when(apply("1.0/integer-equal", i(1), one("subject/age", "integer", { must: true })))),
    ).toEqual({
      code: STATUS.missingAttribute,
      message: `The attribute age of ${AGE.category} is missing.`,
      missing: [AGE],
    }));

  it("names who should have issued it", () =>
    expect(
      statusOf(
        when(
          apply("1.0/integer-equal", i(1), one("subject/age", "integer", { must: true, issuer: "registry" })),
        ),
      )?.missing,
    ).toEqual([{ ...AGE, issuer: "registry" }]));

  it.each([
    ["an attribute that need not be there", {}, STATUS.processingError],
    ["a value that is not of its type", { "subject/age": "[integer] old" }, STATUS.syntaxError],
    [
      "two values where one belongs",
      { "subject/age": ["[integer] 1", "[integer] 2"] },
      STATUS.processingError,
    ],
  ])("tells %s", (_, sent: Sent, code) =>
    expect(statusOf(when(apply("1.0/integer-equal", i(1), one("subject/age", "integer"))), sent)?.code).toBe(
      code,
    ),
  );

  it("tells a division by zero", () =>
    expect(statusOf(when(apply("1.0/integer-equal", i(1), apply("1.0/integer-divide", i(1), i(0)))))).toEqual(
      {
        code: STATUS.processingError,
        message: "Division by zero.",
        missing: [],
      },
    ));

  it("is the status of the first failure, and ok where a decision came in spite of it", () =>
    expect([
      statusOf(policy([rule("Permit", target(BROKEN)), rule("Deny")])),
      statusOf(policy([rule("Permit", target(BROKEN)), rule("Deny", condition(age))]))?.code,
    ]).toEqual([{ code: STATUS.ok, message: null, missing: [] }, STATUS.missingAttribute]));

  it("is ok for Permit, Deny and NotApplicable", () =>
    expect([
      statusOf(policy([rule("Permit")]))?.code,
      statusOf(policy([rule("Deny")]))?.code,
      statusOf(policy([]))?.code,
    ]).toEqual([STATUS.ok, STATUS.ok, STATUS.ok]));

  it("does not tell of what a short cut spared", () =>
    expect(
      decide(
        when(apply("1.0/or", TRUE, apply("1.0/string-equal", s("a"), one("subject/never", "string")))),
        request({}),
      ),
    ).toBe("Permit"));
});
