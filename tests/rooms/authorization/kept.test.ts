import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type AuthorizationTables, authorizationTables } from "../../../drizzle/authorization/tables.js";
import { columnsOf, type Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import { uuidFromName } from "../../../lib/ids.js";
import type { Scope } from "../../../schema/scope.js";
import type { Viewer } from "../../../schema/viewer.js";
import { createAuthorizationPort } from "../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { callBy, openTestRoom, readable } from "./room.js";
import { createWorld, NOW, packageUrn, ROLES, serviceUrn, viewerOf } from "./world.js";
import { altinnPolicy, role } from "./xacml/altinn-policies.js";

const ACCESS_LIST = uuidFromName("list");

/** Somebody with a right of every kind, so that every table has a part in what they may see. */
const createEverything = () => {
  const world = createWorld();
  const viewer = world.person("Kari Leder");
  const [firm, client, passed, given] = ["Firma AS", "Klient AS", "Overlatt AS", "Giver AS"].map((name) =>
    world.organization(name),
  ) as [ReturnType<typeof world.organization>, ...ReturnType<typeof world.organization>[]] &
    Record<1 | 2 | 3, ReturnType<typeof world.organization>>;
  const owner = world.person("Eier Enkel");
  const shop = world.organization("Eier Enkel ENK", { variant: "ENK" });
  world.subunit("Klient avd. nord", client);
  const directorship = world.assign(firm, viewer, "DAGL");
  const accounts = world.assign(client, firm, "REGN");
  world.assign(shop, firm, "REGN");
  world.assign(shop, owner, "INNH");
  const agency = world.assign(firm, viewer, "AGENT");
  world.delegate(world.assign(passed, firm, "REGN"), agency, { packages: ["p2"], resources: ["tax"] });
  const rights = world.assign(given, viewer, "RIGHTHOLDER", {
    packages: ["p1"],
    resources: { tax: ["read"] },
    instances: [{ service: "mail", instanceRef: "urn:altinn:dialog-id:1", actions: ["read"] }],
  });
  for (const code of ["p1", "p2", "p3"]) world.accessPackage(code);
  world.roleHolds("DAGL", "p1");
  world.imply("REGN", "A0239");
  world.service("books", { read: [packageUrn("p1"), packageUrn("p2")] });
  world.service("tax", { read: [ROLES.A0239.urn] });
  world.service("mail", { read: [ROLES.DAGL.urn] });
  world.service("closed", { read: [ROLES.DAGL.urn] });
  return { world, viewer, firm, client, passed, given, owner, shop, directorship, accounts, agency, rights };
};

const everything = createEverything();

type Change = (tx: Queries, tables: AuthorizationTables) => Promise<unknown>;

/** What may change below an answer, by whoever writes it: each must be seen by the very next question. */
const CHANGES: Readonly<Record<string, Change>> = {
  "an assignment is taken back": (tx, { assignments }) =>
    tx.delete(assignments).where(eq(assignments.id, everything.directorship)),
  "an assignment to an organisation that the viewer leads is taken back": (tx, { assignments }) =>
    tx.delete(assignments).where(eq(assignments.id, everything.accounts)),
  "somebody gives the viewer a role": (tx, { assignments }) =>
    tx.insert(assignments).values({
      id: uuidFromName("new"),
      fromId: everything.owner.id,
      toId: everything.viewer.id,
      roleUrn: ROLES.DAGL.urn,
    }),
  "somebody gives the viewer's firm a role": (tx, { assignments }) =>
    tx.insert(assignments).values({
      id: uuidFromName("new"),
      fromId: everything.given.id,
      toId: everything.firm.id,
      roleUrn: ROLES.REGN.urn,
    }),
  "an assignment goes to somebody else": (tx, { assignments }) =>
    tx.update(assignments).set({ toId: everything.owner.id }).where(eq(assignments.id, everything.rights)),
  "a package is taken back": (tx, { assignmentPackages }) => tx.delete(assignmentPackages),
  "a package is given": (tx, { assignmentPackages }) =>
    tx.insert(assignmentPackages).values({ assignmentId: everything.rights, packageUrn: packageUrn("p2") }),
  "a service is taken back": (tx, { assignmentResources }) => tx.delete(assignmentResources),
  "a service is given with other actions": (tx, { assignmentResources }) =>
    tx.update(assignmentResources).set({ actions: ["write"] }),
  "an instance is taken back": (tx, { assignmentInstances }) => tx.delete(assignmentInstances),
  "an instance is given": (tx, { assignmentInstances }) =>
    tx.insert(assignmentInstances).values({
      assignmentId: everything.rights,
      service: serviceUrn("mail"),
      instanceRef: "urn:altinn:dialog-id:2",
      actions: ["read"],
    }),
  "a client is no longer passed on": (tx, { clientDelegations }) => tx.delete(clientDelegations),
  "a client is no longer passed on with a package": (tx, { clientDelegationPackages }) =>
    tx.delete(clientDelegationPackages),
  "a client is no longer passed on with a service": (tx, { clientDelegationResources }) =>
    tx.delete(clientDelegationResources),
  "the viewer is no agent any more": (tx, { assignments }) =>
    tx.delete(assignments).where(eq(assignments.id, everything.agency)),
  "a role holds another package": (tx, { rolePackages }) =>
    tx.insert(rolePackages).values({
      roleUrn: ROLES.DAGL.urn,
      packageUrn: packageUrn("p2"),
      variant: "",
      hasAccess: true,
      canDelegate: true,
    }),
  "a role holds no packages": (tx, { rolePackages }) => tx.delete(rolePackages),
  "roles come with no others": (tx, { roleMap }) => tx.delete(roleMap),
  "a role is a key role no longer": (tx, { roles }) =>
    tx.update(roles).set({ isKeyRole: false }).where(eq(roles.urn, ROLES.DAGL.urn)),
  "a service leaves the register": (tx, { services }) =>
    tx.delete(services).where(eq(services.urn, serviceUrn("mail"))),
  "a service needs another level": (tx, { servicePolicies }) =>
    tx
      .update(servicePolicies)
      .set({ minimumLevel: 4 })
      .where(eq(servicePolicies.service, serviceUrn("mail"))),
  "a service is restricted": (tx, { restrictedServices }) =>
    tx.insert(restrictedServices).values({ service: serviceUrn("tax") }),
  "a list lets somebody in": (tx, { accessListMembers }) =>
    tx.insert(accessListMembers).values({ listId: ACCESS_LIST, partyId: everything.firm.id, since: NOW }),
  "a list opens no services any more": (tx, { accessListServices }) => tx.delete(accessListServices),
  "a party is deleted from its register": (tx, { parties }) =>
    tx.update(parties).set({ deletedAt: NOW }).where(eq(parties.id, everything.firm.id)),
  "a party gets another main unit": (tx, { parties }) =>
    tx.update(parties).set({ parentId: everything.given.id }).where(eq(parties.id, everything.passed.id)),
  "a new subunit is registered": (tx, { parties }) =>
    tx.insert(parties).values({
      id: uuidFromName("new unit"),
      urn: "urn:altinn:organization:identifier-no:310999998",
      type: "ORGANIZATION",
      variant: "BEDR",
      name: "Klient avd. sør",
      parentId: everything.client.id,
      partyId: 59_999_999,
    }),
  "a party leaves the register": (tx, { parties }) =>
    tx.delete(parties).where(eq(parties.id, everything.client.id)),
  "a sole proprietorship gets another owner": (tx, { assignments }) =>
    tx.update(assignments).set({ toId: everything.given.id }).where(eq(assignments.roleUrn, ROLES.INNH.urn)),
};

const openEverything = async (dialect: Dialect) => {
  const room = await openTestRoom(dialect, everything.world);
  const tables = authorizationTables(columnsOf(dialect));
  const { database } = room.store.open;
  await database.transaction(async (tx) => {
    const list = { id: ACCESS_LIST, owner: "own", identifier: "list", name: "", description: "" };
    await tx.insert(tables.accessLists).values(list);
    await tx.insert(tables.restrictedServices).values({ service: serviceUrn("closed") });
    await tx
      .insert(tables.accessListServices)
      .values([{ listId: ACCESS_LIST, service: serviceUrn("closed"), actions: null }]);
    await tx
      .insert(tables.accessListMembers)
      .values({ listId: ACCESS_LIST, partyId: everything.client.id, since: NOW });
  });
  /** Another process over the same database, with nothing of its own yet. */
  const fresh = () => createAuthorizationPort({ store: room.store, clock: () => NOW });
  const ask = (
    port: Pick<typeof room.authorization, "scope">,
    viewer: Viewer = viewerOf(everything.viewer),
  ) => port.scope(callBy(viewer));
  return { ...room, tables, database, fresh, ask };
};

describeOnBothDatabases("what is kept between requests", (dialect) => {
  it("is asked for by its counters only, while nothing has changed", async () => {
    const { authorization, ask, statements } = await openEverything(dialect);
    const before = await ask(authorization);
    statements.length = 0;
    expect(await ask(authorization)).toBe(before);
    expect(statements).toHaveLength(1);
    expect(readable(before, everything.world)).toEqual({
      "Eier Enkel": ["tax"],
      "Eier Enkel ENK": ["tax"],
      "Firma AS": ["books", "mail"],
      "Giver AS": ["books", "tax", "urn:altinn:dialog-id:1"],
      "Klient AS": ["tax"],
      "Klient avd. nord": ["tax"],
      "Overlatt AS": ["books", "tax"],
    });
  });

  it.each(Object.keys(CHANGES))("is worked out anew in the very next request when %s", async (name) => {
    const { authorization, database, tables, fresh, ask } = await openEverything(dialect);
    const viewer = viewerOf(everything.viewer);
    await ask(authorization);
    const before = await authorization.evaluate(viewer, NOW);
    await database.transaction(async (tx) => {
      await CHANGES[name]?.(tx, tables);
    });
    expect(await authorization.evaluate(viewer, NOW)).not.toBe(before);
    expect(await ask(authorization)).toEqual(await ask(fresh()));
  });

  it("follows a policy from the transaction that stores it, and not one that is refused", async () => {
    const { store, authorization, ask } = await openEverything(dialect);
    const names = (scope: Scope) => readable(scope, everything.world)["Firma AS"];
    expect(names(await ask(authorization))).toEqual(["books", "mail"]);
    const resource = [["urn:altinn:resource", "mail"]] as const;
    const permit = { who: [role("dagl")], what: [resource], actions: ["read"] };
    const stored = await store.storePolicy(
      serviceUrn("mail"),
      altinnPolicy([permit, { ...permit, effect: "Deny" }]),
      NOW,
    );
    expect(stored).toEqual({ service: serviceUrn("mail"), version: 2, isNew: true, isFlat: false });
    expect(names(await ask(authorization))).toEqual(["books"]);

    const broken = altinnPolicy([permit]).replace("string-equal", "string-resembles");
    await expect(store.storePolicy(serviceUrn("mail"), broken, NOW)).rejects.toMatchObject({
      code: "POLICY_UNSUPPORTED",
    });
    expect(names(await ask(authorization))).toEqual(["books"]);
    expect(await store.storePolicy(serviceUrn("mail"), altinnPolicy([permit]), NOW)).toMatchObject({
      version: 3,
      isFlat: true,
    });
    expect(names(await ask(authorization))).toEqual(["books", "mail"]);
    expect(await store.storePolicy(serviceUrn("mail"), altinnPolicy([permit]), NOW)).toMatchObject({
      version: 3,
      isNew: false,
    });
  });

  it("is the same from a register that has lists of rights only, as before policies were stored", async () => {
    const { authorization, database, tables, fresh } = await openEverything(dialect);
    const questions = [everything.firm, everything.given, everything.passed].flatMap(({ urn }) =>
      ["books", "tax", "mail"].map((code) => ({
        party: urn,
        service: serviceUrn(code),
        action: "read",
        instanceRef: null,
      })),
    );
    const ask = async (port: typeof authorization) => {
      const call = callBy(viewerOf(everything.viewer));
      const decisions = await port.decide(call, questions);
      return { scope: await port.scope(call), decisions: decisions.map(({ decision }) => decision) };
    };
    const before = await ask(authorization);
    await database.transaction(async (tx) => {
      await tx.delete(tables.servicePolicies);
    });
    expect(await ask(fresh())).toEqual(before);
    expect(new Set(before.decisions)).toEqual(new Set(["PERMIT", "NOT_APPLICABLE"]));
  });

  it.runIf(dialect === "postgres")(
    "is counted for a writer who finds the tables in another way",
    async () => {
      const { authorization, database, ask } = await openEverything(dialect);
      expect((await ask(authorization)).groups.length).toBeGreaterThan(0);
      await database.transaction(async (tx) => {
        await tx.rows(sql`SET LOCAL search_path TO pg_catalog`);
        await tx.rows(sql`DELETE FROM "authorization".assignment`);
      });
      expect((await ask(authorization)).groups).toEqual([]);
    },
  );

  it("is not disturbed by what concerns others", async () => {
    const { authorization, database, tables, ask } = await openEverything(dialect);
    const before = await ask(authorization);
    await database.transaction(async (tx) => {
      await tx.insert(tables.assignments).values({
        id: uuidFromName("others"),
        fromId: everything.client.id,
        toId: everything.owner.id,
        roleUrn: ROLES.DAGL.urn,
      });
    });
    expect(await ask(authorization)).toBe(before);
  });

  it("is not kept when it failed, and what failed is said", async () => {
    const { authorization, ask, database } = await openEverything(dialect);
    const { read } = database;
    await ask(authorization);
    const refuse = () => {
      throw new Error("connection terminated");
    };
    Object.defineProperty(database, "read", {
      value: { ...read, select: refuse, rows: refuse },
      configurable: true,
    });
    await expect(ask(authorization)).rejects.toMatchObject({ code: "AUTHORIZATION_UNAVAILABLE" });
    Object.defineProperty(database, "read", { value: read, configurable: true });
    expect((await ask(authorization)).groups.length).toBeGreaterThan(0);
  });

  describe("under concurrency", () => {
    const base: Required<Viewer> = {
      ...viewerOf(everything.viewer),
      organization: "urn:altinn:organization:identifier-no:310000018",
      supplier: "urn:altinn:organization:identifier-no:310000026",
      systemUserOrganization: "urn:altinn:organization:identifier-no:310000034",
      scopes: ["a"],
      clientId: "client",
    };
    /** One for each part of a viewer, differing in nothing else. A part that is added must be added here: see types. */
    const OTHERS: { readonly [Part in keyof Required<Viewer>]: Required<Viewer>[Part] } = {
      kind: "ORGANIZATION",
      party: everything.owner.urn,
      organization: null,
      supplier: null,
      systemUserOrganization: "urn:altinn:organization:identifier-no:310000042",
      level: 4,
      scopes: ["a", "b"],
      clientId: null,
    };
    it.each(Object.keys(OTHERS) as (keyof Viewer)[])(
      "never shares between viewers who differ in their %s",
      async (part) => {
        const { authorization } = await openEverything(dialect);
        const other: Viewer = { ...base, [part]: OTHERS[part] };
        const asked = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? base : other));
        const evaluations = await Promise.all(asked.map((viewer) => authorization.evaluate(viewer, NOW)));
        const later = await Promise.all([base, other].map((viewer) => authorization.evaluate(viewer, NOW)));
        const [mine, theirs] = [0, 1].map((rest) => new Set(evaluations.filter((_, n) => n % 2 === rest)));
        for (const evaluation of mine ?? []) expect(theirs?.has(evaluation)).toBe(false);
        expect(later[0]).not.toBe(later[1]);
        const scopes = await Promise.all(
          asked.map((viewer) => authorization.scope(callBy(viewer, { requestId: "one" }))),
        );
        for (const [n, scope] of scopes.entries()) {
          expect(scope).toEqual(await (n % 2 === 0 ? later[0] : later[1])?.scope(NOW));
          expect(scope.level).toBe(asked[n]?.level);
        }
      },
    );
  });
});
