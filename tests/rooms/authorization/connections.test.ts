import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openTestRoom, readable } from "./room.js";
import { createWorld, packageUrn, ROLES } from "./world.js";

const INSTANCE = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000001";

describeOnBothDatabases("who acts for whom", (dialect) => {
  it("lets a managing director read for the company, and nobody else", async () => {
    const world = createWorld();
    const [director, stranger] = [world.person("Kari Leder"), world.person("Nils Fremmed")];
    const company = world.organization("Fjordheim Bygg AS");
    world.assign(company, director, "DAGL");
    world.service("tax", { read: [ROLES.DAGL.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });
    expect(readable(await room.scopeOf(stranger), world)).toEqual({});
  });

  it("knows a role by either of its URNs, in whatever case a policy spells them", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    world.assign(world.organization("Fjordheim Bygg AS"), director, "DAGL");
    world.service("modern", { read: ["urn:altinn:external-role:ccr:daglig-leder"] });
    world.service("legacy", { read: ["urn:altinn:rolecode:dagl"] });
    world.service("legacy-in-capitals", { read: ["urn:altinn:rolecode:DAGL"] });
    world.service("other", { read: ["urn:altinn:rolecode:lede"] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Fjordheim Bygg AS": ["legacy", "legacy-in-capitals", "modern"],
    });
  });

  it("follows a key role one hop, and no further", async () => {
    const world = createWorld();
    const [director, member] = [world.person("Kari Leder"), world.person("Mons Medlem")];
    const [firm, owned] = [world.organization("Tall og Orden AS"), world.organization("Eid AS")];
    world.assign(firm, director, "DAGL");
    world.assign(firm, member, "MEDL");
    world.assign(owned, firm, "LEDE");
    world.assign(world.organization("Klient AS"), firm, "REGN");
    world.assign(world.organization("Klientens klient AS"), owned, "REGN");
    world.service("accounts", { read: [ROLES.REGN.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({ "Klient AS": ["accounts"] });
    expect(readable(await room.scopeOf(member), world)).toEqual({});
  });

  it("adds the roles that come with a role, once and not over again", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    world.assign(world.organization("Fjordheim Bygg AS"), director, "DAGL");
    world.imply("DAGL", "UTINN");
    world.imply("UTINN", "MEDL");
    world.accessPackage("forms");
    world.roleHolds("UTINN", "forms");
    world.service("by-role", { read: [ROLES.UTINN.urn] });
    world.service("by-package", { read: [packageUrn("forms")] });
    world.service("second-step", { read: [ROLES.MEDL.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Fjordheim Bygg AS": ["by-package", "by-role"],
    });
  });

  it("gives a role's packages for every form or for the giver's form, where the role has access itself", async () => {
    const world = createWorld();
    const [director, admin] = [world.person("Kari Leder"), world.person("Anne Admin")];
    const company = world.organization("Fjordheim Bygg AS", { variant: "AS" });
    world.assign(company, director, "DAGL");
    world.assign(company, admin, "ADMIN");
    for (const code of ["every-form", "as-only", "nuf-only"]) {
      world.accessPackage(code);
      world.service(code, { read: [packageUrn(code)] });
    }
    world.roleHolds("DAGL", "every-form");
    world.roleHolds("DAGL", "as-only", { variant: "AS" });
    world.roleHolds("DAGL", "nuf-only", { variant: "NUF" });
    // A main administrator may give the package away, but not use it.
    world.roleHolds("ADMIN", "every-form", { hasAccess: false });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Fjordheim Bygg AS": ["as-only", "every-form"],
    });
    expect(readable(await room.scopeOf(admin), world)).toEqual({});
  });

  it("gives a rightholder what the assignment names, and nothing that the role might", async () => {
    const world = createWorld();
    const [helper, member] = [world.person("Hanne Hjelper"), world.person("Mons Medlem")];
    const company = world.organization("Fjordheim Bygg AS");
    const given = {
      packages: ["salary"],
      resources: { permits: ["read", "write"], writing: ["write"] },
      instances: [
        { service: "cases", instanceRef: INSTANCE, actions: ["read"] },
        { service: "cases", instanceRef: `${INSTANCE}2`, actions: ["write"] },
      ],
    };
    world.assign(company, helper, "RIGHTHOLDER", given);
    world.assign(company, member, "MEDL", given); // rights by name belong to rightholders alone
    for (const code of ["salary", "tax"]) world.accessPackage(code);
    world.roleHolds("RIGHTHOLDER", "tax");
    world.service("pay", { read: [packageUrn("salary")] });
    world.service("taxes", { read: [packageUrn("tax"), ROLES.RIGHTHOLDER.urn] });
    for (const code of ["permits", "writing", "cases"]) world.service(code, {});
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(helper), world)).toEqual({
      "Fjordheim Bygg AS": ["pay", "permits", INSTANCE],
    });
    expect(readable(await room.scopeOf(member), world)).toEqual({});
  });

  it("gives a signatory that an app appointed the one thing to sign, not the service", async () => {
    const world = createWorld();
    const signatory = world.person("Siri Signerer");
    world.assign(world.organization("Fjordheim Bygg AS"), signatory, "APP_RIGHTHOLDER", {
      resources: { accounts: ["read"] },
      instances: [{ service: "accounts", instanceRef: INSTANCE, actions: ["read"] }],
    });
    world.service("accounts", {});
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(signatory), world)).toEqual({ "Fjordheim Bygg AS": [INSTANCE] });
  });

  it("gives an agent what the facilitator passed on of a client, and no role", async () => {
    const world = createWorld();
    const [agent, colleague] = [world.person("Agnes Agent"), world.person("Kåre Kollega")];
    const [firm, other] = [world.organization("Tall og Orden AS"), world.organization("Andre Tall AS")];
    const [client, second] = [world.organization("Klient AS"), world.organization("Andre Klient AS")];
    const clientOfFirm = world.assign(client, firm, "REGN");
    const secondOfFirm = world.assign(second, firm, "REGN");
    const agentOfFirm = world.assign(firm, agent, "AGENT");
    const agentOfOther = world.assign(other, agent, "AGENT");
    const memberOfFirm = world.assign(firm, colleague, "MEDL");
    world.delegate(clientOfFirm, agentOfFirm, { packages: ["payroll"], resources: ["archive", "empty"] });
    world.delegate(clientOfFirm, memberOfFirm, { packages: ["payroll"] }); // a member is no agent
    world.delegate(secondOfFirm, agentOfOther, { packages: ["payroll"] }); // not that firm's client
    world.accessPackage("payroll");
    world.service("pay", { read: [packageUrn("payroll")] });
    world.service("accounts", { read: [ROLES.REGN.urn, ROLES.AGENT.urn] });
    world.service("archive", { read: [ROLES.DAGL.urn] });
    world.service("empty", { write: [ROLES.DAGL.urn] }); // nobody may read there
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(agent), world)).toEqual({ "Klient AS": ["archive", "pay"] });
    expect(readable(await room.scopeOf(colleague), world)).toEqual({});
  });

  it("passes everything but instances on from a main unit to its subunits, and nothing upwards", async () => {
    const world = createWorld();
    const [director, helper, manager] = ["Kari Leder", "Hanne Hjelper", "Ulf Undersjef"].map((name) =>
      world.person(name),
    );
    if (!director || !helper || !manager) throw new Error("three persons");
    const company = world.organization("Fjordheim Bygg AS");
    const yard = world.subunit("Fjordheim avd. verft", company);
    world.assign(company, director, "DAGL");
    world.assign(yard, manager, "DAGL");
    world.assign(company, helper, "RIGHTHOLDER", {
      packages: ["salary"],
      resources: { permits: ["read"] },
      instances: [{ service: "tax", instanceRef: INSTANCE, actions: ["read"] }],
    });
    world.accessPackage("salary");
    world.service("tax", { read: [ROLES.DAGL.urn] });
    world.service("pay", { read: [packageUrn("salary")] });
    world.service("permits", {});
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Fjordheim Bygg AS": ["tax"],
      "Fjordheim avd. verft": ["tax"],
    });
    expect(readable(await room.scopeOf(helper), world)).toEqual({
      "Fjordheim Bygg AS": ["pay", "permits", INSTANCE],
      "Fjordheim avd. verft": ["pay", "permits"],
    });
    expect(readable(await room.scopeOf(manager), world)).toEqual({ "Fjordheim avd. verft": ["tax"] });
  });

  it("passes packages bound to a form on by the main unit's form, not the subunit's", async () => {
    const world = createWorld();
    const manager = world.person("Frida Forvalter");
    const housing = world.organization("Borettslaget Lia", { variant: "BRL" });
    world.subunit("Borettslaget Lia avd. garasje", housing);
    world.assign(housing, manager, "FFOR");
    for (const code of ["property", "subunits"]) world.accessPackage(code);
    world.roleHolds("FFOR", "property", { variant: "BRL" });
    world.roleHolds("FFOR", "subunits", { variant: "BEDR" });
    world.service("fees", { read: [packageUrn("property")] });
    world.service("odd", { read: [packageUrn("subunits")] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(manager), world)).toEqual({
      "Borettslaget Lia": ["fees"],
      "Borettslaget Lia avd. garasje": ["fees"],
    });
  });

  it("keeps a participant with shared liability out of inter-municipal companies on either hop", async () => {
    const world = createWorld();
    const [mayor, partner] = [world.person("Oda Ordfører"), world.person("Per Partner")];
    const iks = world.organization("Avfall IKS", { variant: "IKS" });
    const da = world.organization("Partnerne DA", { variant: "DA" });
    const municipality = world.organization("Lia kommune", { variant: "KOMM" });
    world.assign(iks, mayor, "DTPR"); // the role itself stands; it just isn't a key to what the company holds
    world.assign(da, partner, "DTPR");
    world.assign(municipality, mayor, "DAGL");
    world.assign(iks, municipality, "DTPR");
    world.assign(world.organization("Klient av IKS AS"), iks, "REGN");
    world.assign(world.organization("Klient av DA AS"), da, "REGN");
    world.assign(world.organization("Hytte DA", { variant: "DA" }), municipality, "DTPR");
    world.service("accounts", { read: [ROLES.REGN.urn] });
    world.service("shares", { read: [ROLES.DTPR.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(partner), world)).toEqual({
      "Klient av DA AS": ["accounts"],
      "Partnerne DA": ["shares"],
    });
    expect(readable(await room.scopeOf(mayor), world)).toEqual({
      "Avfall IKS": ["shares"],
      "Hytte DA": ["shares"],
    });
  });

  it("gives nothing by the roles of Maskinporten suppliers and agents, held, implied or passed on", async () => {
    const world = createWorld();
    const person = world.person("Stine Stille");
    const company = world.organization("Fjordheim Bygg AS");
    const given = { packages: ["salary"], resources: { tax: ["read"] } };
    world.assign(company, person, "SUPPLIER", given);
    world.assign(company, person, "AGENT", given);
    world.accessPackage("salary");
    for (const role of ["SUPPLIER", "AGENT"] as const) {
      world.roleHolds(role, "salary");
      world.imply(role, "UTINN");
      world.imply("MEDL", role);
    }
    world.assign(company, person, "MEDL");
    const vendor = world.organization("Leverandør AS");
    const clientOfVendor = world.assign(world.organization("Klient AS"), vendor, "SUPPLIER");
    world.delegate(clientOfVendor, world.assign(vendor, person, "AGENT"), { packages: ["salary"] });
    const everything = [ROLES.SUPPLIER.urn, ROLES.AGENT.urn, ROLES.UTINN.urn, packageUrn("salary")];
    world.service("tax", { read: everything });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(person), world)).toEqual({});
  });

  it("leaves out services that the register does not know, whoever names them", async () => {
    const world = createWorld();
    const helper = world.person("Hanne Hjelper");
    world.assign(world.organization("Fjordheim Bygg AS"), helper, "RIGHTHOLDER", {
      resources: { gone: ["read"], here: ["read"] },
      instances: [{ service: "gone", instanceRef: INSTANCE, actions: ["read"] }],
    });
    world.service("here", {});
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(helper), world)).toEqual({ "Fjordheim Bygg AS": ["here"] });
  });
});
