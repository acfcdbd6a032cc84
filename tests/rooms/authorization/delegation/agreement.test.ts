import fc from "fast-check";
import { expect, it } from "vitest";
import { authorizationTables, type PartyRow } from "../../../../drizzle/authorization/tables.js";
import { columnsOf, type Dialect } from "../../../../drizzle/columns.js";
import type { Database } from "../../../../drizzle/database.js";
import { idFromName, uuidFromName } from "../../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import {
  createDelegationDesk,
  type DelegationDesk,
} from "../../../../subgraphs/authorization/delegation/index.js";
import {
  type AuthorizationSeed,
  AuthorizationStore,
  createAuthorizationPort,
  SEEDED_TABLES,
  seedAuthorization,
} from "../../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases, openTestDatabase } from "../../../kit/databases.js";
import { generatedWorld, QUESTIONS } from "../generated-worlds.js";
import { createReference } from "../reference.js";
import { callBy } from "../room.js";
import { NOW, viewerOf } from "../world.js";
import { createGivingReference } from "./reference.js";
import { inWords } from "./room.js";

const open = async (database: Database, dialect: Dialect, seed: AuthorizationSeed) => {
  const tables = Object.values(authorizationTables(columnsOf(dialect)));
  await database.transaction(async (tx) => {
    for (const table of tables) await tx.delete(table);
  });
  const store = new AuthorizationStore(database);
  await seedAuthorization(store, seed);
  return { store, desk: createDelegationDesk(store) };
};

const uuidUrn = ({ id }: PartyRow): string => `urn:altinn:party:uuid:${id}`;

/** The rules are the same code on both; PostgreSQL is there for its statements, and is slower to refill. */
const WORLDS: Readonly<Record<Dialect, number>> = { sqlite: 60, postgres: 4 };

describeOnBothDatabases("who may give what, and a plain telling of it", (dialect) => {
  it("agree about every viewer, party and package of any world", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const seen = { may: 0, mayNot: 0, administer: 0 };
    const check = async (seed: AuthorizationSeed): Promise<void> => {
      const { desk } = await open(database, dialect, seed);
      const reference = createGivingReference(seed);
      for (const viewerParty of seed.parties) {
        const viewer = viewerOf(viewerParty, { level: 4 });
        for (const party of seed.parties) {
          const delegator = await desk.delegator(viewer, uuidUrn(party), NOW);
          const expected = {
            mayAdminister: reference.mayAdminister(viewerParty, viewer.kind, party),
            packages: seed.accessPackages
              .map(({ urn }) => urn)
              .filter((urn) => reference.mayGive(viewerParty, viewer.kind, party, urn))
              .sort(),
          };
          expect({
            names: [viewerParty.name, party.name],
            mayAdminister: delegator?.mayAdminister,
            packages: [...(delegator?.packages.keys() ?? [])].sort(),
          }).toEqual({ names: [viewerParty.name, party.name], ...expected });
          seen.may += expected.packages.length;
          seen.mayNot += seed.accessPackages.length - expected.packages.length;
          if (expected.mayAdminister) seen.administer += 1;
        }
      }
    };
    await fc.assert(fc.asyncProperty(generatedWorld, check), { numRuns: WORLDS[dialect], seed: 20_260_616 });
    // The worlds say yes and no often enough for the agreement to mean something.
    expect(seen.may / WORLDS[dialect]).toBeGreaterThan(2);
    expect(seen.mayNot / WORLDS[dialect]).toBeGreaterThan(100);
    expect(seen.administer / WORLDS[dialect]).toBeGreaterThan(3);
  }, 120_000);
});

const nat = fc.nat({ max: 9 });

/** A change that somebody tries; most are refused, since most people may do nothing. */
const attempt = fc.record({
  name: fc.constantFrom(
    "givePackages",
    "givePackages",
    "givePackages",
    "giveRights",
    "giveInstanceRights",
    "revokePackages",
    "revokeRights",
    "revokeEverything",
    "addAgent",
    "addAgent",
    "removeAgent",
    "addClientAccess",
    "addClientAccess",
    "removeClientAccess",
  ),
  by: nat,
  from: nat,
  to: nat,
  client: nat,
  what: nat,
  action: fc.constantFrom(...QUESTIONS.actions),
});

type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

/** A world with somebody who administers every organisation of it, and has something to give. */
const withAdministrator = (seed: AuthorizationSeed): AuthorizationSeed => {
  const [somebody] = seed.parties;
  const role = seed.roles.find(({ code }) => code === "rettighetshaver");
  if (somebody === undefined || role === undefined) throw new Error("The world is empty.");
  const id = uuidFromName("administrator");
  const administrator = {
    ...somebody,
    id,
    urn: `${PERSON_PREFIX}01859099999`,
    partyId: 1,
    name: "Admin Istrator",
  };
  const organizations = seed.parties.filter(({ type }) => type === "ORGANIZATION");
  const assignments = organizations.map((organization) => ({
    id: uuidFromName(`administration of ${organization.id}`),
    fromId: organization.id,
    toId: id,
    roleUrn: role.urn,
  }));
  return {
    ...seed,
    parties: [administrator, ...seed.parties],
    assignments: [...seed.assignments, ...assignments],
    assignmentPackages: [
      ...seed.assignmentPackages,
      ...assignments.flatMap((assignment) =>
        seed.accessPackages.map(({ urn: packageUrn }) => ({ assignmentId: assignment.id, packageUrn })),
      ),
    ],
  };
};

const pick = <T>(items: readonly T[], index: number): T => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("The world is empty.");
  return item;
};

