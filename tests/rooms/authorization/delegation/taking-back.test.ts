import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { idFromName } from "../../../../lib/ids.js";
import { revokePackages } from "../../../../subgraphs/authorization/delegation/revoke.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, viewerOf } from "../world.js";
import { createCompany, PACKAGES, TAX } from "./company.js";
import { byId, numbered, openDesk } from "./room.js";

const UUID = "0199a000-0000-7000-8000-000000000001";

describeOnBothDatabases("taking access back", (dialect) => {
  it("is for the giver's administrators and for the receiver, and for nobody else", async () => {
    const { world, director, company, manager, helper, stranger, partnerLeader } = createCompany();
    const { change } = await openDesk(dialect, world);
    const packages = [PACKAGES.tax];
    const give = () =>
      change(director, "givePackages", { from: company.urn, to: numbered(helper, "Hjelper"), packages });
    const take = (by: typeof director) =>
      change(by, "revokePackages", { from: company.urn, to: helper.urn, packages });

    expect(await give()).toBe("changed");
    expect(await take(stranger)).toBe("NOT_AUTHORISED");
    expect(await take(partnerLeader)).toBe("NOT_AUTHORISED");
    expect(await take(manager)).toBe("changed");
    expect(await take(manager)).toBe("same");
    expect(await give()).toBe("changed");
    expect(await take(helper)).toBe("changed"); // gives it up
    expect(await take(helper)).toBe("same");
  });

  it("is not for a bare machine of the receiver, unless it was let in to decide", async () => {
    const { world, director, company, partner } = createCompany();
    const trusted = world.organization("Med maskin AS");
    world.assign(trusted, trusted, "RIGHTHOLDER", { packages: ["tilgangsstyrer"] });
    const { change } = await openDesk(dialect, world);
    for (const to of [partner, trusted]) {
      await change(director, "givePackages", {
        from: company.urn,
        to: numbered(to),
        packages: [PACKAGES.tax],
      });
    }
    const give = (by: typeof partner) => change(by, "revokeEverything", { from: company.urn, to: by.urn });
    expect(await give(partner)).toBe("NOT_AUTHORISED");
    expect(await give(trusted)).toBe("changed");
  });

  it("answers alike whether or not there is such a receiver", async () => {
    const { world, director, company, stranger, helper } = createCompany();
    const { change } = await openDesk(dialect, world);
    const take = (by: typeof director, from: string, to: string) =>
      change(by, "revokeEverything", { from, to });
    const nobody = `urn:altinn:party:uuid:${UUID}`;
    expect(await take(director, company.urn, stranger.urn)).toBe("same");
    expect(await take(director, company.urn, nobody)).toBe("same");
    expect(await take(helper, company.urn, helper.urn)).toBe("NOT_AUTHORISED");
    expect(await take(helper, nobody, helper.urn)).toBe("NOT_AUTHORISED");
  });

  it("takes single rights, or all rights to a service or a thing", async () => {
    const { world, director, company, helper } = createCompany();
    const { change, decide } = await openDesk(dialect, world);
    const instanceRef = `urn:altinn:dialog-id:${UUID}`;
    const ends = { from: company.urn, to: numbered(helper, "Hjelper"), service: TAX };
    const may = async (ref: string | null) => {
      const decisions = await Promise.all(
        ["read", "write"].map((action) =>
          decide(helper, { party: company.urn, service: TAX, action, instanceRef: ref }),
        ),
      );
      return decisions.map(({ decision }) => decision === "PERMIT");
    };
    expect(await change(director, "giveRights", { ...ends, rights: ["read", "write"] })).toBe("changed");
    expect(await may(null)).toEqual([true, true]);
    const taking = { from: company.urn, to: byId(helper).urn };
    expect(await change(director, "revokeRights", { ...taking, service: TAX, rights: ["write"] })).toBe(
      "changed",
    );
    expect(await may(null)).toEqual([true, false]);
    expect(await change(director, "revokeRights", { ...taking, service: TAX, rights: null })).toBe("changed");
    expect(await may(null)).toEqual([false, false]);
    expect(await change(director, "revokeRights", { ...taking, service: TAX, rights: null })).toBe("same");

    const one = { ...ends, instanceRef, rights: ["read", "write"] };
    expect(await change(director, "giveInstanceRights", one)).toBe("changed");
    expect(await may(instanceRef)).toEqual([true, true]);
    expect(await may(null)).toEqual([false, false]);
    expect(await change(director, "revokeInstanceRights", { ...taking, instanceRef, rights: ["read"] })).toBe(
      "changed",
    );
    expect(await may(instanceRef)).toEqual([false, true]);
    expect(await change(director, "revokeInstanceRights", { ...taking, instanceRef, rights: null })).toBe(
      "changed",
    );
    expect(await may(instanceRef)).toEqual([false, false]);
  });

  it("ends everything between two parties at once, and leaves roles of registers", async () => {
    const { world, director, company, colleague } = createCompany();
    const { change, store } = await openDesk(dialect, world);
    const to = numbered(colleague, "Bakke");
    const ends = { from: company.urn, to };
    await change(director, "givePackages", { ...ends, packages: [PACKAGES.tax, PACKAGES.mail] });
    await change(director, "giveRights", { ...ends, service: TAX, rights: ["read"] });
    const instanceRef = `urn:altinn:dialog-id:${UUID}`;
    await change(director, "giveInstanceRights", { ...ends, service: TAX, rights: ["read"], instanceRef });
    expect(await change(director, "revokeEverything", { from: company.urn, to: colleague.urn })).toBe(
      "changed",
    );

    const { database, tables } = store.open;
    const left = await database.read.select().from(tables.assignments);
    expect(left.map(({ id }) => id).sort()).toEqual(world.seed.assignments.map(({ id }) => id).sort());
    expect(await database.read.select().from(tables.assignmentResources)).toEqual([]);
    expect(await database.read.select().from(tables.assignmentInstances)).toEqual([]);
    const trail = await database.read.select().from(tables.auditEntries).orderBy(tables.auditEntries.id);
    const lines = trail.map(({ kind, subject, action }) => [kind, subject, action]);
    const things = [
      [PACKAGES.mail, null],
      [PACKAGES.tax, null],
      [TAX, "read"],
      [instanceRef, "read"],
    ];
    expect(lines.slice().sort()).toEqual(
      things
        .flatMap(([subject, action]) => [
          ["ACCESS_GRANTED", subject, action],
          ["ACCESS_REVOKED", subject, action],
        ])
        .sort(),
    );
    expect(
      new Set(trail.map(({ partyId, counterpartId, actorId }) => [partyId, counterpartId, actorId].join())),
    ).toEqual(new Set([[company.id, colleague.id, director.id].join()]));
  });
});

