import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../../../lib/errors.js";
import {
  type FlatPolicy,
  flattenPolicy,
  loadPolicies,
  openDecisionPoint,
  type PolicyTree,
  readJsonRequest,
} from "../../../../subgraphs/authorization/xacml/index.js";
import {
  APP_POLICY,
  altinnPolicy,
  altinnRequest,
  app,
  RESOURCE_POLICY,
  resource,
  role,
  task,
} from "./altinn-policies.js";
import {
  anyOf,
  designator,
  is,
  match,
  NOW,
  obligation,
  obligations,
  policy,
  policySet,
  rule,
  target,
  value,
} from "./write.js";

const load = (document: string) => loadPolicies([{ name: "policy.xml", content: document }]);
const treeOf = (document: string): PolicyTree => {
  const [tree] = load(document).initial;
  if (tree === undefined) throw new Error("There is no policy.");
  return tree;
};
const decision = (document: string, request: unknown) =>
  openDecisionPoint(load(document), () => NOW).decide(readJsonRequest(request)).results[0]?.decision;

const MVA = app("skd", "mva-melding");

const right = (subjectUrn: string, action: string, more = {}) => ({
  service: "urn:altinn:resource:app_skd_mva-melding",
  action,
  subjectUrn,
  task: null,
  restrictions: [],
  ...more,
});

describe("Altinn's policies as lists of rules", () => {
  it("have a rule for each way to a permission", () =>
    expect(flattenPolicy(treeOf(APP_POLICY))).toEqual({
      rules: [
        ...[
          "urn:altinn:rolecode:regna",
          "urn:altinn:rolecode:dagl",
          "urn:altinn:accesspackage:skattegrunnlag",
        ].flatMap((subject) => [
          right(subject, "instantiate"),
          right(subject, "read"),
          right(subject, "instantiate", {
            restrictions: [{ attributeId: "urn:altinn:appresource", value: "events" }],
          }),
          right(subject, "read", {
            restrictions: [{ attributeId: "urn:altinn:appresource", value: "events" }],
          }),
        ]),
        right("urn:altinn:rolecode:dagl", "sign", { task: "Signing" }),
        right("urn:altinn:rolecode:dagl", "sign", {
          restrictions: [{ attributeId: "urn:altinn:end-event", value: "EndEvent_1" }],
        }),
        right("urn:altinn:org:skd", "read"),
        right("urn:altinn:org:skd", "complete"),
      ],
      minimumLevel: 3,
      minimumLevelForOrg: 2,
    } satisfies FlatPolicy));

  it("name resources by their own id", () =>
    expect(flattenPolicy(treeOf(RESOURCE_POLICY))).toEqual({
      rules: ["urn:altinn:rolecode:dagl", "urn:altinn:external-role:ccr:styreleder"].flatMap((subjectUrn) =>
        ["read", "access"].map((action) => ({
          service: "urn:altinn:resource:skd-restanser",
          action,
          subjectUrn,
          task: null,
          restrictions: [],
        })),
      ),
      minimumLevel: 4,
      minimumLevelForOrg: null,
    } satisfies FlatPolicy));

  it("say once what the policy and its rules both ask for, and once what two rules give", () => {
    const one = { who: [role("DAGL")], what: [resource("a")], actions: ["read"] };
    const document = altinnPolicy([one, one]).replace(
      "<xacml:Target/>",
      /<xacml:Target>\s*(<xacml:AnyOf>.*?<\/xacml:AnyOf>\s*)+<\/xacml:Target>/s.exec(
        altinnPolicy([one]),
      )?.[0] ?? "",
    );
    expect(flattenPolicy(treeOf(document)).rules).toEqual([
      {
        service: "urn:altinn:resource:a",
        action: "read",
        subjectUrn: "urn:altinn:rolecode:dagl",
        task: null,
        restrictions: [],
      },
    ]);
  });

  const refusal = (document: string) => {
    try {
      return flattenPolicy(treeOf(document));
    } catch (error) {
      return error instanceof DomainError ? `${error.code}: ${error.message}` : error;
    }
  };
  const RULE = { who: [role("DAGL")], what: [resource("a")], actions: ["read"] };
  const one = (change: object, options = {}) =>
    altinnPolicy([{ ...RULE, ...change }], { id: "p", ...options });
  const named = (text: string) =>
    `POLICY_NOT_FLAT: The policy "p" cannot be written as a list of rules: ${text}`;
  const inRule = (text: string) => named(`the rule "urn:altinn:example:ruleid:1" ${text}`);
  const withMatch = (...matches: readonly string[]) =>
    policy([rule("Permit", target(anyOf(matches)))], { id: "p" }).replace(
      /RuleId="[^"]+"/,
      'RuleId="urn:altinn:example:ruleid:1"',
    );

  it.each([
    ["sets of policies", policySet([policy([])], { id: "p" }), named("it is a set of policies.")],
    ["denials", one({ effect: "Deny" }), named('the rule "urn:altinn:example:ruleid:1" denies.')],
    [
      "conditions",
      one({
        more: `<xacml:Condition><xacml:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#boolean">true</xacml:AttributeValue></xacml:Condition>`,
      }),
      inRule("has a condition."),
    ],
    [
      "algorithms that permit by themselves",
      one({}, { algorithm: "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:permit-unless-deny" }),
      named("its algorithm, permit-unless-deny, gives more than its rules do."),
    ],
    ["rules for anyone", one({ who: [] }), inRule("does not say who.")],
    ["rules for any action", one({ actions: [] }), inRule("does not say which action.")],
    [
      "rules for any resource",
      one({ what: [] }),
      inRule("names no service: neither a resource nor an owner and an app."),
    ],
    [
      "two services at once",
      one({ what: [[...resource("a"), ...resource("b")]] }),
      inRule("names more than one service at once."),
    ],
    [
      "a service and another app",
      one({ what: [[...resource("a"), ...MVA]] }),
      inRule("names a service and an app that differ."),
    ],
    [
      "two tasks at once",
      one({ what: [[...resource("a"), task("1"), task("2")]] }),
      inRule("asks for two tasks at once."),
    ],
    [
      "a level that is no whole number",
      one({}, { minimumLevel: "2" }).replaceAll("#integer", "#string").replace(">2<", ">two<"),
      named("its minimum authentication level is not a whole number."),
    ],
    [
      "other obligations",
      policy([], { id: "p", end: obligations(obligation("Permit", "urn:own")) }),
      named('the obligation "urn:own" asks for more than an authentication level.'),
    ],
    [
      "two subjects at once",
      withMatch(is("subject/a", "1"), is("subject/b", "1")),
      inRule("asks for two things of one subject."),
    ],
    [
      "the environment",
      withMatch(is("environment/a", "1")),
      inRule("depends on more than who, what and which action."),
    ],
    [
      "patterns",
      withMatch(
        match("1.0/string-regexp-match", value("string", "a.*"), designator("resource/urn:altinn:resource")),
      ),
      inRule('matches by "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match".'),
    ],
    [
      "issuers",
      withMatch(
        match("1.0/string-equal", value("string", "a"), designator("subject/a", "string", { issuer: "me" })),
      ),
      inRule("asks who issued a."),
    ],
    [
      "rules with obligations",
      policy([rule("Permit", obligations(obligation("Permit", "urn:own")))], { id: "p" }).replace(
        /RuleId="[^"]+"/,
        'RuleId="urn:altinn:example:ruleid:1"',
      ),
      inRule("has obligations of its own."),
    ],
  ])("do not say what they cannot: %s", (_, document, expected) =>
    expect(refusal(document)).toEqual(expected),
  );

  it("are not made where they would be too long", () => {
    const many = Array.from({ length: 30 }, (_, index) => role(`r${index}`));
    const actions = Array.from({ length: 30 }, (_, index) => `a${index}`);
    const what = Array.from({ length: 30 }, (_, index) => resource(`s${index}`));
    expect(refusal(one({ who: many, actions, what }))).toBe(named("it makes more than 20000 rules."));
  });
});

