import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { seedDemo } from "../../bin/demo.js";
import { openStores, type Stores } from "../../bin/rooms.js";
import { nameOfRow } from "../../demo/given.js";
import { createDemoWorld } from "../../demo/index.js";
import { authorizationTables } from "../../drizzle/authorization/tables.js";
import { catalogueTables } from "../../drizzle/catalogue/tables.js";
import { columnsOf, type Dialect } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import { demoTables } from "../../drizzle/demo/tables.js";
import { dialogsTables } from "../../drizzle/dialogs/tables.js";
import { formsTables } from "../../drizzle/forms/tables.js";
import { openDatabase } from "../../drizzle/open.js";
import { profileTables } from "../../drizzle/profile/tables.js";
import { DAY_MILLIS } from "../../lib/clock.js";
import { seedAuthorization } from "../../subgraphs/authorization/index.js";
import { writePolicy } from "../../subgraphs/authorization/pdp/write-policy.js";
import { seedCatalogue } from "../../subgraphs/catalogue/index.js";
import { seedDialogs, seedSources } from "../../subgraphs/dialogs/index.js";
import { seedForms } from "../../subgraphs/forms/index.js";
import { seedProfiles } from "../../subgraphs/profile/index.js";
import { describeOnBothDatabases, newLocation, type TestLocation } from "../kit/databases.js";
import { NOW } from "./kit.js";

const DIALOGS = 100;
const MIDNIGHT = Math.floor(NOW / DAY_MILLIS) * DAY_MILLIS;
const ROOMS = ["authorization", "catalogue", "dialogs", "forms", "profile", "demo"] as const;

/** An installation of the demo, as it is on disk, with the stores that its rooms open. */
interface Installation {
  readonly databases: Readonly<Record<(typeof ROOMS)[number], Database>>;
  readonly stores: Stores;
  seed(): Promise<number>;
  close(): Promise<void>;
}

const openInstallation = async (dialect: Dialect): Promise<Installation> => {
  const { location, remove }: TestLocation = await newLocation(dialect);
  const stores = await openStores({ location });
  const opened = await Promise.all(
    ROOMS.map(async (room) => [room, await openDatabase({ room, location })] as const),
  );
  return {
    databases: Object.fromEntries(opened) as Installation["databases"],
    stores,
    seed: () => seedDemo(stores, { location, dialogs: DIALOGS, clock: () => NOW }),
    async close() {
      const open = [...Object.values(stores), ...opened.map(([, database]) => database)];
      await Promise.all(open.map((one) => one.close()));
      await remove();
    },
  };
};

/** All tables that the demo fills, their rows as text in an order of their own. */
const tablesOf = (dialect: Dialect) => {
  const columns = columnsOf(dialect);
  const authorization = authorizationTables(columns);
  const catalogue = catalogueTables(columns);
  const forms = formsTables(columns);
  const profile = profileTables(columns);
  return {
    authorization: {
      parties: authorization.parties,
      roles: authorization.roles,
      roleMap: authorization.roleMap,
      rolePackages: authorization.rolePackages,
      accessPackages: authorization.accessPackages,
      assignments: authorization.assignments,
      assignmentPackages: authorization.assignmentPackages,
      assignmentResources: authorization.assignmentResources,
      clientDelegations: authorization.clientDelegations,
      services: authorization.services,
      policyRules: authorization.policyRules,
      consentServices: authorization.consentServices,
    },
    catalogue: {
      owners: catalogue.serviceOwners,
      services: catalogue.serviceResources,
      subjects: catalogue.policySubjects,
      terms: catalogue.serviceTerms,
      lifeEvents: catalogue.lifeEvents,
      steps: catalogue.lifeEventSteps,
    },
    forms: { definitions: forms.definitions, instances: forms.instances, answers: forms.answers },
    profile: { searches: profile.savedSearches, groups: profile.partyGroups, members: profile.groupMembers },
    dialogs: { sources: dialogsTables(columns).sources },
  } as const;
};

