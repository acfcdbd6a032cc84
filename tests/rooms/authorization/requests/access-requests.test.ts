import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../../drizzle/columns.js";
import {
  isOpen,
  REQUEST_STATUSES,
  REQUEST_STEPS,
  type RequestStatus,
  type RequestStep,
  statusAfter,
  stepRule,
} from "../../../../subgraphs/authorization/requests/rules.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { openGraph, uuidUrn } from "../graph.js";
import { createWorld, packageUrn, ROLES, serviceUrn, viewerOf } from "../world.js";

const FIELDS = `id status requester { name } giver { name } accessPackage { urn } serviceResource { id } actions
  createdAt sentAt closedAt`;
const PAYLOAD = `{ request { ${FIELDS} } errors { code requiredLevel } }`;
const REQUEST = `mutation ($input: RequestAccessInput!) { requestAccess(input: $input) ${PAYLOAD} }`;
const MUTATIONS: Readonly<Record<RequestStep, string>> = {
  CONFIRM: "confirmAccessRequest",
  WITHDRAW: "withdrawAccessRequest",
  APPROVE: "approveAccessRequest",
  REJECT: "rejectAccessRequest",
};
const RECEIVED = `query ($party: [_Any!]!, $side: AccessRequestSide!) {
  _entities(representations: $party) { ... on Party { accessRequests(side: $side) { edges { node { id status } } } } }
}`;

/** A company with a leader who may give packages, a member of its board, and a stranger. */
const openOffice = async (dialect: Dialect) => {
  const world = createWorld();
  for (const code of ["tilgangsstyrer", "skatt", "fast"]) {
    world.accessPackage(code, { nb: code }, code === "fast" ? { isAssignable: false } : {});
  }
  for (const code of ["tilgangsstyrer", "skatt"]) world.roleHolds("DAGL", code);
  world.service("tax", { read: [ROLES.DAGL.urn, ROLES.MEDL.urn, ROLES.PRIV.urn], sign: [ROLES.DAGL.urn] });
  const leader = world.person("Kari Leder");
  const member = world.person("Mons Medlem");
  const stranger = world.person("Frida Fremmed");
  const company = world.organization("Fjordheim Bygg AS");
  world.assign(company, leader, "DAGL");
  world.assign(company, member, "MEDL");
  const { ask, store } = await openGraph(dialect, world);
  const taxes = packageUrn("skatt");
  const request = async (viewer: PartyRow, input: object, level: 3 | 4 = 4) =>
    (await ask(viewerOf(viewer, { level }), REQUEST, { input: { from: company.urn, ...input } })).data
      .requestAccess;
  const step = async (viewer: PartyRow, id: string, taken: RequestStep, level: 0 | 3 | 4 = 4) => {
    const name = MUTATIONS[taken];
    const source = `mutation ($id: ID!) { ${name}(id: $id) ${PAYLOAD} }`;
    return (await ask(viewerOf(viewer, { level }), source, { id })).data[name];
  };
  const list = async (viewer: PartyRow, party: PartyRow, side: "SENT" | "RECEIVED") =>
    ask(viewerOf(viewer), RECEIVED, { party: [{ __typename: "Party", id: party.id }], side });
  const given = async () => {
    const { database, tables } = store.open;
    const rights = await database.read.select().from(tables.assignmentPackages);
    const resources = await database.read.select().from(tables.assignmentResources);
    return [
      ...rights.map((row) => row.packageUrn),
      ...resources.map(({ service, actions }) => `${service} ${actions.join(" ")}`),
    ];
  };
  const trail = async () => {
    const { database, tables } = store.open;
    const rows = await database.read.select().from(tables.auditEntries).orderBy(tables.auditEntries.id);
    return rows.map(({ kind }) => kind);
  };
  return { world, leader, member, stranger, company, taxes, request, step, list, given, trail, ask, store };
};

describe("the steps of a request", () => {
  it("lead from open statuses only, to where they say, and never out of a closed one", () => {
    const statuses = fc.constantFrom(...REQUEST_STATUSES);
    fc.assert(
      fc.property(statuses, fc.constantFrom(...REQUEST_STEPS), (status, step) => {
        const next = statusAfter(status, step);
        if (!isOpen(status)) expect(next).toBeNull();
        if (next !== null)
          expect([stepRule(step).from.includes(status), next]).toEqual([true, stepRule(step).to]);
        expect(next).not.toBe("DRAFT");
      }),
    );
  });
});