/** What is in the tables of the register now. */
const dump = async (database: Database, dialect: Dialect): Promise<AuthorizationSeed> => {
  const tables = authorizationTables(columnsOf(dialect));
  const entries: [string, unknown][] = [];
  for (const name of SEEDED_TABLES) entries.push([name, await database.read.select().from(tables[name])]);
  return Object.fromEntries(entries) as unknown as AuthorizationSeed;
};

const tryOut = (desk: DelegationDesk, seed: AuthorizationSeed, drawn: Attempt, index: number) => {
  const { by, from, to, client, what, action } = drawn;
  let made = 0;
  const deed = {
    viewer: viewerOf(pick(seed.parties, by < 7 ? 0 : by), { level: 4 }),
    at: NOW,
    newId: (at: number) => idFromName(`${index} ${made++}`, at),
  };
  const organizations = seed.parties.filter(({ type }) => type === "ORGANIZATION");
  const someone = pick(seed.parties, to < 7 ? 1 + (to % 3) : to);
  const [giver, receiver] = [uuidUrn(pick(organizations, from)), { partyId: someone.id }];
  const packages = [pick(seed.accessPackages, what).urn];
  const service = pick(QUESTIONS.services, what);
  const instanceRef = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000001";
  const ends = { from: giver, to: receiver };
  const taking = { from: giver, to: uuidUrn(someone) };
  const clients = {
    facilitator: giver,
    client: uuidUrn(pick(organizations, client)),
    agent: taking.to,
    role: null,
  };
  switch (drawn.name) {
    case "givePackages":
      return desk.change("givePackages", deed, { ...ends, packages });
    case "giveRights":
      return desk.change("giveRights", deed, { ...ends, service, rights: [action] });
    case "giveInstanceRights":
      return desk.change("giveInstanceRights", deed, { ...ends, service, instanceRef, rights: [action] });
    case "revokePackages":
      return desk.change("revokePackages", deed, { ...taking, packages });
    case "revokeRights":
      return desk.change("revokeRights", deed, { ...taking, service, rights: [action] });
    case "revokeEverything":
      return desk.change("revokeEverything", deed, taking);
    case "addAgent":
      return desk.change("addAgent", deed, { facilitator: giver, agent: receiver });
    case "removeAgent":
      return desk.change("removeAgent", deed, { facilitator: giver, agent: taking.to });
    case "addClientAccess":
      return desk.change("addClientAccess", deed, { ...clients, packages, services: [] });
    case "removeClientAccess":
      return desk.change("removeClientAccess", deed, { ...clients, packages, services: null });
  }
};

/** What can't be, whatever was given and taken: rows of nothing. */
const orphans = (seed: AuthorizationSeed): string[] => {
  const assignments = new Set(seed.assignments.map(({ id }) => id));
  const delegations = new Set(seed.clientDelegations.map(({ id }) => id));
  return [
    ...[...seed.assignmentPackages, ...seed.assignmentResources, ...seed.assignmentInstances].flatMap(
      ({ assignmentId }) => (assignments.has(assignmentId) ? [] : [`right of no assignment ${assignmentId}`]),
    ),
    ...seed.clientDelegations.flatMap(({ fromAssignmentId, toAssignmentId }) =>
      [fromAssignmentId, toAssignmentId].every((id) => assignments.has(id)) ? [] : ["delegation of nothing"],
    ),
    ...[...seed.clientDelegationPackages, ...seed.clientDelegationResources].flatMap(({ delegationId }) =>
      delegations.has(delegationId) ? [] : [`right of no delegation ${delegationId}`],
    ),
  ];
};

const RUNS: Readonly<Record<Dialect, number>> = { sqlite: 25, postgres: 3 };

describeOnBothDatabases("any sequence of giving and taking", (dialect) => {
  it("leaves a register whose decisions are as a plain telling has them, and no rights of nothing", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const seen = { changed: 0, refused: 0 };
    const check = async (drawn: AuthorizationSeed, attempts: readonly Attempt[]): Promise<void> => {
      const seed = withAdministrator(drawn);
      const { store, desk } = await open(database, dialect, seed);
      const port = createAuthorizationPort({ store, clock: () => NOW });
      const questions = seed.parties.flatMap((party) =>
        QUESTIONS.services.map((service) => ({ party, service, action: "read", instanceRef: null })),
      );
      // Decisions between the changes: what is kept from before a change must not outlive it.
      const agree = async (): Promise<void> => {
        const now = await dump(database, dialect);
        expect(orphans(now)).toEqual(orphans(seed));
        const reference = createReference(now, NOW);
        for (const party of seed.parties) {
          const viewer = viewerOf(party);
          const decisions = await port.decide(
            callBy(viewer),
            questions.map((question) => ({ ...question, party: question.party.urn })),
          );
          expect(decisions.map(({ decision }) => decision === "PERMIT")).toEqual(
            questions.map((question) => reference(party, viewer.kind, question)),
          );
        }
      };
      await agree();
      for (const [index, tried] of attempts.entries()) {
        const outcome = inWords(await tryOut(desk, seed, tried, index));
        if (outcome === "changed") {
          seen.changed += 1;
          await agree();
        } else if (outcome !== "same") seen.refused += 1;
      }
    };
    await fc.assert(
      fc.asyncProperty(
        generatedWorld,
        fc.array(attempt, { minLength: 25, maxLength: 40, size: "max" }),
        check,
      ),
      { numRuns: RUNS[dialect], seed: 20_260_617 },
    );
    expect(seen.changed).toBeGreaterThan(RUNS[dialect]);
    expect(seen.refused).toBeGreaterThan(RUNS[dialect]);
  }, 180_000);
});
