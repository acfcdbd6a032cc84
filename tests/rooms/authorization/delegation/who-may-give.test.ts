import { expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { rightKeyOf } from "../../../../subgraphs/authorization/delegation/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW } from "../world.js";
import { createCompany, FIXED, PACKAGES, SCOPE, SECRET, TAX } from "./company.js";
import { byId, numbered, openDesk } from "./room.js";

type Cast = ReturnType<typeof createCompany>;
type Who = Exclude<keyof Cast, "world">;
type Change = Awaited<ReturnType<typeof openDesk>>["change"];
type Row = readonly [by: Who, from: Who, packageUrn: string, expected: string];

const partyOf = (cast: Cast, who: Who): PartyRow => cast[who];

describeOnBothDatabases("who may give which access package", (dialect) => {
  // biome-ignore format: a table, one row a line
  const rows: readonly Row[] = [
    ["director", "company", PACKAGES.tax, "changed"], // the role holds it and may pass it on
    ["director", "company", PACKAGES.mail, "changed"], // as main administrator, without holding it
    ["director", "company", PACKAGES.accessManager, "changed"],
    ["director", "company", PACKAGES.mainAdministrator, "changed"], // by the role
    ["director", "company", PACKAGES.books, "NOT_DELEGABLE MISSING_PACKAGE_ACCESS PACKAGE_NOT_ASSIGNABLE"],
    ["director", "company", PACKAGES.citizen, "NOT_DELEGABLE MISSING_PACKAGE_ACCESS"],
    ["director", "company", "urn:altinn:accesspackage:nothing", "UNKNOWN_SUBJECT"],
    ["director", "yard", PACKAGES.tax, "changed"], // the main unit's leader, on a subunit's behalf
    ["director", "director", PACKAGES.citizen, "changed"], // persons on their own behalf
    ["director", "director", PACKAGES.tax, "NOT_DELEGABLE MISSING_PACKAGE_ACCESS"],
    ["director", "partner", PACKAGES.tax, "NOT_AUTHORISED"],
    ["manager", "company", PACKAGES.tax, "changed"], // access manager who was given the package
    ["manager", "company", PACKAGES.accessManager, "changed"],
    ["manager", "company", PACKAGES.mail, "NOT_DELEGABLE MISSING_PACKAGE_ACCESS"], // access manager who lacks it
    ["manager", "company", PACKAGES.mainAdministrator, "NOT_DELEGABLE MISSING_PACKAGE_ACCESS"],
    ["manager", "yard", PACKAGES.tax, "changed"],
    ["manager", "partner", PACKAGES.tax, "NOT_AUTHORISED"],
    ["colleague", "company", PACKAGES.tax, "NOT_AUTHORISED"], // a role of the register that gives nothing
    ["stranger", "company", PACKAGES.tax, "NOT_AUTHORISED"],
    ["accountant", "company", PACKAGES.books, "NOT_AUTHORISED"], // an accountant's packages end with the firm
    ["accountant", "firm", PACKAGES.tax, "changed"],
    ["firm", "company", PACKAGES.tax, "NOT_AUTHORISED"], // a bare machine has no role
  ];

  const ordered = async (cast: Cast, change: Change, [by, from, packageUrn]: Row): Promise<string> =>
    change(partyOf(cast, by), "givePackages", {
      from: partyOf(cast, from).urn,
      to: numbered(cast.helper, "Hjelper"),
      packages: [packageUrn],
    });

  it.each(rows.filter(([, , , expected]) => expected === "changed"))(
    "%s, on behalf of %s, %s: %s",
    async (...row) => {
      const cast = createCompany();
      const { change } = await openDesk(dialect, cast.world);
      expect(await ordered(cast, change, row)).toBe("changed");
      expect(await ordered(cast, change, row)).toBe("same");
    },
  );

  it("nobody else, who is told why, and nothing changes", async () => {
    const cast = createCompany();
    const { change } = await openDesk(dialect, cast.world);
    const refused = rows.filter(([, , , expected]) => expected !== "changed");
    // One after the other, and all of them again: a refusal changes nothing for those that follow.
    const answers: Row[] = [];
    for (const row of [...refused, ...refused]) {
      const [by, from, packageUrn] = row;
      answers.push([by, from, packageUrn, await ordered(cast, change, row)]);
    }
    expect(answers).toEqual([...refused, ...refused]);
  });

  it("no machine as a person has access for oneself, whatever a register says of it", async () => {
    const { world, helper, standardSystem } = createCompany();
    world.assign(standardSystem, standardSystem, "SELN");
    world.roleHolds("SELN", "tax");
    const { change } = await openDesk(dialect, world);
    const order = { from: standardSystem.urn, to: numbered(helper, "Hjelper"), packages: [PACKAGES.tax] };
    expect(await change(standardSystem, "givePackages", order)).toBe("NOT_AUTHORISED");
  });

  it("lets a given main administrator give what that role may, but no main administrator", async () => {
    const { world, director, company, colleague, helper } = createCompany();
    const { change } = await openDesk(dialect, world);
    const give = (by: PartyRow, to: PartyRow, lastName: string, urn: string) =>
      change(by, "givePackages", { from: company.urn, to: numbered(to, lastName), packages: [urn] });
    expect(await give(director, colleague, "Bakke", PACKAGES.mainAdministrator)).toBe("changed");
    expect(await give(colleague, helper, "Hjelper", PACKAGES.mail)).toBe("changed");
    expect(await give(colleague, helper, "Hjelper", PACKAGES.tax)).toBe("changed");
    expect(await give(colleague, helper, "Hjelper", PACKAGES.mainAdministrator)).toBe(
      "NOT_DELEGABLE MISSING_PACKAGE_ACCESS",
    );
    // To use it, a main administrator gives it to themselves: they are then written down as who has it.
    expect(await give(colleague, colleague, "Bakke", PACKAGES.mail)).toBe("changed");
  });

  it("reaches over one key role: who leads a firm gives what the firm was given", async () => {
    const { world, director, company, partner, partnerLeader, helper } = createCompany();
    const { change } = await openDesk(dialect, world);
    const packages = [PACKAGES.tax, PACKAGES.accessManager];
    const order = { from: company.urn, to: numbered(helper, "Hjelper"), packages: [PACKAGES.tax] };
    expect(await change(partnerLeader, "givePackages", order)).toBe("NOT_AUTHORISED");
    const toPartner = { from: company.urn, to: numbered(partner), packages };
    expect(await change(director, "givePackages", toPartner)).toBe("changed");
    expect(await change(partnerLeader, "givePackages", order)).toBe("changed");
  });

  it("gives all that is named or nothing", async () => {
    const { world, director, company, helper } = createCompany();
    const { change, store } = await openDesk(dialect, world);
    const order = {
      from: company.urn,
      to: numbered(helper, "Hjelper"),
      packages: [PACKAGES.tax, PACKAGES.books, "urn:altinn:accesspackage:nothing"],
    };
    expect(await change(director, "givePackages", order)).toBe(
      "NOT_DELEGABLE MISSING_PACKAGE_ACCESS PACKAGE_NOT_ASSIGNABLE, UNKNOWN_SUBJECT",
    );
    const { database, tables } = store.open;
    expect(await database.read.select().from(tables.assignments)).toHaveLength(world.seed.assignments.length);
    expect(await database.read.select().from(tables.auditEntries)).toEqual([]);
  });

  it("takes a login that is strong enough, to give and to take", async () => {
    const { world, director, company, helper } = createCompany();
    const { change } = await openDesk(dialect, world);
    const order = { from: company.urn, to: numbered(helper, "Hjelper"), packages: [PACKAGES.tax] };
    expect(await change(director, "givePackages", order, { level: 2 })).toBe("LEVEL_TOO_LOW");
    expect(await change(director, "givePackages", order, { level: 3 })).toBe("changed");
    const taking = { from: company.urn, to: helper.urn, packages: [PACKAGES.tax] };
    expect(await change(director, "revokePackages", taking, { level: 2 })).toBe("LEVEL_TOO_LOW");
    expect(await change(director, "revokePackages", taking, { level: 3 })).toBe("changed");
  });
});

describeOnBothDatabases("whom access may be given to", (dialect) => {
  it("is told by number and name, or by id to those who have to do with them; others are nobody", async () => {
    const cast = createCompany();
    const { world, director, company, helper, colleague, email, partner, standardSystem } = cast;
    world.person("Død Mann", { dateOfDeath: "2025-01-01" });
    const dead = world.seed.parties.at(-1) ?? helper;
    const { change } = await openDesk(dialect, world);
    const give = (to: ReturnType<typeof numbered>, packageUrn = PACKAGES.tax) =>
      change(director, "givePackages", { from: company.urn, to, packages: [packageUrn] });
    expect(await give(numbered(helper))).toBe("RECIPIENT_NOT_FOUND");
    expect(await give(numbered(helper, "Feil"))).toBe("RECIPIENT_NOT_FOUND");
    expect(await give(numbered(helper, "Per Hjelper"))).toBe("RECIPIENT_NOT_FOUND"); // the last name alone
    expect(await give(byId(helper))).toBe("RECIPIENT_NOT_FOUND");
    expect(await give({ urn: "urn:altinn:organization:identifier-no:999999999", lastName: null })).toBe(
      "RECIPIENT_NOT_FOUND",
    );
    expect(await give(numbered(helper, "HJELPER"))).toBe("changed");
    expect(await give(byId(helper), PACKAGES.mail)).toBe("changed"); // somebody whom they have to do with now
    expect(await give(byId(colleague))).toBe("changed");
    expect(await give(byId(director), PACKAGES.mail)).toBe("changed"); // oneself
    expect(await give(numbered(partner))).toBe("changed");
    expect(await give(numbered(partner), PACKAGES.mainAdministrator)).toBe("RECIPIENT_NOT_ALLOWED");
    expect(await give(numbered(standardSystem))).toBe("changed");
    expect(await give(numbered(email))).toBe("RECIPIENT_NOT_ALLOWED");
    expect(await give(byId(email))).toBe("RECIPIENT_NOT_FOUND");
    expect(await give(numbered(dead, "Mann"))).toBe("RECIPIENT_NOT_ALLOWED");
    expect(await give(numbered(company))).toBe("VALIDATION");
  });
});

describeOnBothDatabases("who may give which right to a service", (dialect) => {
  // biome-ignore format: a table, one row a line
  const rows: readonly (readonly [by: Who, service: string, action: string, level: 3 | 4, expected: string])[] = [
    ["director", TAX, "read", 3, "changed"], // by a package that they may pass on
    ["director", TAX, "write", 3, "changed"], // by the role
    ["director", TAX, "sign", 3, "NOT_DELEGABLE MISSING_ROLE_ACCESS MISSING_DELEGATION_ACCESS"],
    ["director", TAX, "fly", 3, "UNKNOWN_SUBJECT"],
    ["director", "urn:altinn:resource:nothing", "read", 3, "UNKNOWN_SUBJECT"],
    ["director", SECRET, "read", 3, "LEVEL_TOO_LOW"],
    ["director", SECRET, "read", 4, "changed"],
    ["director", SCOPE, "read", 4, "NOT_DELEGABLE PACKAGE_ACCESS RESOURCE_IS_MASKINPORTEN_SCHEMA"],
    ["director", FIXED, "read", 4, "NOT_DELEGABLE PACKAGE_ACCESS RESOURCE_NOT_DELEGABLE"],
    ["manager", TAX, "read", 3, "changed"],
    ["manager", TAX, "sign", 3, "NOT_DELEGABLE MISSING_ROLE_ACCESS MISSING_DELEGATION_ACCESS"],
    ["colleague", TAX, "read", 3, "NOT_AUTHORISED"],
  ];

  it.each(rows)("%s: %s %s at level %i: %s", async (by, service, action, level, expected) => {
    const cast = createCompany();
    const { change } = await openDesk(dialect, cast.world);
    const ends = { from: cast.company.urn, to: numbered(cast.helper, "Hjelper"), service, rights: [action] };
    expect(await change(partyOf(cast, by), "giveRights", ends, { level })).toBe(expected);
    const instanceRef = `urn:altinn:instance-id:${cast.company.partyId}/0199a000-0000-7000-8000-000000000001`;
    const one = { ...ends, instanceRef };
    expect(await change(partyOf(cast, by), "giveInstanceRights", one, { level })).toBe(expected);
  });

  it("passes on what was given by name, action by action", async () => {
    const { world, company, helper } = createCompany();
    const signatory = world.person("Sig Signatar");
    world.assign(company, signatory, "RIGHTHOLDER", {
      packages: ["tilgangsstyrer"],
      resources: { tax: ["sign"] },
    });
    const { change } = await openDesk(dialect, world);
    const give = (rights: readonly string[]) =>
      change(signatory, "giveRights", {
        from: company.urn,
        to: numbered(helper, "Hjelper"),
        service: TAX,
        rights,
      });
    expect(await give(["sign", "read"])).toBe(
      "NOT_DELEGABLE MISSING_PACKAGE_ACCESS MISSING_DELEGATION_ACCESS",
    );
    expect(await give(["sign"])).toBe("changed");
    expect(await give([rightKeyOf(TAX, "sign")])).toBe("same");
  });

  it("is told that a service is for parties on a list only, and by whom the party is let in", async () => {
    const { world, director, company, helper } = createCompany();
    const { change, store } = await openDesk(dialect, world);
    const { database, tables } = store.open;
    const listId = "0199a000-0000-7000-8000-00000000000a";
    await database.transaction(async (tx) => {
      await tx.insert(tables.restrictedServices).values({ service: TAX });
      await tx
        .insert(tables.accessLists)
        .values({ id: listId, owner: "ttd", identifier: "list", name: "List", description: "" });
      await tx.insert(tables.accessListServices).values({ listId, service: TAX, actions: ["read"] });
    });
    const give = (action: string) =>
      change(director, "giveRights", {
        from: company.urn,
        to: numbered(helper, "Hjelper"),
        service: TAX,
        rights: [action],
      });
    expect(await give("read")).toBe("NOT_DELEGABLE PACKAGE_ACCESS ACCESS_LIST_VALIDATION_FAIL");
    await database.transaction(async (tx) => {
      await tx.insert(tables.accessListMembers).values({ listId, partyId: company.id, since: NOW });
    });
    expect(await give("read")).toBe("changed");
    expect(await give("write")).toBe("NOT_DELEGABLE PACKAGE_ACCESS ROLE_ACCESS ACCESS_LIST_VALIDATION_FAIL");
  });

  it("is nobody's who guards a person, nor of an app's rightholder", async () => {
    const { world, company, helper } = createCompany();
    const [ward, guardian, signatory] = [
      world.person("Tor Trenger"),
      world.person("Mona Verge"),
      world.person("Sig"),
    ];
    world.assign(ward, guardian, "GUARDIAN");
    world.roleHolds("GUARDIAN", "citizen", { canDelegate: false });
    world.assign(company, signatory, "APP_RIGHTHOLDER", { packages: ["tilgangsstyrer", "tax"] });
    const { change } = await openDesk(dialect, world);
    const order = { to: numbered(helper, "Hjelper"), packages: [PACKAGES.citizen] };
    expect(await change(guardian, "givePackages", { ...order, from: ward.urn })).toBe("NOT_AUTHORISED");
    expect(await change(ward, "givePackages", { ...order, from: ward.urn })).toBe("changed");
    expect(await change(signatory, "givePackages", { ...order, from: company.urn })).toBe("NOT_AUTHORISED");
  });

  it("refuses things of another party, and references that are none", async () => {
    const { world, director, company, partner, helper } = createCompany();
    const { change } = await openDesk(dialect, world);
    const give = (instanceRef: string) =>
      change(director, "giveInstanceRights", {
        from: company.urn,
        to: numbered(helper, "Hjelper"),
        service: TAX,
        rights: ["read"],
        instanceRef,
      });
    const uuid = "0199a000-0000-7000-8000-000000000001";
    expect(await give(`urn:altinn:instance-id:${partner.partyId}/${uuid}`)).toBe("VALIDATION");
    expect(await give(`urn:altinn:instance-id:${uuid}`)).toBe("VALIDATION");
    expect(await give("anything")).toBe("VALIDATION");
    expect(await give(`urn:altinn:dialog-id:${uuid}`)).toBe("changed");
    expect(await give(`urn:altinn:correspondence-id:${uuid}`)).toBe("changed");
  });
});