const contentsOf = async ({ databases }: Installation, dialect: Dialect) => {
  const contents: Record<string, string[]> = {};
  for (const [room, tables] of Object.entries(tablesOf(dialect))) {
    for (const [name, table] of Object.entries(tables)) {
      const rows: object[] = await databases[room as keyof Installation["databases"]].read
        .select()
        .from(table);
      contents[`${room} ${name}`] = rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
    }
  }
  const { dialogs } = dialogsTables(columnsOf(dialect));
  const ids = await databases.dialogs.read.select({ id: dialogs.id }).from(dialogs);
  contents["dialogs"] = ids.map(({ id }) => id).sort();
  return contents;
};

const world = createDemoWorld({ seed: 1, now: MIDNIGHT, dialogs: DIALOGS });

/** What an earlier version of the demo may have lacked. */
const olderOf = (): typeof world => {
  const owner = world.catalogue.serviceOwners[0]?.code;
  const newer = new Set(
    world.catalogue.serviceResources.filter(({ ownerCode }) => ownerCode === owner).map(({ id }) => id),
  );
  const { authorization: a, catalogue: c, forms: f, profiles: p } = world;
  const [role] = a.rolePackages.map(({ roleUrn }) => roleUrn);
  return {
    ...world,
    authorization: {
      ...a,
      roles: a.roles.filter(({ urn }) => urn !== role),
      rolePackages: a.rolePackages.filter(({ roleUrn }) => roleUrn !== role),
      accessPackages: a.accessPackages.slice(1),
      parties: a.parties.slice(2),
      assignments: a.assignments.filter((_, index) => index % 3 > 0),
      assignmentPackages: a.assignmentPackages.slice(1),
      services: a.services.filter(({ urn }) => !newer.has(urn)),
      policyRules: a.policyRules.filter(({ service }, index) => !newer.has(service) && index % 5 > 0),
      consentServices: [],
    },
    catalogue: {
      serviceOwners: c.serviceOwners.slice(1),
      serviceResources: c.serviceResources.filter(({ id }) => !newer.has(id)),
      lifeEvents: [],
    },
    forms: {
      definitions: f.definitions
        .slice(1)
        .map((row, index) => (index % 2 === 0 ? row : { ...row, content: null })),
      instances: f.instances.slice(3),
      answers: [],
    },
    profiles: { ...p, savedSearches: p.savedSearches.slice(1), favorites: [], organizations: [] },
    stories: world.stories.filter((_, index) => index % 2 === 0),
  };
};

/** Fills an installation as a version did that noted nothing of what it gave. */
const seedOlder = async ({ stores, databases }: Installation, dialect: Dialect): Promise<void> => {
  const older = olderOf();
  await seedCatalogue(stores.catalogue, older.catalogue);
  await seedAuthorization(stores.authorization, older.authorization, () => MIDNIGHT + 1);
  await seedForms(stores.forms, older.forms);
  await seedProfiles(stores.profile, older.profiles);
  await seedSources(stores.dialogs, older.sources);
  await seedDialogs(stores.dialogs, [...older.stories, ...older.bulk()]);
  const { seedings } = demoTables(columnsOf(dialect));
  await databases.demo.transaction(async (tx) => {
    const row = { id: "demo", seed: 1, now: MIDNIGHT, dialogs: DIALOGS, finishedAt: NOW, given: null };
    await tx.insert(seedings).values(row);
  });
};

/** As if this version were the first that has such a row: it was never noted, and is not there. */
const forget = async ({ databases }: Installation, dialect: Dialect, name: string): Promise<void> => {
  const { seedings } = demoTables(columnsOf(dialect));
  await databases.demo.transaction(async (tx) => {
    const [row] = await tx.select().from(seedings);
    await tx.update(seedings).set({ given: (row?.given ?? []).filter((one) => one !== name) });
  });
};

