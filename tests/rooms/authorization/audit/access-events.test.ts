import { expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../../drizzle/columns.js";
import { idFromName } from "../../../../lib/ids.js";
import { type AuditKind, auditEntry } from "../../../../subgraphs/authorization/audit/entry.js";
import { appendAudit } from "../../../../subgraphs/authorization/audit/store.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { codes, openGraph } from "../graph.js";
import { createWorld, NOW, packageUrn, ROLES, viewerOf } from "../world.js";

const QUERY = `query ($party: [_Any!]!, $first: Int! = 50, $after: Cursor, $filter: AccessEventFilter) {
  _entities(representations: $party) {
    ... on Party { accessEvents(first: $first, after: $after, filter: $filter) {
      pageInfo { hasNextPage endCursor }
      edges { node {
        at kind party { name type organizationNumber } counterpart { name } actor { name }
        subject action outcome authenticationLevel referenceId
      } }
    } }
  }
}`;

const openTrail = async (dialect: Dialect) => {
  const world = createWorld();
  world.accessPackage("tilgangsstyrer");
  world.accessPackage("skatt");
  world.roleHolds("DAGL", "tilgangsstyrer");
  world.roleHolds("MEDL", "skatt");
  world.service("tax", { read: [ROLES.DAGL.urn, ROLES.MEDL.urn, ROLES.PRIV.urn] });
  const leader = world.person("Kari Leder");
  const member = world.person("Mons Medlem");
  const company = world.organization("Fjordheim Bygg AS");
  world.assign(company, leader, "DAGL");
  world.assign(company, member, "MEDL");
  const { ask, store } = await openGraph(dialect, world);
  const tell = (second: number, kind: AuditKind, actor: PartyRow, more: object = {}) => {
    const at = NOW + second * 1_000;
    const by = { actorId: actor.id, actorOrganization: null, clientId: null, level: 3 };
    const base = { id: idFromName(`${second}`, at), at, kind, partyId: company.id, counterpartId: member.id };
    return store.open.database.transaction((tx) =>
      appendAudit(tx, auditEntry(by, { ...base, subject: packageUrn("skatt"), ...more })),
    );
  };
  const askAs = (viewer: PartyRow, party: PartyRow, variables: object = {}) =>
    ask(viewerOf(viewer), QUERY, { party: [{ __typename: "Party", id: party.id }], ...variables });
  return { tell, askAs, leader, member, company };
};

const eventsIn = (answer: { data: { _entities: { accessEvents: { edges: { node: object }[] } }[] } }) =>
  answer.data._entities[0]?.accessEvents.edges.map(({ node }) => node);

describeOnBothDatabases("Party.accessEvents", (dialect) => {
  it("tells those who administer access what was done with it, newest first, with no person's number", async () => {
    const { tell, askAs, leader, company } = await openTrail(dialect);
    await tell(1, "ACCESS_GRANTED", leader);
    await tell(2, "DECISION", leader, { action: "read", outcome: "PERMIT", counterpartId: leader.id });
    const answer = await askAs(leader, company);
    const party = { name: company.name, type: "ORGANIZATION", organizationNumber: company.urn.slice(-9) };
    expect(eventsIn(answer)).toEqual([
      {
        at: "2026-06-15T08:00:02.000Z",
        kind: "DECISION",
        party,
        counterpart: { name: "Kari Leder" },
        actor: { name: "Kari Leder" },
        subject: packageUrn("skatt"),
        action: "read",
        outcome: "PERMIT",
        authenticationLevel: 3,
        referenceId: null,
      },
      {
        at: "2026-06-15T08:00:01.000Z",
        kind: "ACCESS_GRANTED",
        party,
        counterpart: { name: "Mons Medlem" },
        actor: { name: "Kari Leder" },
        subject: packageUrn("skatt"),
        action: null,
        outcome: null,
        authenticationLevel: 3,
        referenceId: null,
      },
    ]);
  });

  it("is closed to those who act for a party without administering its access", async () => {
    const { tell, askAs, leader, member, company } = await openTrail(dialect);
    await tell(1, "ACCESS_GRANTED", leader);
    const answer = await askAs(member, company);
    expect(answer.data).toEqual({ _entities: [{ accessEvents: null }] });
    expect(codes(answer)).toEqual(["ADMINISTRATION_REQUIRED"]);
  });

  it("tells the receiver what they were given, but not who in the company gave it", async () => {
    const { tell, askAs, leader, member } = await openTrail(dialect);
    await tell(1, "ACCESS_GRANTED", leader);
    await tell(2, "REQUEST_SENT", member);
    const answer = await askAs(member, member);
    expect(eventsIn(answer)).toMatchObject([
      { kind: "REQUEST_SENT", actor: { name: "Mons Medlem" } },
      { kind: "ACCESS_GRANTED", counterpart: { name: "Mons Medlem" }, actor: null },
    ]);
  });

  it("has pages, and may be narrowed by kind and time", async () => {
    const { tell, askAs, leader, company } = await openTrail(dialect);
    for (const second of [1, 2, 3, 4, 5]) {
      await tell(second, second % 2 === 0 ? "ACCESS_REVOKED" : "ACCESS_GRANTED", leader);
    }
    const first = await askAs(leader, company, { first: 2 });
    const page = first.data._entities[0].accessEvents;
    expect(page.pageInfo.hasNextPage).toBe(true);
    const next = await askAs(leader, company, { first: 3, after: page.pageInfo.endCursor });
    expect([...(eventsIn(first) ?? []), ...(eventsIn(next) ?? [])]).toMatchObject(
      [5, 4, 3, 2, 1].map((second) => ({ at: `2026-06-15T08:00:0${second}.000Z` })),
    );
    const filter = { kinds: ["ACCESS_GRANTED"], from: "2026-06-15T08:00:02Z", until: "2026-06-15T08:00:05Z" };
    expect(eventsIn(await askAs(leader, company, { filter }))).toMatchObject([
      { kind: "ACCESS_GRANTED", at: "2026-06-15T08:00:03.000Z" },
    ]);
    const otherList = await askAs(leader, company, { filter, after: page.pageInfo.endCursor });
    expect(codes(otherList)).toEqual(["CURSOR_INVALID"]);
  });
});
