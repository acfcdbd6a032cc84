import { describe, expect, it } from "vitest";
import {
  loadPolicies,
  openDecisionPoint,
  readJsonRequest,
  toJsonResponse,
} from "../../../../subgraphs/authorization/xacml/index.js";
import {
  APP_POLICY,
  accessPackage,
  altinnRequest,
  app,
  DELEGATION_POLICY,
  org,
  role,
  task,
} from "./altinn-policies.js";
import { NOW } from "./write.js";

const load = (document: string) => loadPolicies([{ name: "policy.xml", content: document }]);
const ask = (document: string, request: unknown) =>
  toJsonResponse(openDecisionPoint(load(document), () => NOW).decide(readJsonRequest(request))).Response;
const decision = (document: string, request: unknown) => ask(document, request)[0]?.Decision;

const MVA = app("skd", "mva-melding");

describe("decisions by Altinn's policies", () => {
  it.each([
    ["a role, in any case", [role("dagl")], MVA, "read", "Permit"],
    ["an access package", [accessPackage("skattegrunnlag")], MVA, "instantiate", "Permit"],
    ["the service owner", [org("skd")], MVA, "complete", "Permit"],
    ["another owner", [org("nav")], MVA, "complete", "NotApplicable"],
    ["a role that the policy does not name", [role("UTINN")], MVA, "read", "NotApplicable"],
    ["an action that the role has not", [role("REGNA")], MVA, "sign", "NotApplicable"],
    ["signing, in its task", [role("DAGL")], [...MVA, task("Signing")], "sign", "Permit"],
    ["signing, in another task", [role("DAGL")], [...MVA, task("Data")], "sign", "NotApplicable"],
    ["signing, in no task", [role("DAGL")], MVA, "sign", "NotApplicable"],
    ["another app", [role("DAGL")], app("skd", "sirius"), "read", "NotApplicable"],
    [
      "another owner's app of the same name",
      [role("DAGL")],
      app("nav", "mva-melding"),
      "read",
      "NotApplicable",
    ],
    ["one of several roles", [role("UTINN"), role("DAGL")], MVA, "read", "Permit"],
    ["nobody", [], MVA, "read", "NotApplicable"],
  ])("%s", (_, who, what, action, expected) =>
    expect(decision(APP_POLICY, altinnRequest(who, what, action))).toBe(expected),
  );

  it("carry the authentication level as an obligation, in Altinn's shape", () =>
    expect(ask(APP_POLICY, altinnRequest([role("DAGL")], MVA, "read"))).toEqual([
      {
        Decision: "Permit",
        Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
        Obligations: [
          {
            Id: "urn:altinn:obligation:authenticationLevel1",
            AttributeAssignment: [
              {
                AttributeId: "urn:altinn:obligation1-assignment1",
                Value: 3,
                Category: "urn:altinn:minimum-authenticationlevel",
                DataType: "http://www.w3.org/2001/XMLSchema#integer",
              },
            ],
          },
          {
            Id: "urn:altinn:obligation:authenticationLevel2",
            AttributeAssignment: [
              {
                AttributeId: "urn:altinn:obligation2-assignment2",
                Value: 2,
                Category: "urn:altinn:minimum-authenticationlevel-org",
                DataType: "http://www.w3.org/2001/XMLSchema#integer",
              },
            ],
          },
        ],
      },
    ]));

  it("carry no level where nothing applies", () =>
    expect(ask(APP_POLICY, altinnRequest([role("UTINN")], MVA, "read"))).toEqual([
      {
        Decision: "NotApplicable",
        Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
      },
    ]));

  it("are read from delegations too, though those name an algorithm that combines policies", () =>
    expect([
      decision(DELEGATION_POLICY, altinnRequest([["urn:altinn:userid", "20001336"]], MVA, "read")),
      decision(DELEGATION_POLICY, altinnRequest([["urn:altinn:userid", "1"]], MVA, "read")),
    ]).toEqual(["Permit", "NotApplicable"]));
});
