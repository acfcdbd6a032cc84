import { expect, it } from "vitest";
import { DAY_MILLIS, HOUR_MILLIS } from "../../../../lib/clock.js";
import { idFromName, uuidFromName } from "../../../../lib/ids.js";
import { recordDecisions } from "../../../../subgraphs/authorization/audit/record-decisions.js";
import { AuditStore } from "../../../../subgraphs/authorization/audit/store.js";
import { openAccessTrail } from "../../../../subgraphs/authorization/audit/trail.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { callBy, openTestRoom } from "../room.js";
import { createWorld, NOW, ROLES, serviceUrn, viewerOf } from "../world.js";

const everything = { kinds: null, from: null, until: null, afterId: null, take: 100 } as const;

const openTrailed = async (dialect: "sqlite" | "postgres") => {
  const world = createWorld();
  const leader = world.person("Kari Leder");
  const company = world.organization("Fjordheim Bygg AS");
  world.assign(company, leader, "DAGL");
  world.service("plain", { read: [ROLES.DAGL.urn, ROLES.PRIV.urn] });
  world.service("secret", { read: [ROLES.DAGL.urn, ROLES.PRIV.urn] }, 4);
  world.service("delicate", { read: [ROLES.DAGL.urn] }, 3);
  const { store, authorization, statements } = await openTestRoom(dialect, world);
  const { database, tables } = store.open;
  await database.transaction(async (tx) => {
    await tx.insert(tables.sensitiveServices).values({ service: serviceUrn("delicate") });
  });
  let now = NOW;
  let ids = 0;
  const trail = openAccessTrail({
    store: new AuditStore(database),
    clock: () => now,
    newId: (at) => idFromName(`entry ${ids++}`, at),
    retentionDays: 30,
  });
  const port = recordDecisions(authorization, trail);
  const ask = (party: string, code: string, action = "read") =>
    port.decide(callBy(viewerOf(leader, { level: 4, clientId: "workspace" })), [
      { party, service: serviceUrn(code), action, instanceRef: null },
    ]);
  return { trail, ask, leader, company, statements, port, pass: (millis: number) => (now += millis) };
};

describeOnBothDatabases("the trail of decisions", (dialect) => {
  it("keeps who used a sensitive service and who was not let in, and nothing of plain services or oneself", async () => {
    const { trail, ask, leader, company } = await openTrailed(dialect);
    await ask(company.urn, "plain");
    await ask(company.urn, "secret");
    await ask(company.urn, "secret", "sign");
    await ask(company.urn, "delicate");
    await ask(leader.urn, "secret");
    await trail.flush();
    const entries = await trail.page({ partyId: company.id, ...everything });
    expect(entries.map(({ subject, action, outcome }) => [subject, action, outcome]).sort()).toEqual([
      [serviceUrn("delicate"), "read", "PERMIT"],
      [serviceUrn("secret"), "read", "PERMIT"],
      [serviceUrn("secret"), "sign", "NOT_APPLICABLE"],
    ]);
    expect(entries[0]).toMatchObject({
      kind: "DECISION",
      at: NOW,
      partyId: company.id,
      counterpartId: leader.id,
      actorId: leader.id,
      clientId: "workspace",
      level: 4,
    });
  });

  it("adds no statement to a decision but the first, and one line for a decision that is asked for over and over", async () => {
    const { trail, ask, company, statements } = await openTrailed(dialect);
    await ask(company.urn, "plain");
    await ask(company.urn, "secret");
    statements.length = 0;
    await ask(company.urn, "plain");
    const plain = statements.length;
    statements.length = 0;
    for (let time = 0; time < 20; time++) await ask(company.urn, "secret");
    expect(statements).toHaveLength(20 * plain);
    await trail.flush();
    expect(await trail.page({ partyId: company.id, ...everything })).toHaveLength(1);
  });

  it("writes what waits when it is closed, and tries again where writing failed", async () => {
    const { trail, ask, company } = await openTrailed(dialect);
    await ask(company.urn, "secret");
    await trail.close();
    expect(await trail.page({ partyId: company.id, ...everything })).toHaveLength(1);

    const lines: string[] = [];
    let isAway = true;
    const flaky = openAccessTrail({
      store: {
        sensitiveServices: async () => new Set<string>(),
        append: async (entries: readonly { id: string }[]) => {
          if (isAway) throw new Error("the database is away");
          lines.push(...entries.map(({ id }) => id));
        },
      } as unknown as AuditStore,
      clock: () => NOW,
      newId: () => uuidFromName("entry"),
    });
    const told = { service: serviceUrn("secret"), action: "read", outcome: "PERMIT" };
    const about = { partyId: company.id, subjectId: null, requiredLevel: 4 };
    await flaky.decided({ viewer: viewerOf(company) }, null, [{ ...told, ...about }]);
    await expect(flaky.flush()).rejects.toThrow("the database is away");
    isAway = false;
    await flaky.flush();
    expect(lines).toEqual([uuidFromName("entry")]);
  });

  it("forgets what is older than its time of keeping", async () => {
    const { trail, ask, company, pass } = await openTrailed(dialect);
    await ask(company.urn, "secret");
    await trail.flush();
    pass(29 * DAY_MILLIS);
    expect(await trail.removeOld()).toBe(0);
    pass(2 * DAY_MILLIS);
    expect(await trail.removeOld()).toBe(1);
    expect(await trail.page({ partyId: company.id, ...everything })).toEqual([]);
  });

  it("keeps who looked somebody up, once an hour", async () => {
    const { trail, leader, company, pass } = await openTrailed(dialect);
    const agency = callBy(viewerOf(company, { clientId: "skatt" }));
    await trail.lookedUp(agency, leader.id);
    pass(HOUR_MILLIS - 1);
    await trail.flush();
    await trail.lookedUp(agency, leader.id);
    pass(1);
    await trail.flush();
    await trail.lookedUp(agency, leader.id);
    await trail.flush();
    const entries = await trail.page({ partyId: leader.id, ...everything });
    expect(entries.map(({ kind, at, actorOrganization }) => [kind, at, actorOrganization])).toEqual([
      ["LOOKUP", NOW + HOUR_MILLIS, company.urn],
      ["LOOKUP", NOW, company.urn],
    ]);
  });
});
