import { expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../../drizzle/columns.js";
import { DomainError } from "../../../../lib/errors.js";
import type { ServicesPort } from "../../../../schema/services-port.js";
import { createAuthorizationPort } from "../../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { codes, openGraph } from "../graph.js";
import { callBy } from "../room.js";
import { createWorld, NOW, ROLES, viewerOf } from "../world.js";

const LIST = `accessList { identifier name description
  services { serviceResource { id } actions isRestricted } members { edges { node { name organizationNumber since } } } }
  errors { code }`;
const SCOPES = ["altinn:resourceregistry/resource.write", "altinn:resourceregistry/resource.read"];

/** Two agencies, a service of each, and two companies whose leaders' rights are the same. */
const openAgencies = async (dialect: Dialect) => {
  const world = createWorld();
  const agency = world.organization("Fisketilsynet");
  const rival = world.organization("Havnekontoret");
  const [first, second] = [world.organization("Kutter AS"), world.organization("Tråler AS")];
  const leader = world.person("Kari Leder");
  for (const company of [first, second]) world.assign(company, leader, "DAGL");
  const quota = world.service("quota", { read: [ROLES.DAGL.urn], write: [ROLES.DAGL.urn] });
  const harbour = world.service("harbour", { read: [ROLES.DAGL.urn] });

  const owner = (code: string, organization: PartyRow) => ({
    code,
    organization: organization.urn,
    name: {},
  });
  const owners = [owner("fisk", agency), owner("hav", rival)] as const;
  const owned = new Map([
    [quota, owners[0]],
    [harbour, owners[1]],
  ]);
  const services: ServicesPort = {
    servicesByIds: async (_, asked) =>
      new Map(
        asked.flatMap((service) => {
          const its = owned.get(service);
          if (its === undefined) return [];
          const more = { name: {}, resourceType: "DEFAULT", status: "ACTIVE", isDelegable: true };
          return [[service, { service, owner: its, ...more }] as const];
        }),
      ),
    familiesOf: async (_, asked) => new Map(asked.map((service) => [service, [service]])),
    ownerByOrganization: async (_, organization) =>
      owners.find((candidate) => candidate.organization === organization) ?? null,
  };
  const { ask, store } = await openGraph(dialect, world, { services });
  const machine = (organization: PartyRow, scopes: readonly string[] = SCOPES) =>
    viewerOf(organization, { scopes });
  const run = async (viewer: ReturnType<typeof machine>, mutation: string) => {
    const answer = await ask(viewer, `mutation { answer: ${mutation} }`);
    return answer.data?.answer ?? answer;
  };
  const save = (viewer = machine(agency), identifier = "kvoter") =>
    run(
      viewer,
      `saveAccessList(input: { identifier: "${identifier}", name: "Kvoter", description: "2026" }) { ${LIST} }`,
    );
  const authorization = createAuthorizationPort({ store, clock: () => NOW });
  const may = async (company: PartyRow, action: string, service = quota) => {
    const [decision] = await authorization.decide(callBy(viewerOf(leader)), [
      { party: company.urn, service, action, instanceRef: null },
    ]);
    return decision?.decision;
  };
  const readable = async () => {
    const scope = await authorization.scope(callBy(viewerOf(leader)));
    return scope.groups.flatMap(({ parties, services: opened }) =>
      opened.some(({ service }) => service === quota) ? parties.map(({ id }) => id) : [],
    );
  };
  const trail = async () => {
    const { database, tables } = store.open;
    const rows = await database.read.select().from(tables.auditEntries).orderBy(tables.auditEntries.id);
    return rows.map(({ kind, partyId, subject }) => [kind, partyId, subject]);
  };
  return {
    agency,
    rival,
    first,
    second,
    leader,
    quota,
    harbour,
    ask,
    run,
    save,
    machine,
    may,
    readable,
    trail,
  };
};

describeOnBothDatabases("access lists", (dialect) => {
  it("let the organisations on them in to a restricted service, for the actions they name, and nobody else", async () => {
    const { agency, first, second, quota, run, save, machine, may, readable, trail } =
      await openAgencies(dialect);
    const own = machine(agency);
    expect(await may(second, "write")).toBe("PERMIT");
    await run(
      own,
      `restrictService(service: "${quota}", isRestricted: true) { isRestricted errors { code } }`,
    );
    expect([await may(first, "read"), await may(second, "read"), await readable()]).toEqual([
      "DENY",
      "DENY",
      [],
    ]);

    expect(await save()).toEqual({
      accessList: {
        identifier: "kvoter",
        name: "Kvoter",
        description: "2026",
        services: [],
        members: { edges: [] },
      },
      errors: [],
    });
    await run(own, `addAccessListMembers(identifier: "kvoter", organizations: ["${first.urn}"]) { ${LIST} }`);
    const connected = await run(
      own,
      `connectAccessList(identifier: "kvoter", service: "${quota}", actions: ["read"]) { ${LIST} }`,
    );
    expect(connected.accessList).toMatchObject({
      services: [{ serviceResource: { id: quota }, actions: ["read"], isRestricted: true }],
      members: {
        edges: [
          {
            node: {
              name: "Kutter AS",
              organizationNumber: first.urn.slice(-9),
              since: "2026-06-15T08:00:00.000Z",
            },
          },
        ],
      },
    });
    expect([await may(first, "read"), await may(first, "write"), await may(second, "read")]).toEqual([
      "PERMIT",
      "DENY",
      "DENY",
    ]);
    expect(await readable()).toEqual([first.id]);

    await run(
      own,
      `removeAccessListMembers(identifier: "kvoter", organizations: ["${first.urn}"]) { ${LIST} }`,
    );
    expect([await may(first, "read"), await readable()]).toEqual(["DENY", []]);
    await run(own, `restrictService(service: "${quota}", isRestricted: false) { isRestricted }`);
    expect(await may(second, "write")).toBe("PERMIT");
    const subject = "urn:altinn:access-list:fisk:kvoter";
    expect(await trail()).toEqual([
      ["ACCESS_LIST_JOINED", first.id, subject],
      ["ACCESS_LIST_LEFT", first.id, subject],
    ]);
  });

  it("are their owner's alone: another owner finds none, and nobody opens a service that is not theirs", async () => {
    const { agency, rival, first, leader, harbour, ask, run, save, machine } = await openAgencies(dialect);
    await save();
    const other = machine(rival);
    const refused = (code: string) => ({ accessList: null, errors: [{ code }] });
    const add = `addAccessListMembers(identifier: "kvoter", organizations: ["${first.urn}"]) { ${LIST} }`;
    expect(await run(other, add)).toEqual(refused("NOT_FOUND"));
    expect(await run(other, `removeAccessList(identifier: "kvoter") { ${LIST} }`)).toEqual(
      refused("NOT_FOUND"),
    );
    expect((await ask(other, '{ accessList(identifier: "kvoter") { name } }')).data).toEqual({
      accessList: null,
    });
    const connect = `connectAccessList(identifier: "kvoter", service: "${harbour}") { ${LIST} }`;
    expect(await run(machine(agency), connect)).toEqual(refused("UNKNOWN_SUBJECT"));
    const restrict = `restrictService(service: "${harbour}", isRestricted: true) { isRestricted errors { code } }`;
    expect(await run(machine(agency), restrict)).toEqual({
      isRestricted: null,
      errors: [{ code: "UNKNOWN_SUBJECT" }],
    });
    expect(await run(machine(agency, []), add)).toEqual(refused("NOT_AUTHORISED"));
    expect(await run(machine(agency, ["altinn:resourceregistry/resource.read"]), add)).toEqual(
      refused("NOT_AUTHORISED"),
    );
    expect(await run(viewerOf(leader, { scopes: SCOPES }), add)).toEqual(refused("NOT_AUTHORISED"));
    expect(
      codes(await ask(viewerOf(leader, { scopes: SCOPES }), "{ accessLists { edges { cursor } } }")),
    ).toEqual(["SERVICE_OWNER_REQUIRED"]);
  });

  it("take whole changes or none, and say what is wrong", async () => {
    const { agency, first, leader, run, save, machine } = await openAgencies(dialect);
    expect((await save(machine(agency), "Feil navn!")).errors).toEqual([{ code: "VALIDATION" }]);
    await save();
    const add = (urns: readonly string[]) =>
      run(
        machine(agency),
        `addAccessListMembers(identifier: "kvoter", organizations: ${JSON.stringify(urns)}) { ${LIST} }`,
      );
    expect((await add([first.urn, leader.urn])).errors).toEqual([{ code: "UNKNOWN_SUBJECT" }]);
    expect((await add([])).errors).toEqual([{ code: "VALIDATION" }]);
    expect((await add([first.urn, first.urn])).accessList.members.edges).toHaveLength(1);
    expect((await add([first.urn])).accessList.members.edges).toHaveLength(1);
  });

  it("have pages", async () => {
    const { agency, ask, save, machine } = await openAgencies(dialect);
    for (const identifier of ["c-list", "a-list", "b-list"]) await save(machine(agency), identifier);
    const source = `query ($after: Cursor) { accessLists(first: 2, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { identifier } } } }`;
    const first = (await ask(machine(agency), source)).data.accessLists;
    const next = (await ask(machine(agency), source, { after: first.pageInfo.endCursor })).data.accessLists;
    expect([...first.edges, ...next.edges].map(({ node }) => node.identifier)).toEqual([
      "a-list",
      "b-list",
      "c-list",
    ]);
    expect(next.pageInfo.hasNextPage).toBe(false);
  });

  it("are not shown or changed where it can't be found out whose service is whose", async () => {
    const world = createWorld();
    const agency = world.organization("Fisketilsynet");
    const refuse = () => Promise.reject(new DomainError("CATALOGUE_UNAVAILABLE", "The catalogue is away."));
    const services = { servicesByIds: refuse, familiesOf: refuse, ownerByOrganization: refuse };
    const viewer = viewerOf(agency, { scopes: SCOPES });
    const mutation = `mutation { saveAccessList(input: { identifier: "kvoter", name: "Kvoter" }) { ${LIST} } }`;
    for (const ports of [{ services }, {}]) {
      const { ask } = await openGraph(dialect, world, ports);
      expect(codes(await ask(viewer, "{ accessLists { edges { cursor } } }"))).toEqual([
        "CATALOGUE_UNAVAILABLE",
      ]);
      expect(codes(await ask(viewer, mutation))).toEqual(["CATALOGUE_UNAVAILABLE"]);
    }
  });
});
