import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openTestRoom, readable } from "./room.js";
import { createWorld, packageUrn, ROLES } from "./world.js";

describeOnBothDatabases("whom a viewer may act for", (dialect) => {
  it("lets a managing director read for the company, and nobody else", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const stranger = world.person("Nils Fremmed");
    const company = world.organization("Fjordheim Bygg AS");
    world.assign(company, director, "DAGL");
    world.service("tax", { read: [ROLES.DAGL.urn] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });
    expect(readable(await room.scopeOf(stranger), world)).toEqual({});
  });

  it("passes a package on by the form that the role's giver has", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const company = world.organization("Fjordheim Bygg AS");
    world.assign(company, director, "DAGL");
    world.accessPackage("a");
    world.roleHolds("DAGL", "a", { variant: "AS" });
    world.service("tax", { read: [packageUrn("a")] });
    const room = await openTestRoom(dialect, world);
    expect(readable(await room.scopeOf(director), world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });
  });
});