const codes = fc.constantFrom("dagl", "regna", "utinn");
const actions = fc.constantFrom("read", "write", "sign");
const tasks = fc.constantFrom("Task_1", "Task_2");
const services = fc.constantFrom("a", "b");
const nonEmpty = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const whats = fc.oneof(
  services.map((id) => resource(id)),
  fc.tuple(services, tasks).map(([id, in_]) => [...resource(id), task(in_)]),
);
const rules = fc.array(
  fc.record({ who: nonEmpty(codes.map(role)), what: nonEmpty(whats), actions: nonEmpty(actions) }),
  { maxLength: 4 },
);

describe("a policy and its list of rules", () => {
  it("permit the same, whoever asks for what", () => {
    fc.assert(
      fc.property(rules, codes, services, fc.option(tasks), actions, (written, code, service, at, action) => {
        const document = altinnPolicy(written);
        const { rules: flat } = flattenPolicy(treeOf(document));
        const listed = flat.some(
          (one) =>
            one.service === `urn:altinn:resource:${service}` &&
            one.action === action &&
            one.subjectUrn === `urn:altinn:rolecode:${code}` &&
            (one.task === null || one.task === at),
        );
        const what = [...resource(service), ...(at === null ? [] : [task(at)])];
        expect(decision(document, altinnRequest([role(code)], what, action))).toBe(
          listed ? "Permit" : "NotApplicable",
        );
      }),
      { numRuns: 300 },
    );
  });
});