describeOnBothDatabases("changes at the same moment", (dialect) => {
  it("never pass on a right that is being taken away", async () => {
    const { world, director, company, manager, helper } = createCompany();
    const { change, store } = await openDesk(dialect, world);
    const { database, tables } = store.open;
    const deed = { viewer: viewerOf(director), at: NOW, newId: (at: number) => idFromName("taken", at) };
    const giving = { from: company.urn, to: numbered(helper, "Hjelper"), packages: [PACKAGES.tax] };
    let given: Promise<string> | null = null;
    await database.transaction(async (tx) => {
      const taken = await revokePackages(
        { tx, tables, dialect, deed },
        { from: company.urn, to: manager.urn, packages: [PACKAGES.accessManager] },
      );
      expect(taken).toMatchObject({ outcome: "DONE", isChanged: true });
      // The manager gives while the right to do so is taken, and not yet gone for others to see.
      let isOver = false;
      given = change(manager, "givePackages", giving).finally(() => {
        isOver = true;
      });
      while (dialect === "postgres" && !isOver) {
        const [waiting] = await tx.rows<{ n: number }>(
          sql`SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        );
        if (Number(waiting?.n) > 0) break;
      }
    });
    expect(await given).toBe("NOT_AUTHORISED");
  });

  it("give the same thing once, whoever gives it", async () => {
    const { world, director, company, manager, helper } = createCompany();
    const { change, store } = await openDesk(dialect, world);
    const order = { from: company.urn, to: numbered(helper, "Hjelper"), packages: [PACKAGES.tax] };
    const outcomes = await Promise.all(
      [director, manager, director, manager].map((by) => change(by, "givePackages", order)),
    );
    expect(outcomes.sort()).toEqual(["changed", "same", "same", "same"]);
    const { database, tables } = store.open;
    expect(await database.read.select().from(tables.auditEntries)).toHaveLength(1);
  });

  it("keep both of two rights to one service that are given at once", async () => {
    const { world, director, company, helper } = createCompany();
    const { change, decide } = await openDesk(dialect, world);
    const ends = { from: company.urn, to: numbered(helper, "Hjelper"), service: TAX };
    await Promise.all(
      ["read", "write"].map((action) => change(director, "giveRights", { ...ends, rights: [action] })),
    );
    for (const action of ["read", "write"]) {
      expect((await decide(helper, { party: company.urn, service: TAX, action })).decision).toBe("PERMIT");
    }
  });
});
