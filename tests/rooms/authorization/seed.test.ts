import { expect, it } from "vitest";
import { authorizationTables } from "../../../drizzle/authorization/tables.js";
import { columnsOf, type Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import {
  AuthorizationStore,
  SEEDED_TABLES,
  seedAuthorization,
} from "../../../subgraphs/authorization/index.js";
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

  it("brings rows up to date, and keeps URNs in lower case", async () => {
    const world = createFullWorld();
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuthorizationStore(database);
    await seedAuthorization(store, world.seed);
    const [person] = world.seed.parties;
    if (person === undefined) throw new Error("The world has a person.");
    const renamed = { ...person, name: "Kari Nytt Navn", dateOfDeath: "2026-01-02" };
    await seedAuthorization(store, { ...world.seed, parties: [renamed, ...world.seed.parties.slice(1)] });
    expect(await store.partyByUrn(person.urn)).toEqual(renamed);
    const { policyRules } = authorizationTables(columnsOf(dialect));
    const rules = await database.read.select().from(policyRules);
    expect(rules.map(({ service, action, subjectUrn }) => [service, action, subjectUrn]).sort()).toEqual([
      ["urn:altinn:resource:tax", "read", packageUrn("books")],
      ["urn:altinn:resource:tax", "read", ROLES.DAGL.legacyUrn],
    ]);
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