describeOnBothDatabases("requests for access", (dialect) => {
  it("are asked by somebody with a connection, approved by somebody who may give, and then hold", async () => {
    const { leader, member, company, taxes, request, step, list, given, trail } = await openOffice(dialect);
    const asked = await request(member, { accessPackage: taxes });
    expect(asked).toEqual({
      errors: [],
      request: {
        id: expect.any(String),
        status: "PENDING",
        requester: { name: "Mons Medlem" },
        giver: { name: "Fjordheim Bygg AS" },
        accessPackage: { urn: taxes },
        serviceResource: null,
        actions: null,
        createdAt: "2026-06-15T08:00:00.000Z",
        sentAt: "2026-06-15T08:00:00.000Z",
        closedAt: null,
      },
    });
    const { id } = asked.request;
    expect((await list(leader, company, "RECEIVED")).data._entities[0].accessRequests.edges).toEqual([
      { node: { id, status: "PENDING" } },
    ]);
    expect((await request(member, { accessPackage: taxes })).request.id).toBe(id);

    const approved = await step(leader, id, "APPROVE");
    expect(approved).toMatchObject({
      errors: [],
      request: { status: "APPROVED", closedAt: "2026-06-15T08:00:00.000Z" },
    });
    expect(await given()).toEqual([taxes]);
    expect((await trail()).sort()).toEqual(["ACCESS_GRANTED", "REQUEST_APPROVED", "REQUEST_SENT"]);
  });

  it("may be for actions in a service, and give just these", async () => {
    const { leader, member, request, step, given } = await openOffice(dialect);
    const asked = await request(member, { service: serviceUrn("tax"), actions: ["sign", "read", "read"] });
    expect(asked.request).toMatchObject({
      serviceResource: { id: serviceUrn("tax") },
      actions: ["read", "sign"],
    });
    expect((await step(leader, asked.request.id, "APPROVE")).errors).toEqual([]);
    expect(await given()).toEqual([`${serviceUrn("tax")} read sign`]);
  });

  it("stay a draft that the other side does not hear of until it is confirmed", async () => {
    const { leader, member, company, taxes, request, step, list, trail } = await openOffice(dialect);
    const { request: draft } = await request(member, { accessPackage: taxes, isDraft: true });
    expect(draft).toMatchObject({ status: "DRAFT", sentAt: null });
    expect((await list(leader, company, "RECEIVED")).data._entities[0].accessRequests.edges).toEqual([]);
    expect(await step(leader, draft.id, "APPROVE")).toEqual({
      request: null,
      errors: [{ code: "NOT_FOUND", requiredLevel: null }],
    });
    expect(await trail()).toEqual([]);
    expect((await step(member, draft.id, "CONFIRM")).request.status).toBe("PENDING");
    expect(await trail()).toEqual(["REQUEST_SENT"]);
  });

  it("are refused for those with no connection just as for those who do not exist, and where nothing can be given", async () => {
    const { member, stranger, company, leader, taxes, request } = await openOffice(dialect);
    const refusal = (code: string) => ({ request: null, errors: [{ code, requiredLevel: null }] });
    expect(await request(stranger, { accessPackage: taxes })).toEqual(refusal("NOT_CONNECTED"));
    const nobody = "urn:altinn:party:uuid:00000000-0000-4000-8000-000000000000";
    expect(await request(stranger, { from: nobody, accessPackage: taxes })).toEqual(refusal("NOT_CONNECTED"));
    expect(await request(member, { from: uuidUrn(leader), accessPackage: taxes })).toEqual(
      refusal("NOT_CONNECTED"),
    );
    expect(await request(member, { to: company.urn, accessPackage: taxes })).toEqual(
      refusal("NOT_AUTHORISED"),
    );
    expect(await request(member, { accessPackage: packageUrn("fast") })).toEqual(refusal("NOT_DELEGABLE"));
    expect(await request(member, { accessPackage: packageUrn("ukjent") })).toEqual(
      refusal("UNKNOWN_SUBJECT"),
    );
    expect(await request(member, { service: serviceUrn("ukjent"), actions: ["read"] })).toEqual(
      refusal("UNKNOWN_SUBJECT"),
    );
    expect(await request(member, { accessPackage: taxes, service: serviceUrn("tax") })).toEqual(
      refusal("VALIDATION"),
    );
    expect(await request(member, { service: serviceUrn("tax"), actions: [] })).toEqual(refusal("VALIDATION"));
  });

  it("are answered by those only who administer the giver's access, and taken back by those who asked", async () => {
    const { leader, member, stranger, taxes, request, step } = await openOffice(dialect);
    const { request: asked } = await request(member, { accessPackage: taxes });
    expect((await step(stranger, asked.id, "APPROVE")).errors).toEqual([
      { code: "NOT_FOUND", requiredLevel: null },
    ]);
    expect((await step(member, asked.id, "APPROVE")).errors).toEqual([
      { code: "NOT_AUTHORISED", requiredLevel: null },
    ]);
    expect((await step(leader, asked.id, "WITHDRAW")).errors).toEqual([
      { code: "NOT_AUTHORISED", requiredLevel: null },
    ]);
    expect((await step(member, asked.id, "WITHDRAW")).request.status).toBe("WITHDRAWN");
  });

  it("stay as they were where giving is refused: nothing is half done", async () => {
    const { leader, member, taxes, request, step, given, trail } = await openOffice(dialect);
    const { request: asked } = await request(member, { accessPackage: taxes });
    expect(await step(leader, asked.id, "APPROVE", 0)).toEqual({
      request: null,
      errors: [{ code: "LEVEL_TOO_LOW", requiredLevel: 3 }],
    });
    expect(await given()).toEqual([]);
    expect(await trail()).toEqual(["REQUEST_SENT"]);
    expect((await step(leader, asked.id, "REJECT")).request.status).toBe("REJECTED");
  });

  it("are answered once, also when two answer at the same moment", async () => {
    const { leader, member, taxes, request, step, trail } = await openOffice(dialect);
    const { request: asked } = await request(member, { accessPackage: taxes });
    const answers = await Promise.all([step(leader, asked.id, "APPROVE"), step(leader, asked.id, "REJECT")]);
    const statuses = answers.flatMap(({ request: answered }) => (answered === null ? [] : [answered.status]));
    expect(statuses).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([
      { code: "STATUS_CONFLICT", requiredLevel: null },
    ]);
    expect((await trail()).filter((kind) => kind === `REQUEST_${statuses[0]}`)).toHaveLength(1);
  });

  it("are shown to those who administer the party's access, and to no others", async () => {
    const { leader, member, company, taxes, request, list, ask } = await openOffice(dialect);
    const { request: asked } = await request(member, { accessPackage: taxes });
    const refused = await list(member, company, "RECEIVED");
    expect(refused.errors[0].extensions.code).toBe("ADMINISTRATION_REQUIRED");
    expect((await list(member, member, "SENT")).data._entities[0].accessRequests.edges).toHaveLength(1);
    const one = (viewer: PartyRow) =>
      ask(viewerOf(viewer), "query ($id: ID!) { accessRequest(id: $id) { id } }", { id: asked.id });
    expect((await one(leader)).data).toEqual({ accessRequest: { id: asked.id } });
    expect((await one(member)).data).toEqual({ accessRequest: { id: asked.id } });
  });

  it("follow the state machine under any steps by anybody, and give access exactly when they are approved", async () => {
    const office = await openOffice(dialect);
    const { leader, member, stranger, taxes, request, step, given, store } = office;
    const actors = { leader, member, stranger };
    const moves = fc.array(
      fc.record({
        who: fc.constantFrom<keyof typeof actors>("leader", "member", "stranger"),
        what: fc.constantFrom(...REQUEST_STEPS),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(fc.boolean(), moves, async (isDraft, taken) => {
        const { database, tables } = store.open;
        await database.transaction(async (tx) => {
          await tx.delete(tables.accessRequests);
          await tx.delete(tables.assignmentPackages);
        });
        const { request: asked } = await request(member, { accessPackage: taxes, isDraft });
        let status: RequestStatus = isDraft ? "DRAFT" : "PENDING";
        for (const { who, what } of taken) {
          const answer = await step(actors[who], asked.id, what);
          const isTheirs = who === (stepRule(what).side === "GIVER" ? "leader" : "member");
          const next: RequestStatus | null = isTheirs ? statusAfter(status, what) : null;
          expect(answer.request?.status ?? null).toBe(next);
          expect(answer.errors).toHaveLength(next === null ? 1 : 0);
          status = next ?? status;
        }
        expect(await given()).toEqual(status === "APPROVED" ? [taxes] : []);
      }),
      { numRuns: 25 },
    );
  });
});
