import { expect, it } from "vitest";
import { DAY_MILLIS } from "../../../lib/clock.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openTestRoom, readable } from "./room.js";
import { createWorld, NOW, packageUrn, ROLES } from "./world.js";

describeOnBothDatabases("what kind of viewer may act", (dialect) => {
  it("lets a guardian read for the ward while the ward lives, and never the ward for the guardian", async () => {
    const world = createWorld();
    const guardian = world.person("Vera Verge");
    const ward = world.person("Tor Trenger");
    const late = world.person("Dag Død", { dateOfDeath: "2026-01-02" });
    world.assign(ward, guardian, "GUARDIAN");
    world.assign(late, guardian, "GUARDIAN");
    world.service("tax", { read: [ROLES.GUARDIAN.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(guardian), world)).toEqual({ "Tor Trenger": ["tax"] });
    expect(readable(await room.scopeOf(ward), world)).toEqual({});
  });

  it("leaves other rights from the dead as the register has them, e.g. an heir's", async () => {
    const world = createWorld();
    const [heir, late] = [world.person("Arve Ing"), world.person("Dag Død", { dateOfDeath: "2026-01-02" })];
    world.assign(late, heir, "RIGHTHOLDER", { resources: { estate: ["read"] } });
    world.service("estate", {});
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(heir), world)).toEqual({ "Dag Død": ["estate"] });
  });

  it("lets people act for themselves without an assignment, and machines not", async () => {
    const world = createWorld();
    const person = world.person("Ola Selv");
    const listed = world.person("Lise Listet");
    world.assign(listed, listed, "PRIV");
    const email = world.selfIdentified("Ola på e-post", "ola@example.invalid");
    const system = world.systemUser("Regnskapssystemet");
    world.accessPackage("health");
    world.roleHolds("PRIV", "health");
    world.imply("PRIV", "UTINN");
    world.service("doctor", { read: [packageUrn("health")] });
    world.service("taxes", { read: [ROLES.PRIV.legacyUrn ?? ""] });
    world.service("forms", { read: [ROLES.UTINN.urn] });
    world.service("library", { read: [ROLES.SELN.urn] });
    const room = await openTestRoom(dialect, world);
    const own = ["doctor", "forms", "taxes"];
    expect(readable(await room.scopeOf(person), world)).toEqual({ "Ola Selv": own });
    expect(readable(await room.scopeOf(listed), world)).toEqual({ "Lise Listet": own });
    expect(readable(await room.scopeOf(email), world)).toEqual({ "Ola på e-post": ["library"] });
    expect(readable(await room.scopeOf(system), world)).toEqual({});
  });

  it("gives somebody whom the register does not know nothing", async () => {
    const world = createWorld();
    world.service("taxes", { read: [ROLES.PRIV.urn] });
    const room = await openTestRoom(dialect, world);
    const unknown = createWorld().person("Ukjent");
    expect(await room.scopeOf(unknown)).toEqual({ level: 3, groups: [], instances: [] });
  });

  it("lets nobody act who is dead or deleted, nor anybody through them", async () => {
    const world = createWorld();
    const dead = world.person("Dag Død", { dateOfDeath: "2026-01-02" });
    const gone = { deletedAt: NOW - DAY_MILLIS };
    const [director, agent] = [world.person("Kari Leder"), world.person("Agnes Agent")];
    const [firm, wound] = [world.organization("Tall AS", gone), world.organization("Avviklet AS", gone)];
    const client = world.organization("Klient AS");
    world.assign(wound, dead, "DAGL");
    world.assign(wound, director, "DAGL"); // what it received can still be read
    world.assign(firm, director, "DAGL");
    const clientOfFirm = world.assign(client, firm, "REGN");
    world.delegate(clientOfFirm, world.assign(firm, agent, "AGENT"), { packages: ["payroll"] });
    world.assign(client, firm, "RIGHTHOLDER", { resources: { tax: ["read"] } });
    world.accessPackage("payroll");
    world.service("tax", { read: [ROLES.DAGL.urn, ROLES.REGN.urn, packageUrn("payroll"), ROLES.PRIV.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(dead), world)).toEqual({});
    expect(readable(await room.scopeOf(firm), world)).toEqual({});
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Avviklet AS": ["tax"],
      "Kari Leder": ["tax"],
      "Tall AS": ["tax"],
    });
    expect(readable(await room.scopeOf(agent), world)).toEqual({ "Agnes Agent": ["tax"] });
  });

  it("gives an organisation's bare machine what was given to the organisation by name, and no role", async () => {
    const world = createWorld();
    const firm = world.organization("Tall og Orden AS");
    const [client, friend] = [world.organization("Klient AS"), world.organization("Venn AS")];
    world.subunit("Venn avd. nord", friend);
    world.assign(client, firm, "REGN");
    world.assign(client, firm, "LEDE");
    world.assign(world.organization("Eid av klient AS"), client, "RIGHTHOLDER", { packages: ["payroll"] });
    world.assign(friend, firm, "RIGHTHOLDER", { packages: ["payroll"] });
    world.accessPackage("payroll");
    world.service("tax", { read: [ROLES.REGN.urn, packageUrn("payroll")] });
    const own = createWorld();
    const selfGiver = own.organization("Egen AS");
    own.assign(selfGiver, selfGiver, "RIGHTHOLDER", { resources: { tax: ["read"] } });
    own.service("tax", {});

    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(firm), world)).toEqual({
      "Venn AS": ["tax"],
      "Venn avd. nord": ["tax"],
    });
    const ownRoom = await openTestRoom(dialect, own);
    expect(readable(await ownRoom.scopeOf(selfGiver), own)).toEqual({ "Egen AS": ["tax"] });
  });

  it("gives a system user what it was given by name, or passed on as an agent", async () => {
    const world = createWorld();
    const [system, other] = [world.systemUser("Lønnssystemet"), world.systemUser("Et annet")];
    const [company, firm] = [world.organization("Fjordheim Bygg AS"), world.organization("Tall AS")];
    world.assign(company, system, "RIGHTHOLDER", { packages: ["payroll"] });
    const clientOfFirm = world.assign(world.organization("Klient AS"), firm, "REGN");
    world.delegate(clientOfFirm, world.assign(firm, system, "AGENT"), { packages: ["payroll"] });
    world.accessPackage("payroll");
    world.service("pay", { read: [packageUrn("payroll")] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(system), world)).toEqual({
      "Fjordheim Bygg AS": ["pay"],
      "Klient AS": ["pay"],
    });
    expect(readable(await room.scopeOf(other), world)).toEqual({});
  });
});
