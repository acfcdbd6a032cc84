import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { mountPorts } from "../../../bin/room/port-routes.js";
import type { Dialect } from "../../../drizzle/columns.js";
import { idFromName } from "../../../lib/ids.js";
import { createHttpInstanceAccessPort, type InstanceAccess } from "../../../schema/instance-access-port.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { createInstanceAccessPort } from "../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { callBy, openTestRoom, readable } from "./room.js";
import { createWorld, NOW, ROLES, serviceUrn, viewerOf } from "./world.js";

const ESTATE = serviceUrn("estate");
const REF = (partyId: number): string =>
  `urn:altinn:instance-id:${partyId}/5e8a7c1e-3a52-4c0b-9a51-3f6f0f0a1b2c`;

const openOffice = async (dialect: Dialect) => {
  const world = createWorld();
  world.service("estate", { read: [ROLES.DAGL.urn], sign: [ROLES.DAGL.urn] });
  const company = world.organization("Tunet Test AS");
  const court = world.organization("Testretten");
  const [heir, stranger] = [world.person("Ola Arving"), world.person("Nils Fremmed")];
  const room = await openTestRoom(dialect, world);
  const owner = { code: "tst", organization: court.urn, name: { nb: "Testretten" } };
  const services: ServicesPort = {
    servicesByIds: async (_call, ids) =>
      new Map(
        ids.map((service) => [
          service,
          { service, owner, name: {}, resourceType: "ALTINN_APP", status: "ACTIVE", isDelegable: true },
        ]),
      ),
    familiesOf: async () => new Map(),
    ownerByOrganization: async () => owner,
  };
  let ids = 0;
  const newId = (at: number) => idFromName(`id ${ids++}`, at);
  const port = createInstanceAccessPort({ store: room.store, services, clock: () => NOW, newId });
  const machineOf = (organization: PartyUrn) =>
    callBy({ ...viewerOf({ urn: organization, type: "ORGANIZATION" }), kind: "ORGANIZATION", organization });
  const wanted: InstanceAccess = {
    service: ESTATE,
    instanceRef: REF(company.partyId),
    from: company.urn,
    to: heir.urn,
    actions: ["read", "sign"],
  };
  const set = (more: Partial<InstanceAccess> = {}, organization = court.urn) =>
    port.setAccess(machineOf(organization), { ...wanted, ...more });
  const may = async (who: typeof heir, action: string, instanceRef: string | null) =>
    (await room.decide(who, { party: company.urn, service: ESTATE, action, instanceRef })).decision;
  const { database, tables } = room.store.open;
  const trail = async () =>
    (await database.read.select().from(tables.auditEntries))
      .map(({ kind, actorOrganization, subject, action }) =>
        [kind, actorOrganization, subject, action].join(" "),
      )
      .sort();
  return { world, room, company, court, heir, stranger, port, machineOf, wanted, set, may, trail };
};

describeOnBothDatabases("access that a form gives to one submission", (dialect) => {
  it("lets in whom it names, to that one thing and no more, until it takes it back; and leaves a trail", async () => {
    const { world, room, company, court, heir, stranger, set, may, trail } = await openOffice(dialect);
    const ref = REF(company.partyId);
    const other = ref.replace("5e8a", "6e8a");
    expect(await may(heir, "sign", ref)).toBe("NOT_APPLICABLE");
    await set();
    await set();
    expect(readable(await room.scopeOf(heir), world)).toMatchObject({ [company.name]: [ref] });
    expect(
      await Promise.all([may(heir, "read", ref), may(heir, "sign", ref), may(heir, "write", ref)]),
    ).toEqual(["PERMIT", "PERMIT", "NOT_APPLICABLE"]);
    expect(await may(heir, "sign", other)).toBe("NOT_APPLICABLE");
    expect(await may(heir, "sign", null)).toBe("NOT_APPLICABLE");
    expect(await may(stranger, "read", ref)).toBe("NOT_APPLICABLE");
    expect(readable(await room.scopeOf(stranger), world)[company.name]).toBeUndefined();

    await set({ actions: ["read"] });
    expect(await Promise.all([may(heir, "read", ref), may(heir, "sign", ref)])).toEqual([
      "PERMIT",
      "NOT_APPLICABLE",
    ]);
    await set({ actions: [] });
    await set({ actions: [] });
    expect(await may(heir, "read", ref)).toBe("NOT_APPLICABLE");
    expect(readable(await room.scopeOf(heir), world)[company.name]).toBeUndefined();
    expect(await trail()).toEqual([
      `ACCESS_GRANTED ${court.urn} ${ref} read`,
      `ACCESS_GRANTED ${court.urn} ${ref} sign`,
      `ACCESS_REVOKED ${court.urn} ${ref} read`,
      `ACCESS_REVOKED ${court.urn} ${ref} sign`,
    ]);
  });

  it("is given by the service's owner alone, for things of the party, to whom the register has", async () => {
    const { company, heir, stranger, set, may, trail } = await openOffice(dialect);
    await expect(set({}, company.urn)).rejects.toMatchObject({ code: "SERVICE_OWNER_REQUIRED" });
    const refused = { code: "INSTANCE_ACCESS_REFUSED" };
    await expect(set({ to: "urn:altinn:person:identifier-no:00000000000" })).rejects.toMatchObject(refused);
    await expect(set({ to: company.urn })).rejects.toMatchObject(refused);
    await expect(set({ instanceRef: REF(stranger.partyId) })).rejects.toMatchObject(refused);
    await set({ actions: ["read"] });
    await expect(set({ service: serviceUrn("another") })).rejects.toMatchObject(refused);
    expect(await may(heir, "sign", REF(company.partyId))).toBe("NOT_APPLICABLE");
    expect(await trail()).toHaveLength(1);
  });

  it("is set over HTTP as in the process, and says why where it is not", async () => {
    const { company, court, heir, port, machineOf, wanted, may } = await openOffice(dialect);
    let asking = court.urn;
    const app = Fastify();
    mountPorts(app, {
      instanceAccess: port,
      readCall: () => machineOf(asking),
      callKeys: { prepareFor: async () => undefined },
    });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    const overHttp = createHttpInstanceAccessPort({ url, timeoutMillis: 5_000, maxBytes: 10_000 });
    onTestFinished(() => overHttp.close());
    const set = (more: Partial<InstanceAccess> = {}) =>
      overHttp.setAccess(machineOf(court.urn), { ...wanted, ...more });
    await set();
    expect(await may(heir, "sign", REF(company.partyId))).toBe("PERMIT");
    await expect(set({ to: company.urn })).rejects.toMatchObject({ code: "INSTANCE_ACCESS_REFUSED" });
    asking = company.urn;
    await expect(set({ actions: [] })).rejects.toMatchObject({ code: "SERVICE_OWNER_REQUIRED" });
    await app.close();
    await expect(set({ actions: [] })).rejects.toMatchObject({ code: "AUTHORIZATION_UNAVAILABLE" });
    expect(await may(heir, "sign", REF(company.partyId))).toBe("PERMIT");
  });
});
