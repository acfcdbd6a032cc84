import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { authorizationTables } from "../../../drizzle/authorization/tables.js";
import { columnsOf, type Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import {
  AuthorizationStore,
  SEEDED_TABLES,
  seedAuthorization,
} from "../../../subgraphs/authorization/index.js";
import { writePolicy } from "../../../subgraphs/authorization/pdp/write-policy.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { createWorld, packageUrn, ROLES } from "./world.js";

const createFullWorld = () => {
  const world = createWorld();
  const [person, company] = [world.person("Kari Leder"), world.organization("Fjordheim Bygg AS")];
  const firm = world.organization("Tall og Orden AS");
  const clientOfFirm = world.assign(company, firm, "REGN");
  const agency = world.assign(firm, person, "AGENT");
  world.delegate(clientOfFirm, agency, { packages: ["books"], resources: ["tax"] });
  world.assign(company, person, "RIGHTHOLDER", {
    packages: ["books"],
    resources: { tax: ["read"] },
    instances: [{ service: "tax", instanceRef: "urn:altinn:dialog-id:1", actions: ["read"] }],
  });
  world.imply("DAGL", "UTINN");
  world.area("books");
  world.accessPackage("books");
  world.roleHolds("DAGL", "books");
  world.service("tax", { read: ["urn:altinn:rolecode:DAGL", packageUrn("books")] });
  return world;
};

/** All rows of the tables of the register, as text, in an order of their own. */
const contents = async (database: Database, dialect: Dialect) => {
  const tables = authorizationTables(columnsOf(dialect));
  const entries = await Promise.all(
    SEEDED_TABLES.map(async (name) => {
      const rows: object[] = await database.read.select().from(tables[name]);
      return [name, rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort()] as const;
    }),
  );
  return Object.fromEntries(entries);
};

/** Who may do what by the policies, in order. */
const rulesOf = async (database: Database, dialect: Dialect): Promise<string[][]> => {
  const { policyRules } = authorizationTables(columnsOf(dialect));
  const rules = await database.read.select().from(policyRules);
  return rules.map(({ service, action, subjectUrn }) => [service, action, subjectUrn]).sort();
};

describeOnBothDatabases("seeding authorization", (dialect) => {
  it("fills every table, and changes nothing the second time", async () => {
    const world = createFullWorld();
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuthorizationStore(database);
    await seedAuthorization(store, world.seed);
    const once = await contents(database, dialect);
    expect(Object.entries(once).filter(([, rows]) => rows.length === 0)).toEqual([]);
    expect(Object.fromEntries(Object.entries(once).map(([name, rows]) => [name, rows.length]))).toEqual(
      Object.fromEntries(Object.entries(world.seed).map(([name, rows]) => [name, rows.length])),
    );
    await seedAuthorization(store, world.seed);
    expect(await contents(database, dialect)).toEqual(once);
  });

  it("leaves rows that are there as they are, and keeps URNs in lower case", async () => {
    const world = createFullWorld();
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuthorizationStore(database);
    await seedAuthorization(store, world.seed);
    const once = await contents(database, dialect);
    const parties = world.seed.parties.map((party) => ({ ...party, name: "Kari Nytt Navn" }));
    await seedAuthorization(store, { ...world.seed, parties });
    expect(await contents(database, dialect)).toEqual(once);
    expect(await rulesOf(database, dialect)).toEqual([
      ["urn:altinn:resource:tax", "read", packageUrn("books")],
      ["urn:altinn:resource:tax", "read", ROLES.DAGL.legacyUrn],
    ]);
  });

  it("adds a right that is new in a policy that a seed wrote, not in one that somebody wrote since", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuthorizationStore(database);
    const sow = (actions: Readonly<Record<string, readonly string[]>>) => {
      const world = createWorld();
      for (const service of ["tax", "vat"]) world.service(service, actions);
      return seedAuthorization(store, world.seed, () => 1_000);
    };
    const staff = packageUrn("staff");
    await sow({ read: [staff] });
    const vat = "urn:altinn:resource:vat";
    const own = writePolicy(vat, [{ action: "read", subjectUrn: packageUrn("books") }], null);
    await store.storePolicy(vat, own, 2_000);
    await sow({ read: [staff], write: [staff] });
    await sow({ read: [staff], write: [staff], sign: [staff] });
    expect(await rulesOf(database, dialect)).toEqual([
      ["urn:altinn:resource:tax", "read", staff],
      ["urn:altinn:resource:tax", "sign", staff],
      ["urn:altinn:resource:tax", "write", staff],
      [vat, "read", packageUrn("books")],
    ]);
  });

  it("adds what it gives to what people have given each other meanwhile", async () => {
    const world = createFullWorld();
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuthorizationStore(database);
    const own = world.seed.assignments.map((row) => ({ ...row, id: randomUUID() }));
    const nothing = { assignmentPackages: [], assignmentResources: [], assignmentInstances: [] };
    const passedOn = {
      clientDelegations: [],
      clientDelegationPackages: [],
      clientDelegationResources: [],
    };
    await seedAuthorization(store, { ...world.seed, ...nothing, ...passedOn, assignments: own });
    await seedAuthorization(store, world.seed);

    const ownIds = new Map(world.seed.assignments.map(({ id }, index) => [id, own[index]?.id]));
    const tables = authorizationTables(columnsOf(dialect));
    const idsIn = async (name: "assignmentPackages" | "assignmentResources" | "assignmentInstances") =>
      (await database.read.select().from(tables[name])).map(({ assignmentId }) => assignmentId);
    for (const name of ["assignmentPackages", "assignmentResources", "assignmentInstances"] as const) {
      expect(await idsIn(name)).toEqual(world.seed[name].map((row) => ownIds.get(row.assignmentId)));
    }
    const [delegation] = await database.read.select().from(tables.clientDelegations);
    const [seeded] = world.seed.clientDelegations;
    expect(delegation).toMatchObject({
      fromAssignmentId: ownIds.get(seeded?.fromAssignmentId ?? ""),
      toAssignmentId: ownIds.get(seeded?.toAssignmentId ?? ""),
    });
  });

  it("writes all of a seed or nothing", async () => {
    const world = createFullWorld();
    const { database } = await openTestDatabase(dialect, "authorization");
    const [person] = world.seed.parties;
    if (person === undefined) throw new Error("The world has a person.");
    const twin = { ...person, id: "0199a000-0000-7000-8000-000000000001" }; // the same URN under another id
    const store = new AuthorizationStore(database);
    const broken = seedAuthorization(store, { ...world.seed, parties: [...world.seed.parties, twin] });
    await expect(broken).rejects.toThrow();
    const left = Object.entries(await contents(database, dialect)).filter(([, rows]) => rows.length > 0);
    expect(left).toEqual([]);
  });
});
