import fc from "fast-check";
import { expect, it } from "vitest";
import { authorizationTables, type PartyRow } from "../../../drizzle/authorization/tables.js";
import { columnsOf, type Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import {
  type AuthorizationSeed,
  AuthorizationStore,
  createAuthorizationPort,
  seedAuthorization,
} from "../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { generatedWorld, QUESTIONS } from "./generated-worlds.js";
import { createReference, type Question } from "./reference.js";
import { callBy } from "./room.js";
import { NOW, viewerOf } from "./world.js";

const refill = async (database: Database, dialect: Dialect, seed: AuthorizationSeed) => {
  const tables = Object.values(authorizationTables(columnsOf(dialect)));
  await database.transaction(async (tx) => {
    for (const table of tables) await tx.delete(table);
  });
  const store = new AuthorizationStore(database);
  await seedAuthorization(store, seed);
  return createAuthorizationPort({ store, clock: () => NOW });
};

const questionsIn = (seed: AuthorizationSeed): Question[] =>
  seed.parties.flatMap((party) =>
    QUESTIONS.services.flatMap((service) =>
      QUESTIONS.actions.flatMap((action) =>
        QUESTIONS.instanceRefs.map((instanceRef) => ({ party, service, action, instanceRef })),
      ),
    ),
  );

/** The rules are the same code on both; PostgreSQL is there for its statements, and is slower to refill. */
const NUM_RUNS: Readonly<Record<Dialect, number>> = { sqlite: 200, postgres: 20 };

const label = ({ party, service, action, instanceRef }: Question): string =>
  [party.name, service, action, instanceRef ?? "-"].join(" ");

describeOnBothDatabases("scope, decide and the reference", (dialect) => {
  it("agree about every viewer, party, service, action and instance of any world", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const seen = { worlds: 0, permitted: 0, refused: 0 };

    const check = async (seed: AuthorizationSeed): Promise<void> => {
      const port = await refill(database, dialect, seed);
      const reference = createReference(seed, NOW);
      const questions = questionsIn(seed);
      seen.worlds += 1;
      for (const viewerParty of seed.parties) {
        await agree(port, reference, viewerParty, questions);
      }
    };

    const agree = async (
      port: ReturnType<typeof createAuthorizationPort>,
      reference: ReturnType<typeof createReference>,
      viewerParty: PartyRow,
      questions: readonly Question[],
    ): Promise<void> => {
      const viewer = viewerOf(viewerParty);
      const call = callBy(viewer);
      const expected = questions.filter((question) => reference(viewerParty, viewer.kind, question));
      const decisions = await port.decide(
        call,
        questions.map((question) => ({ ...question, party: question.party.urn })),
      );
      const permitted = questions.filter((_, position) => decisions[position]?.decision === "PERMIT");
      expect(permitted.map(label)).toEqual(expected.map(label));
      expect(
        decisions.filter(({ decision, grants }) => (decision === "PERMIT") !== grants.length > 0),
      ).toEqual([]);
      seen.permitted += permitted.length;
      seen.refused += questions.length - permitted.length;

      const scope = await port.scope(call);
      const inGroups = scope.groups.flatMap(({ parties, services }) =>
        parties.flatMap(({ urn }) => services.map(({ service }) => `${urn} ${service}`)),
      );
      const readable = expected
        .filter(({ action, instanceRef }) => action === "read" && instanceRef === null)
        .map(({ party, service }) => `${party.urn} ${service}`);
      expect(inGroups.sort()).toEqual(readable.sort());

      const byScope = new Set([
        ...inGroups.flatMap((pair) => QUESTIONS.instanceRefs.map((ref) => `${pair} ${ref}`)),
        ...scope.instances.map(({ party, service, instanceRef }) => `${party.urn} ${service} ${instanceRef}`),
      ]);
      const byReference = expected
        .filter(({ action }) => action === "read")
        .map(({ party, service, instanceRef }) => `${party.urn} ${service} ${instanceRef}`);
      expect([...byScope].sort()).toEqual(byReference.sort());
    };

    const numRuns = NUM_RUNS[dialect];
    await fc.assert(fc.asyncProperty(generatedWorld, check), { numRuns, seed: 20_260_615 });
    // The worlds say yes and no often enough for the agreement to mean something.
    expect(seen.permitted / seen.worlds).toBeGreaterThan(100);
    expect(seen.refused / seen.worlds).toBeGreaterThan(100);
  }, 120_000);
});
