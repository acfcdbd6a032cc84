import { describe, expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { authorizationTables } from "../../../../drizzle/authorization/tables.js";
import { columnsOf } from "../../../../drizzle/columns.js";
import type { ReasonedDecision } from "../../../../subgraphs/authorization/rules/decision.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { callBy, openTestRoom } from "../room.js";
import { createWorld, serviceUrn, viewerOf } from "../world.js";
import { type About, type Asker, CASES, type Case } from "./cases.js";

const codeOf = (index: number): string => `case-${index}`;
const lastOf = ({ urn }: PartyRow): string => urn.split(":").at(-1) ?? "";

/** Everybody who asks, and everybody who is asked about. Each case is a service of its own. */
const createCast = () => {
  const world = createWorld();
  const director = world.person("director"); // party number 50000000
  const company = world.organization("company"); // party number 50000001
  const branch = world.subunit("branch", company);
  const [accountant, agent, rightholder, person, stranger, shopOwner] = [
    "accountant",
    "agent",
    "rightholder",
    "person",
    "stranger",
    "shop owner",
  ].map((name) => world.person(name)) as [PartyRow, PartyRow, PartyRow, PartyRow, PartyRow, PartyRow];
  const [firm, client, passed, giver, machine, owner] = [
    "firm",
    "client",
    "passed",
    "giver",
    "machine",
    "owner",
  ].map((name) => world.organization(name)) as [PartyRow, PartyRow, PartyRow, PartyRow, PartyRow, PartyRow];
  const shop = world.organization("shop", { variant: "ENK" });
  const system = world.systemUser("system");
  const registrant = world.selfIdentified("registrant", "a@example.invalid");

  world.imply("DAGL", "UTINN");
  world.imply("REGN", "A0239");
  for (const code of ["books", "tolls", "only-passed-on", "for-enk"]) world.accessPackage(code);
  world.roleHolds("DAGL", "books");
  world.roleHolds("DAGL", "only-passed-on", { hasAccess: false });
  world.roleHolds("DAGL", "for-enk", { variant: "ENK" });
  world.assign(company, director, "DAGL");
  world.assign(firm, accountant, "DAGL");
  world.assign(client, firm, "REGN");
  world.assign(shop, firm, "REGN");
  world.assign(shop, shopOwner, "INNH");
  const everyCase = CASES.map((_, index) => codeOf(index));
  world.delegate(world.assign(passed, firm, "REGN"), world.assign(firm, agent, "AGENT"), {
    packages: ["books"],
    resources: everyCase.filter((_, index) => CASES[index]?.name.startsWith("passed on") === true),
  });
  const isDelegation = (index: number) => /^given|inherited|of a delegation/.test(CASES[index]?.name ?? "");
  world.assign(giver, rightholder, "RIGHTHOLDER", {
    packages: ["books"],
    resources: Object.fromEntries(
      everyCase.filter((_, index) => isDelegation(index)).map((code) => [code, ["read"]]),
    ),
    instances: everyCase
      .flatMap((code, index) =>
        CASES[index]?.action === "sign"
          ? [{ service: code, instanceRef: "urn:altinn:dialog-id:1", actions: ["sign"] }]
          : [],
      )
      .slice(0, 1),
  });
  for (const holder of [system, machine, owner]) {
    world.assign(giver, holder, "RIGHTHOLDER", { packages: ["books"] });
  }
  for (const code of everyCase) world.service(code, {}, 1);

  const names: Readonly<Record<string, string>> = {
    "{director}": lastOf(director),
    "{director id}": director.id,
    "{person}": lastOf(person),
    "{machine}": lastOf(machine),
    "{system}": lastOf(system),
  };
  const filled = (document: string) => document.replace(/\{[a-z ]+\}/g, (name) => names[name] ?? name);
  const policies = CASES.map(({ policy }, index) => ({
    service: serviceUrn(codeOf(index)),
    xml: filled(policy),
  }));
  const askers: Record<Asker, PartyRow> = {
    director,
    accountant,
    agent,
    rightholder,
    system,
    machine,
    "owner machine": owner,
    person,
    registrant,
    stranger,
  };
  const about = { company, branch, client, passed, giver, "shop owner": shopOwner };
  return {
    seed: { ...world.seed, policies },
    askers,
    owner,
    partyOf: (asker: Asker, whom: About) => (whom === "self" ? askers[asker] : about[whom]),
  };
};

/** The instance was given of one case only; the others that ask for one are about that service too. */
const signCase = CASES.findIndex(({ action }) => action === "sign");
const serviceOf = ({ instanceRef, action }: Case, index: number): string =>
  serviceUrn(codeOf(instanceRef !== undefined && action === "sign" ? signCase : index));

describeOnBothDatabases("a decision", (dialect) => {
  const decisions: ReasonedDecision[] = [];
  const cast = createCast();

  let room: Awaited<ReturnType<typeof openTestRoom>> | null = null;

  /** All at once, before the first; the room is the first test's. */
  const decideAll = async () => {
    if (room !== null) return;
    room = await openTestRoom(dialect, cast);
    const { authorization, store } = room;
    const { serviceOwners } = authorizationTables(columnsOf(dialect));
    await store.open.database.transaction(async (tx) => {
      await tx
        .insert(serviceOwners)
        .values({ code: "own", organizationNumber: lastOf(cast.owner), name: {} });
    });
    for (const [index, one] of CASES.entries()) {
      const viewer = viewerOf(cast.askers[one.asker], { scopes: one.asker === "machine" ? ["special"] : [] });
      const [decision] = await authorization.decide(callBy(viewer), [
        {
          party: cast.partyOf(one.asker, one.about).urn,
          service: serviceOf(one, index),
          action: one.action ?? "read",
          instanceRef: one.instanceRef ?? null,
          attribute: one.attribute ?? null,
        },
      ]);
      if (decision !== undefined) decisions.push(decision);
    }
  };

  it("is made in more than 200 cases", async () => {
    await decideAll();
    expect(CASES.length).toBeGreaterThan(200);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    expect(decisions).toHaveLength(CASES.length);
  });

  describe("of", () => {
    it.each(CASES.map((one, index) => [one.name, index] as const))("%s", async (_name, index) => {
      await decideAll();
      const one = CASES[index];
      const found = decisions[index];
      expect({
        decision: found?.decision,
        level: one?.level === undefined ? undefined : found?.requiredLevel,
        hasReasons: (found?.grants.length ?? 0) > 0,
      }).toEqual({ decision: one?.expected, level: one?.level, hasReasons: one?.expected === "PERMIT" });
    });
  });
});
