import { describe, expect, it } from "vitest";
import { loadPolicies, STATUS } from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  condition,
  decide,
  is,
  policy,
  policySet,
  request,
  respond,
  rule,
  target,
  value,
} from "./write.js";

const toPolicy = (id: string, versions = "") => `<PolicyIdReference${versions}>${id}</PolicyIdReference>`;
const toSet = (id: string, versions = "") => `<PolicySetIdReference${versions}>${id}</PolicySetIdReference>`;
const permits = (id: string, version = "1.0") => policy([rule("Permit")], { id, version });
const denies = (id: string, version = "1.0") => policy([rule("Deny")], { id, version });
const asked = request({});

/** The code and the message that loading ends with. */
const refusal = (...documents: readonly string[]) => {
  try {
    loadPolicies(documents.map((content, index) => ({ name: `${index + 1}.xml`, content })));
    return "loaded";
  } catch (error) {
    return error instanceof Error && "code" in error ? `${String(error.code)}: ${error.message}` : error;
  }
};

describe("policies that refer to each other", () => {
  it("are found by id, in any order of the files", () =>
    expect([
      decide([policySet([toPolicy("p")], { id: "s" }), permits("p")], asked),
      decide([permits("p"), policySet([toPolicy("p")], { id: "s" })], asked),
      decide(
        [policySet([toSet("s2")], { id: "s1" }), policySet([toPolicy("p")], { id: "s2" }), denies("p")],
        asked,
      ),
    ]).toEqual(["Permit", "Permit", "Deny"]));

  it("are policies or sets, as the reference says", () =>
    expect([
      decide(
        [
          policySet([toPolicy("x")], { id: "s" }),
          permits("x"),
          policySet([denies("p")], { id: "x", target: target(anyOf(is("subject/none", "1"))) }),
        ],
        asked,
      ),
      refusal(policySet([toSet("x")], { id: "s" }), permits("x")),
    ]).toEqual([
      "Permit",
      expect.stringMatching(
        /^POLICY_INVALID: 1\.xml, line 1, column \d+, in <PolicySetIdReference>: the policy set "x" was not given/,
      ),
    ]));

  it("may be used more than once", () =>
    expect(decide([policySet([toPolicy("p"), toPolicy("p")], { id: "s" }), permits("p")], asked)).toBe(
      "Permit",
    ));

  it.each([
    ["the newest where none is asked for", "", "Deny"],
    ["exactly one", ' Version="1.2"', "Permit"],
    ["any number in a place", ' Version="1.*"', "Permit"],
    ["any more places", ' Version="2.+"', "Deny"],
    ["from one on", ' EarliestVersion="1.3"', "Deny"],
    ["up to one", ' LatestVersion="1.9"', "Permit"],
    ["between two", ' EarliestVersion="1.0" LatestVersion="1.5"', "Permit"],
  ])("of a version: %s", (_, versions, decision) =>
    expect(
      decide(
        [policySet([toPolicy("p", versions)], { id: "s" }), permits("p", "1.2"), denies("p", "2.0.1")].slice(
          0,
          3,
        ),
        asked,
      ),
    ).toBe(decision),
  );

  it("decide together where several are referred to by none: only one may apply", () => {
    const when = (role: string, effect: "Permit" | "Deny") =>
      policy([rule(effect)], { target: target(anyOf(is("subject/role", role))) });
    const both = [when("a", "Permit"), when("b", "Deny")];
    expect([
      decide(both, request({ "subject/role": "a" })),
      decide(both, request({ "subject/role": "b" })),
      decide(both, request({ "subject/role": "c" })),
      decide(both, request({ "subject/role": ["a", "b"] })),
    ]).toEqual(["Permit", "Deny", "NotApplicable", "Indeterminate"]);
  });
});

describe("references to a policy that is ill-typed", () => {
  const illTyped = policy([rule("Deny", condition(apply("1.0/not", value("string", "a"))))], { id: "bad" });
  const both = (algorithm: string, ...order: readonly string[]) => [
    policySet(
      order.map((id) => toPolicy(id)),
      { id: "s", algorithm },
    ),
    permits("good"),
    illTyped,
  ];

  it("are Indeterminate, but only where they are evaluated", () =>
    expect([
      decide(both("first-applicable", "good", "bad"), asked),
      decide(both("first-applicable", "bad", "good"), asked),
      decide(both("deny-overrides", "good", "bad"), asked),
      decide(both("permit-overrides", "bad", "good"), asked),
      decide(both("only-one-applicable", "good", "bad"), asked),
    ]).toEqual(["Permit", "Indeterminate", "Indeterminate", "Permit", "Indeterminate"]));

  it("say why", () =>
    expect(respond(both("first-applicable", "bad", "good"), asked).results[0]?.status).toEqual({
      code: STATUS.processingError,
      message: expect.stringMatching(
        /^policy-3\.xml, .*in <Apply>: "urn:oasis:names:tc:xacml:1\.0:function:not" takes boolean as argument 1, not string\.$/,
      ),
      missing: [],
    }));

  it("do not make one right that nobody refers to", () =>
    expect(refusal(permits("good"), illTyped)).toMatch(/^POLICY_ILL_TYPED: 2\.xml, /));

  it("do not hide what is not supported or malformed", () =>
    expect([
      refusal(
        policySet([toPolicy("bad")]),
        policy([rule("Deny", condition(apply("urn:own:f")))], { id: "bad" }),
      ),
      refusal(policySet([toPolicy("bad")]), policy([rule("Deny", condition(""))], { id: "bad" })),
    ]).toEqual([
      expect.stringMatching(/^POLICY_UNSUPPORTED: 2\.xml/),
      expect.stringMatching(/^POLICY_INVALID: 2\.xml/),
    ]));
});

describe("references that lead nowhere", () => {
  it.each([
    ["to a policy that was not given", [policySet([toPolicy("p")])], 'the policy "p" was not given'],
    [
      "to a version that was not given",
      [policySet([toPolicy("p", ' Version="2.*"')]), permits("p", "1.0")],
      "not in a version that fits",
    ],
    ["to itself", [policySet([toSet("s")], { id: "s" })], 'the references to "s" run in a circle'],
    [
      "in a circle",
      [policySet([toSet("b")], { id: "a" }), policySet([toSet("a")], { id: "b" })],
      "run in a circle",
    ],
    [
      "to one of two that are the same",
      [policySet([toPolicy("p")]), permits("p"), denies("p")],
      'The policy "p", version 1.0, was given twice.',
    ],
    ["nowhere at all", [policySet([toPolicy(" ")])], "an identifier belongs here"],
    ["nothing was given", [], "No policy was given"],
  ])("%s", (_, documents: readonly string[], problem) =>
    expect(refusal(...documents)).toEqual(expect.stringMatching(new RegExp(`^POLICY_INVALID: .*${problem}`))),
  );

  it("does not follow references that multiply", () => {
    const sets = Array.from({ length: 20 }, (_, level) =>
      policySet(level === 19 ? [toPolicy("p")] : [toSet(`s${level + 1}`), toSet(`s${level + 1}`)], {
        id: `s${level}`,
      }),
    );
    expect(refusal(...sets, permits("p"))).toMatch(/^POLICY_INVALID: .*holds more than 10000 policies/);
  });
});
