import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { DomainError } from "../../../../lib/errors.js";
import type { DecisionTold } from "../../../../subgraphs/authorization/audit/trail.js";
import { mountAuthorize } from "../../../../subgraphs/authorization/decisions/routes.js";
import { type Authorization, createAuthorizationPort } from "../../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { callBy, openTestRoom } from "../room.js";
import { createWorld, NOW, viewerOf } from "../world.js";
import { accessPackage, altinnPolicy, org, role, task } from "../xacml/altinn-policies.js";

const SCOPE = "altinn:authorization/authorize";
const PERSON = "urn:altinn:person:identifier-no";
const ORGANIZATION = "urn:altinn:organization:identifier-no";
const ACTION = "urn:oasis:names:tc:xacml:1.0:action:action-id";

type Named = readonly [string, string];
const attributes = (named: readonly Named[]) => ({
  Attribute: named.map(([AttributeId, Value]) => ({ AttributeId, Value })),
});
const numberOf = ({ urn }: PartyRow): string => urn.slice(urn.lastIndexOf(":") + 1);

const ask = (subject: readonly Named[], resource: readonly Named[], action: string) => ({
  Request: {
    AccessSubject: [attributes(subject)],
    Action: [attributes([[ACTION, action]])],
    Resource: [attributes(resource)],
  },
});

const createRegister = () => {
  const world = createWorld();
  const director = world.person("Kari Leder");
  const clerk = world.person("Nils Skriver");
  const company = world.organization("Fjordheim Bygg AS");
  const other = world.organization("Annen Virksomhet AS");
  const system = world.systemUser("Regnskapssystem");
  world.assign(company, director, "DAGL");
  world.accessPackage("tax");
  world.roleHolds("DAGL", "tax");
  world.assign(company, clerk, "RIGHTHOLDER", {
    resources: { app_skd_report: ["read"] },
    instances: [
      {
        service: "app_skd_report",
        instanceRef: "urn:altinn:instance-id:50000001/0199a000-0000-7000-8000-000000000001",
        actions: ["sign"],
      },
    ],
  });
  world.assign(company, system, "RIGHTHOLDER", { packages: ["tax"] });
  const app = [
    ["urn:altinn:org", "skd"],
    ["urn:altinn:app", "report"],
  ] as const;
  world.service("app_skd_report", {}, 2);
  world.service("forbidden", {}, 2);
  const policies = [
    {
      service: "urn:altinn:resource:app_skd_report",
      xml: altinnPolicy(
        [
          { who: [role("DAGL"), accessPackage("tax")], what: [app], actions: ["read", "write"] },
          { who: [role("dagl")], what: [[...app, task("Task_2")]], actions: ["sign"] },
          { who: [org("skd")], what: [app], actions: ["complete"] },
        ],
        { minimumLevel: "3", minimumLevelForOrg: "2" },
      ),
    },
    {
      service: "urn:altinn:resource:forbidden",
      xml: altinnPolicy([
        { who: [role("dagl")], what: [[["urn:altinn:resource", "forbidden"]]], actions: ["read"] },
        {
          who: [accessPackage("tax")],
          what: [[["urn:altinn:resource", "forbidden"]]],
          actions: ["read"],
          effect: "Deny",
        },
      ]),
    },
  ];
  return { world: { seed: { ...world.seed, policies } }, director, clerk, company, other, system };
};

