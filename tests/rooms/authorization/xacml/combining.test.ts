import { describe, expect, it, vi } from "vitest";
import {
  IndividualRequest,
  loadPolicies,
  type Outcome,
  openDecisionPoint,
} from "../../../../subgraphs/authorization/xacml/index.js";
import { CHILDREN, type Child, POLICY_ALGORITHMS, RULE_ALGORITHMS, tuples } from "./combining-reference.js";
import {
  anyOf,
  BROKEN,
  condition,
  decide,
  is,
  NOW,
  policy,
  policySet,
  request,
  rule,
  target,
  value,
} from "./write.js";

vi.setConfig({ testTimeout: 60_000 });

const outcomeOf = (document: string): Outcome =>
  openDecisionPoint(loadPolicies([{ name: "p", content: document }]), () => NOW).evaluate(
    new IndividualRequest([], NOW),
  );

const asChild = (outcome: Outcome): Child =>
  outcome.decision === "Indeterminate" ? `{${outcome.extended}}` : outcome.decision;

const ruleThat = (child: Child): string => {
  if (child === "Permit" || child === "Deny") return rule(child);
  if (child === "{P}") return rule("Permit", target(BROKEN));
  if (child === "{D}") return rule("Deny", target(BROKEN));
  return rule("Permit", condition(value("boolean", "false")));
};

const policyThat = (child: Child): string =>
  child === "{DP}" ? policy([ruleThat("{D}"), ruleThat("Permit")]) : policy([ruleThat(child)]);

/** Every list, with what came out and what should have. */
const table = (
  lists: readonly (readonly Child[])[],
  document: (children: readonly Child[]) => string,
  reference: (children: readonly Child[]) => Child,
) => ({
  found: lists.map((list) => [list.join(" "), asChild(outcomeOf(document(list)))]),
  expected: lists.map((list) => [list.join(" "), reference(list)]),
});

describe("combining rules", () => {
  const lists = tuples(
    CHILDREN.filter((child) => child !== "{DP}"),
    3,
  );
  it.each(Object.entries(RULE_ALGORITHMS))(
    "%s decides every list of up to three rules by its table",
    (algorithm, reference) => {
      const { found, expected } = table(
        lists,
        (list) => policy(list.map(ruleThat), { algorithm }),
        reference,
      );
      expect(lists).toHaveLength(155);
      expect(found).toEqual(expected);
    },
  );
});

describe("combining policies", () => {
  const lists = tuples(CHILDREN, 3);
  it.each(Object.entries(POLICY_ALGORITHMS))(
    "%s decides every list of up to three policies by its table",
    (algorithm, reference) => {
      const { found, expected } = table(
        lists,
        (list) => policySet(list.map(policyThat), { algorithm }),
        reference,
      );
      expect(lists).toHaveLength(258);
      expect(found).toEqual(expected);
    },
  );

  it.each([
    ["no policy's target applies", [false, false], "NotApplicable"],
    ["one policy's target applies", [false, true, false], "Permit"],
    ["two policies' targets apply", [true, false, true], "Indeterminate"],
  ])("only-one-applicable when %s", (_, applies, expected) => {
    const children = applies.map((yes) =>
      policy([rule("Permit")], { target: target(anyOf(is("subject/a", yes ? "x" : "y"))) }),
    );
    expect(
      decide(policySet(children, { algorithm: "only-one-applicable" }), request({ "subject/a": "x" })),
    ).toBe(expected);
  });

  it("only-one-applicable is Indeterminate where a target cannot be evaluated, even before one that applies", () => {
    const broken = policy([rule("Permit")], { target: target(BROKEN) });
    const set = policySet([broken, policy([rule("Permit")])], { algorithm: "only-one-applicable" });
    expect(decide(set, request({}))).toBe("Indeterminate");
  });
});

describe("a node whose target cannot be evaluated", () => {
  it.each([
    ["NotApplicable", "NotApplicable"],
    ["Permit", "{P}"],
    ["Deny", "{D}"],
    ["{P}", "{P}"],
    ["{D}", "{D}"],
    ["{DP}", "{DP}"],
  ] as const)("comes from %s to %s", (inner, expected) => {
    const set = policySet([policyThat(inner)], { target: target(BROKEN) });
    expect(asChild(outcomeOf(set))).toBe(expected);
  });
});