describeOnBothDatabases("the demo on a data directory of an earlier version", (dialect) => {
  let fresh: Installation;
  beforeAll(async () => {
    fresh = await openInstallation(dialect);
    await fresh.seed();
  });
  afterAll(() => fresh.close());

  it("has all that a new one has, once it has been opened, and is left alone from then on", async () => {
    const older = await openInstallation(dialect);
    onTestFinished(() => older.close());
    await seedOlder(older, dialect);
    const { searches } = tablesOf(dialect).profile;
    const [, mine] = world.profiles.savedSearches;
    if (!mine) throw new Error("The demo has two of them.");
    const rename = (name: string) =>
      older.databases.profile.transaction(async (tx) => {
        await tx.update(searches).set({ name }).where(eq(searches.id, mine.id));
      });
    await rename("Mitt eget navn");
    expect(await contentsOf(older, dialect)).not.toEqual(await contentsOf(fresh, dialect));

    expect(await older.seed()).toBe(world.stories.length);
    const has = await contentsOf(older, dialect);
    expect(has["profile searches"]?.filter((row) => row.includes("Mitt eget navn"))).toHaveLength(1);
    await rename(mine.name);
    expect(await contentsOf(older, dialect)).toEqual(await contentsOf(fresh, dialect));
    expect(await older.seed()).toBe(0);
  });

  it("keeps what people have changed and ended since, and adds what is new", async () => {
    const { databases, stores } = fresh;
    const before = await contentsOf(fresh, dialect);
    const { authorization, catalogue, forms, profile } = tablesOf(dialect);
    const [given, search, role] = [
      world.authorization.assignmentPackages[0],
      world.profiles.savedSearches[0],
      world.authorization.roles[0],
    ];
    const [service, instance] = [world.catalogue.serviceResources[0], world.forms.instances[0]];
    if (!given || !search || !role || !service || !instance) throw new Error("The demo has one of each.");

    const isGiven = and(
      eq(authorization.assignmentPackages.assignmentId, given.assignmentId),
      eq(authorization.assignmentPackages.packageUrn, given.packageUrn),
    );
    await databases.authorization.transaction(async (tx) => {
      await tx.delete(authorization.assignmentPackages).where(isGiven);
      await tx.delete(authorization.roles).where(eq(authorization.roles.urn, role.urn));
    });
    await databases.profile.transaction(async (tx) => {
      await tx.delete(profile.searches).where(eq(profile.searches.id, search.id));
    });
    await databases.catalogue.transaction(async (tx) => {
      const own = { title: { nb: "Eget navn" } };
      await tx.update(catalogue.services).set(own).where(eq(catalogue.services.id, service.id));
    });
    await databases.forms.transaction(async (tx) => {
      await tx.update(forms.instances).set({ confirmedAt: NOW }).where(eq(forms.instances.id, instance.id));
    });
    const own = writePolicy(service.id, [{ action: "read", subjectUrn: role.urn }], null);
    await stores.authorization.storePolicy(service.id, own, NOW);
    await stores.catalogue.policySubjects.follow(await stores.authorization.policySubjects(null), [], NOW);
    const [, , taken] = world.catalogue.serviceResources;
    if (!taken) throw new Error("The demo has three services.");
    await databases.catalogue.transaction(async (tx) => {
      const { policySubjects } = catalogueTables(columnsOf(dialect));
      await tx
        .update(catalogue.services)
        .set({ deletedAt: NOW, updatedAt: NOW })
        .where(eq(catalogue.services.id, taken.id));
      await tx
        .update(policySubjects)
        .set({ isDeleted: true, updatedAt: NOW })
        .where(eq(policySubjects.serviceId, taken.id));
    });
    const changed = await contentsOf(fresh, dialect);
    await forget(fresh, dialect, nameOfRow("roles", role));

    expect(await fresh.seed()).toBe(0);
    const roles = before["authorization roles"];
    expect(await contentsOf(fresh, dialect)).toEqual({ ...changed, "authorization roles": roles });
  });
});