describeOnBothDatabases("POST /authorization/api/v1/authorize", (dialect) => {
  const register = createRegister();

  const open = async (options: { scopes?: readonly string[]; authorization?: Authorization } = {}) => {
    const room = await openTestRoom(dialect, register.world);
    const app = Fastify();
    const told: DecisionTold[] = [];
    mountAuthorize(
      app,
      {
        identify: async (request) => {
          if (!request.headers.authorization) {
            throw new DomainError("UNAUTHENTICATED", "Sign in first.");
          }
          return callBy(viewerOf(register.other, { scopes: options.scopes ?? [SCOPE] }));
        },
      },
      {
        authorization: options.authorization ?? room.authorization,
        directory: room.store,
        trail: {
          decided: async (call, viewerId, decisions) => {
            expect([call.viewer.organization, viewerId]).toEqual([register.other.urn, null]);
            told.push(...decisions);
          },
        },
        clock: () => NOW,
      },
    );
    const post = (payload: object | string, headers: Record<string, string> = {}) =>
      app.inject({
        method: "POST",
        url: "/authorization/api/v1/authorize",
        headers: { authorization: "Bearer x", "content-type": "application/json", ...headers },
        payload,
      });
    return { ...room, post, told };
  };

  const decisionsOf = async (payload: object): Promise<string[]> => {
    const { post } = await open();
    const answer = await post(payload);
    expect(answer.statusCode).toBe(200);
    return answer.json().Response.map(({ Decision }: { Decision: string }) => Decision);
  };

  it("tells the trail who wanted in, on whose behalf, and what was said", async () => {
    const { post, told } = await open();
    const { director, company } = register;
    const app = [
      ["urn:altinn:org", "skd"],
      ["urn:altinn:app", "report"],
      [ORGANIZATION, numberOf(company)],
    ] as const;
    await post(ask([[PERSON, numberOf(director)]], app, "read"));
    expect(told).toEqual([
      {
        service: "urn:altinn:resource:app_skd_report",
        action: "read",
        outcome: "PERMIT",
        partyId: company.id,
        subjectId: director.id,
        requiredLevel: 3,
      },
    ]);
  });

  it("answers in Altinn's shape, with the level that a permission asks for", async () => {
    const { post } = await open();
    const { director, company } = register;
    const answer = await post(
      ask(
        [[PERSON, numberOf(director)]],
        [
          ["urn:altinn:org", "skd"],
          ["urn:altinn:app", "report"],
          [ORGANIZATION, numberOf(company)],
        ],
        "read",
      ),
    );
    expect(answer.json()).toEqual({
      Response: [
        {
          Decision: "Permit",
          Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
          Obligations: [
            {
              id: "urn:altinn:obligation:authenticationLevel1",
              attributeAssignment: [
                {
                  attributeId: "urn:altinn:obligation1-assignment1",
                  value: "3",
                  category: "urn:altinn:minimum-authenticationlevel",
                  dataType: "http://www.w3.org/2001/XMLSchema#integer",
                  issuer: null,
                },
              ],
            },
            {
              id: "urn:altinn:obligation:authenticationLevel2",
              attributeAssignment: [
                {
                  attributeId: "urn:altinn:obligation2-assignment2",
                  value: "2",
                  category: "urn:altinn:minimum-authenticationlevel-org",
                  dataType: "http://www.w3.org/2001/XMLSchema#integer",
                  issuer: null,
                },
              ],
            },
          ],
        },
      ],
    });
  });

  describe("finds the same subject, party and service by every name of theirs", () => {
    const { director, company } = register;
    const subjects: readonly Named[][] = [
      [[PERSON, numberOf(director)]],
      [["urn:altinn:party:uuid", director.id]],
      [["urn:altinn:person:uuid", director.id]],
      [["urn:altinn:partyid", String(director.partyId)]],
    ];
    const parties: readonly Named[] = [
      [ORGANIZATION, numberOf(company)],
      ["urn:altinn:organizationnumber", numberOf(company)],
      ["urn:altinn:partyid", String(company.partyId)],
      ["urn:altinn:party:uuid", company.id],
      ["urn:altinn:instance-id", `${company.partyId}/0199a000-0000-7000-8000-00000000000f`],
    ];
    const services: readonly (readonly Named[])[] = [
      [["urn:altinn:resource", "app_skd_report"]],
      [["urn:altinn:resource", "APP_SKD_REPORT"]],
      [
        ["urn:altinn:org", "skd"],
        ["urn:altinn:app", "report"],
      ],
    ];
    it("permits by each of them", async () => {
      const { post } = await open();
      for (const subject of subjects) {
        for (const party of parties) {
          for (const service of services) {
            const answer = await post(ask(subject, [...service, party], "write"));
            expect([subject, party, service, answer.json().Response[0].Decision]).toEqual([
              subject,
              party,
              service,
              "Permit",
            ]);
          }
        }
      }
    });
  });

  const report: Named = ["urn:altinn:resource", "app_skd_report"];
  const forCompany: Named = [ORGANIZATION, numberOf(register.company)];

  it.each<[string, readonly Named[], readonly Named[], string, string]>([
    ["nobody said yes", [[PERSON, numberOf(register.clerk)]], [report, forCompany], "write", "NotApplicable"],
    ["given by name", [[PERSON, numberOf(register.clerk)]], [report, forCompany], "read", "Permit"],
    [
      "given for one instance",
      [[PERSON, numberOf(register.clerk)]],
      [report, ["urn:altinn:instance-id", "50000001/0199a000-0000-7000-8000-000000000001"], forCompany],
      "sign",
      "Permit",
    ],
    [
      "not for another instance",
      [[PERSON, numberOf(register.clerk)]],
      [report, ["urn:altinn:instance-id", "50000001/0199a000-0000-7000-8000-000000000002"], forCompany],
      "sign",
      "NotApplicable",
    ],
    [
      "not for the whole service",
      [[PERSON, numberOf(register.clerk)]],
      [report, forCompany],
      "sign",
      "NotApplicable",
    ],
    [
      "the task that the policy names",
      [[PERSON, numberOf(register.director)]],
      [report, forCompany, ["urn:altinn:task", "Task_2"]],
      "sign",
      "Permit",
    ],
    [
      "another task",
      [[PERSON, numberOf(register.director)]],
      [report, forCompany, ["urn:altinn:task", "Task_1"]],
      "sign",
      "NotApplicable",
    ],
    [
      "a system user's package",
      [["urn:altinn:systemuser:uuid", numberOf(register.system)]],
      [report, forCompany],
      "read",
      "Permit",
    ],
    [
      "another's party",
      [[PERSON, numberOf(register.director)]],
      [report, [ORGANIZATION, numberOf(register.other)]],
      "read",
      "NotApplicable",
    ],
    ["a service owner, by its code", [["urn:altinn:org", "skd"]], [report, forCompany], "complete", "Permit"],
    [
      "roles that the request says",
      [["urn:altinn:rolecode", "DAGL"]],
      [report, forCompany],
      "read",
      "Permit",
    ],
    [
      "somebody whom no register has",
      [[PERSON, "01859012345"]],
      [report, forCompany],
      "read",
      "NotApplicable",
    ],
    [
      "a denial",
      [[PERSON, numberOf(register.director)]],
      [["urn:altinn:resource", "forbidden"], forCompany],
      "read",
      "Deny",
    ],
    [
      "a system user beside another subject",
      [
        ["urn:altinn:systemuser:uuid", numberOf(register.system)],
        [PERSON, numberOf(register.director)],
      ],
      [report, forCompany],
      "read",
      "Indeterminate",
    ],
    ["no service", [[PERSON, numberOf(register.director)]], [forCompany], "read", "Indeterminate"],
    [
      "a service and an app that differ",
      [[PERSON, numberOf(register.director)]],
      [report, ["urn:altinn:org", "skd"], ["urn:altinn:app", "other"], forCompany],
      "read",
      "Indeterminate",
    ],
  ])("decides: %s", async (_what, subject, resource, action, expected) => {
    expect(await decisionsOf(ask(subject, resource, action))).toEqual([expected]);
  });

  it("answers many questions in their order, and gives back the attributes that ask for it", async () => {
    const { post, statements } = await open();
    const request = {
      Request: {
        AccessSubject: [
          { Id: "s1", ...attributes([[PERSON, numberOf(register.director)]]) },
          { Id: "s2", ...attributes([[PERSON, numberOf(register.clerk)]]) },
        ],
        Action: [
          {
            Id: "a1",
            Attribute: [{ AttributeId: ACTION, Value: "read", IncludeInResult: true }],
          },
          { Id: "a2", ...attributes([[ACTION, "write"]]) },
        ],
        Resource: [{ Id: "r1", ...attributes([report, forCompany]) }],
        MultiRequests: {
          RequestReference: [
            { ReferenceId: ["s1", "a1", "r1"] },
            { ReferenceId: ["s2", "a2", "r1"] },
            { ReferenceId: ["s2", "a1", "r1"] },
          ],
        },
      },
    };
    statements.length = 0;
    const { Response } = (await post(request)).json();
    expect(Response.map(({ Decision }: { Decision: string }) => Decision)).toEqual([
      "Permit",
      "NotApplicable",
      "Permit",
    ]);
    expect(Response[0].Category).toEqual([
      {
        CategoryId: "urn:oasis:names:tc:xacml:3.0:attribute-category:action",
        Id: "a1",
        Attribute: [
          {
            AttributeId: ACTION,
            Value: "read",
            DataType: "http://www.w3.org/2001/XMLSchema#string",
            IncludeInResult: true,
          },
        ],
      },
    ]);
    expect(Response[1].Category).toBeUndefined();
    const first = statements.length;
    statements.length = 0;
    await post(request);
    // Parties by URN and by id, then each subject's counters.
    expect([first > 4, statements.length]).toEqual([true, 4]);
  });

  it.each<[string, Record<string, string>, readonly string[] | undefined, object | string, number, string]>([
    ["without a token", { authorization: "" }, undefined, {}, 401, "UNAUTHENTICATED"],
    ["without the scope", {}, ["openid"], {}, 403, "SCOPE_MISSING"],
    ["as XML", { "content-type": "application/xml" }, undefined, "<Request/>", 415, "BAD_REQUEST"],
    ["not JSON", {}, undefined, "{", 400, "BAD_REQUEST"],
    ["not a request", {}, undefined, { Question: {} }, 400, "REQUEST_INVALID"],
    ["too long", {}, undefined, { Request: { x: "y".repeat(1_100_000) } }, 413, "BAD_REQUEST"],
    [
      "too many decisions",
      {},
      undefined,
      {
        Request: {
          AccessSubject: Array.from({ length: 1_001 }, () => attributes([[PERSON, "1"]])),
          Action: [attributes([[ACTION, "read"]])],
          Resource: [attributes([report])],
        },
      },
      400,
      "BATCH_TOO_LARGE",
    ],
  ])("refuses what comes %s", async (_what, headers, scopes, payload, status, code) => {
    const { post } = await open(scopes === undefined ? {} : { scopes });
    const answer = await post(payload, headers);
    expect([answer.statusCode, answer.json()]).toEqual([
      status,
      { status, code, detail: expect.stringMatching(/\.$/) },
    ]);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });

  it("lets the admin scope ask as well", async () => {
    const { post } = await open({ scopes: [`${SCOPE}.admin`] });
    const answer = await post(ask([[PERSON, numberOf(register.director)]], [report, forCompany], "read"));
    expect(answer.json().Response[0].Decision).toBe("Permit");
  });

  it("says that it cannot answer where the register does not", async () => {
    const down = createAuthorizationPort({
      store: {
        versionsFor: async () => {
          throw new Error("connect ECONNREFUSED 10.0.0.7:5432");
        },
      } as never,
      clock: () => NOW,
    });
    const { post } = await open({ authorization: down });
    const answer = await post(ask([[PERSON, numberOf(register.director)]], [report, forCompany], "read"));
    expect([answer.statusCode, answer.headers["retry-after"], answer.json()]).toEqual([
      503,
      "10",
      {
        status: 503,
        code: "AUTHORIZATION_UNAVAILABLE",
        detail: "It could not be found out what you may see just now; try again in a moment.",
      },
    ]);
  });
});
