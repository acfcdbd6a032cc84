import { expect, it } from "vitest";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openTestRoom, readable } from "./room.js";
import { createWorld, NOW, packageUrn, ROLES } from "./world.js";

/** An accountant's firm, its director and its agent, and a sole proprietor as the client. */
const createPractice = (enterprise: Partial<PartyRow> = {}, owner: Partial<PartyRow> = {}) => {
  const world = createWorld();
  const [director, agent] = [world.person("Kari Leder"), world.person("Agnes Agent")];
  const firm = world.organization("Tall og Orden AS");
  const client = world.organization("Olas Hagearbeid", { variant: "ENK", ...enterprise });
  const proprietor = world.person("Ola Hage", owner);
  world.assign(firm, director, "DAGL");
  world.assign(client, proprietor, "INNH");
  const clientOfFirm = world.assign(client, firm, "REGN");
  world.delegate(clientOfFirm, world.assign(firm, agent, "AGENT"), { packages: ["books"] });
  world.imply("REGN", "A0239");
  world.accessPackage("books");
  world.service("accounts", { read: [ROLES.REGN.urn] });
  world.service("signing", { read: [ROLES.A0239.urn] });
  world.service("ledger", { read: [packageUrn("books")] });
  return { world, director, agent, firm, client, proprietor };
};

const yearsAgo = (years: number): number => Date.UTC(2026 - years, 5, 15, 8, 0, 0);

describeOnBothDatabases("accountants of sole proprietors", (dialect) => {
  it("serve the person behind the enterprise too, themselves or by an agent", async () => {
    const { world, director, agent, proprietor } = createPractice();
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Ola Hage": ["accounts", "signing"],
      "Olas Hagearbeid": ["accounts", "signing"],
    });
    expect(readable(await room.scopeOf(agent), world)).toEqual({
      "Ola Hage": ["ledger"],
      "Olas Hagearbeid": ["ledger"],
    });
    expect(readable(await room.scopeOf(proprietor), world)).toEqual({});
  });

  it("serve the person only in what makes them accountants, by the person's own form", async () => {
    const { world, director, client, firm } = createPractice();
    world.assign(client, firm, "FFOR");
    world.assign(client, firm, "RIGHTHOLDER", { packages: ["books"] });
    world.accessPackage("enterprise");
    world.roleHolds("REGN", "enterprise", { variant: "ENK" });
    world.service("management", { read: [ROLES.FFOR.urn] });
    world.service("enterprise", { read: [packageUrn("enterprise")] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Ola Hage": ["accounts", "signing"],
      "Olas Hagearbeid": ["accounts", "enterprise", "ledger", "management", "signing"],
    });
  });

  it("do not serve a person who is dead", async () => {
    const { world, director } = createPractice({}, { dateOfDeath: "2026-01-02" });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({
      "Olas Hagearbeid": ["accounts", "signing"],
    });
  });

  it("serve the person for two years after the enterprise is deleted, to the moment", async () => {
    const names = async (deletedAt: number) => {
      const { world, director } = createPractice({ deletedAt });
      const room = await openTestRoom(dialect, world);
      return Object.keys(readable(await room.scopeOf(director), world)).sort();
    };
    expect(yearsAgo(0)).toBe(NOW);
    expect(await names(yearsAgo(2) + 1)).toEqual(["Ola Hage", "Olas Hagearbeid"]);
    expect(await names(yearsAgo(2))).toEqual(["Olas Hagearbeid"]);
  });

  it("do not serve the owner of any other form of enterprise", async () => {
    const { world, director } = createPractice({ variant: "AS" });
    const room = await openTestRoom(dialect, world);
    expect(Object.keys(readable(await room.scopeOf(director), world))).toEqual(["Olas Hagearbeid"]);
  });
});
