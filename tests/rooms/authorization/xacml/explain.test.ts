import { describe, expect, it } from "vitest";
import {
  explainPolicy,
  loadPolicies,
  type PolicyTree,
  writeExplanation,
} from "../../../../subgraphs/authorization/xacml/index.js";
import { APP_POLICY, RESOURCE_POLICY } from "./altinn-policies.js";
import {
  anyOf,
  apply,
  condition,
  designator,
  is,
  match,
  obligation,
  obligations,
  policy,
  policySet,
  rule,
  selector,
  target,
  value,
} from "./write.js";

const treeOf = (document: string): PolicyTree => {
  const [tree] = loadPolicies([{ name: "policy.xml", content: document }]).initial;
  if (tree === undefined) throw new Error("There is no policy.");
  return tree;
};
const text = (document: string) => writeExplanation(explainPolicy(treeOf(document)));

describe("a policy in words", () => {
  it("says who may do what on which app and task, and at which level", () =>
    expect(text(APP_POLICY)).toBe(
      `Policy urn:altinn:policyid:1, version 1.0, combined by deny-overrides
  1. role REGNA, or role DAGL, or access package skattegrunnlag
     may instantiate, read
     on app skd/mva-melding, or app skd/mva-melding, part events
  2. role DAGL
     may sign
     on app skd/mva-melding, task Signing, or app skd/mva-melding, end event EndEvent_1
  3. service owner skd
     may read, complete
     on app skd/mva-melding
  on Permit: the caller's authentication level is at least 3
  on Permit: a service owner's authentication level is at least 2
As a list: 16 rules of who, which service and which action.`,
    ));

  it("says which service of the Resource Registry it is about", () =>
    expect(text(RESOURCE_POLICY)).toBe(
      `Policy skd-restanser, version 1.0, combined by deny-overrides
  1. role dagl, or role in the Entity Registry styreleder
     may read, access
     on service skd-restanser
  on Permit: the caller's authentication level is at least 4
As a list: 4 rules of who, which service and which action.`,
    ));

  it("says also what Altinn's policies do not have", () => {
    const inner = policy(
      [
        rule(
          "Deny",
          target(
            anyOf(is("subject/urn:altinn:rolecode", "dagl")),
            anyOf(
              match(
                "1.0/integer-less-than",
                value("integer", "3"),
                designator("environment/level", "integer"),
              ),
            ),
          ),
          condition(
            apply("1.0/not", apply("1.0/string-is-in", value("string", "a"), selector("//name/text()"))),
          ),
          obligations(obligation("Deny", "urn:tell:them")),
        ),
        rule("Permit"),
      ],
      { id: "inner", target: target(anyOf(is("action/verb", "read"))) },
    );
    expect(text(policySet([inner], { id: "outer", version: "2.1", algorithm: "permit-overrides" }))).toBe(
      `Policy set outer, version 2.1, combined by permit-overrides
  Policy inner, version 1.0, combined by deny-overrides
    only to read
    1. role dagl
       may not do anything
       on anything
       only where level stands in "integer-less-than" to "3"
       only where not(string-is-in("a", resource.content(//name/text())))
       on Deny: them
    2. anyone
       may do anything
       on anything
The policy "outer" cannot be written as a list of rules: it is a set of policies.`,
    );
  });

  it("is data too", () =>
    expect(explainPolicy(treeOf(RESOURCE_POLICY))).toEqual({
      kind: "policy",
      id: "skd-restanser",
      version: "1.0",
      description: null,
      algorithm: "deny-overrides",
      who: [],
      actions: [],
      what: [],
      also: [],
      rules: [
        {
          id: "urn:altinn:example:ruleid:1",
          effect: "Permit",
          description: null,
          who: ["role dagl", "role in the Entity Registry styreleder"],
          actions: ["read", "access"],
          what: ["service skd-restanser"],
          also: [],
          condition: null,
          obligations: [],
        },
      ],
      policies: [],
      obligations: ["on Permit: the caller's authentication level is at least 4"],
      flat: {
        rules: ["rolecode:dagl", "external-role:ccr:styreleder"].flatMap((who) =>
          ["read", "access"].map((action) => ({
            service: "urn:altinn:resource:skd-restanser",
            action,
            subjectUrn: `urn:altinn:${who}`,
            task: null,
            restrictions: [],
          })),
        ),
        minimumLevel: 4,
        minimumLevelForOrg: null,
      },
      notFlatBecause: null,
    }));

  it("names what it refers to", () => {
    const [set] = loadPolicies([
      {
        name: "set.xml",
        content: policySet(["<PolicyIdReference>urn:other</PolicyIdReference>"], { id: "s" }),
      },
      { name: "other.xml", content: policy([rule("Permit")], { id: "urn:other" }) },
    ]).initial.map(explainPolicy);
    expect(set === undefined ? "" : writeExplanation(set)).toBe(
      `Policy set s, version 1.0, combined by deny-overrides
  and what "urn:other" says
The policy "s" cannot be written as a list of rules: it is a set of policies.`,
    );
  });
});
