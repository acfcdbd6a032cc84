import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { callBy, openTestRoom, partyCount } from "./room.js";
import { createWorld, packageUrn, ROLES, serviceUrn, viewerOf } from "./world.js";

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** An accountant whose firm has so many clients: some sole proprietors, some with subunits. */
const createAccountant = (clients: number) => {
  const world = createWorld();
  const accountant = world.person("Rita Regnskap");
  const firm = world.organization("Tall og Orden AS");
  world.assign(firm, accountant, "DAGL");
  world.assign(firm, accountant, "LEDE");
  world.imply("REGN", "A0239");
  world.accessPackage("books");
  world.roleHolds("REGN", "books");
  world.service("accounts", { read: [packageUrn("books")] });
  world.service("signing", { read: [ROLES.A0239.urn] });
  world.service("board", { read: [ROLES.DAGL.urn] });
  for (let n = 0; n < clients; n++) {
    const client = world.organization(`Klient ${n}`, { variant: n % 4 === 0 ? "ENK" : "AS" });
    world.assign(client, firm, "REGN");
    if (n % 4 === 0) world.assign(client, world.person(`Eier ${n}`), "INNH");
    if (n % 4 === 1) world.subunit(`Klient ${n} avdeling`, client);
  }
  return { world, accountant };
};

describeOnBothDatabases("a scope", (dialect) => {
  it("is in a fixed order, with equal rights in one group whatever way they came", async () => {
    const world = createWorld();
    const viewer = world.person("Kari Leder");
    const [a, b, c] = [world.organization("A AS"), world.organization("B AS"), world.organization("C AS")];
    world.assign(a, viewer, "DAGL");
    world.assign(b, viewer, "RIGHTHOLDER", { resources: { tax: ["read"], permits: ["read"] } });
    const ref = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000001";
    world.assign(c, viewer, "RIGHTHOLDER", {
      resources: { tax: ["read"] },
      instances: [{ service: "permits", instanceRef: ref, actions: ["read", "write"] }],
    });
    world.service("tax", { read: [ROLES.DAGL.urn] }, 4);
    world.service("permits", { read: [ROLES.DAGL.urn] }, 3);
    const room = await openTestRoom(dialect, world);

    const party = ({ id, urn }: { id: string; urn: string }) => ({ id, urn });
    const permits = { service: serviceUrn("permits"), requiredLevel: 3 };
    const tax = { service: serviceUrn("tax"), requiredLevel: 4 };
    const groups = [
      { parties: [party(a), party(b)].sort(byId), services: [permits, tax] },
      { parties: [party(c)], services: [tax] },
    ].sort((left, right) => byId(left.parties[0] ?? party(a), right.parties[0] ?? party(a)));
    expect(await room.scopeOf(viewer)).toEqual({
      level: 3,
      groups,
      instances: [{ party: party(c), instanceRef: ref, ...permits }],
    });
  });

  it("keeps services above the viewer's level, and says which level they need", async () => {
    const world = createWorld();
    const viewer = world.person("Ola Selv");
    world.service("secret", { read: [ROLES.PRIV.urn] }, 4);
    const room = await openTestRoom(dialect, world);
    const levels = [0, 3, 4] as const;
    const scopes = await Promise.all(
      levels.map((level) => room.authorization.scope(callBy(viewerOf(viewer, { level })))),
    );
    expect(scopes.map(({ level }) => level)).toEqual([0, 3, 4]);
    expect(scopes.map(({ groups }) => groups[0]?.services)).toEqual(
      levels.map(() => [{ service: serviceUrn("secret"), requiredLevel: 4 }]),
    );
  });

  it("is a handful of groups in the same statements for 200 clients and for 5,000", async () => {
    const measure = async (clients: number) => {
      const { world, accountant } = createAccountant(clients);
      const room = await openTestRoom(dialect, world);
      const scope = await room.scopeOf(accountant);
      return {
        parties: partyCount(scope),
        groups: scope.groups.map(({ services }) => services.map(({ service }) => service)),
        statements: room.statements.length,
      };
    };
    const [few, many] = [await measure(200), await measure(5_000)];
    // The firm; the clients and, for every other client, its owner or its subunit.
    expect(few.parties).toBe(1 + 200 + 100);
    expect(many.parties).toBe(1 + 5_000 + 2_500);
    const groups = [[serviceUrn("accounts"), serviceUrn("signing")], [serviceUrn("board")]];
    expect([...few.groups].sort()).toEqual(groups);
    expect([...many.groups].sort()).toEqual(groups);
    expect(few.statements).toBe(7);
    expect(many.statements).toBe(7);
  });
});
