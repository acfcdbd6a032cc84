import fc from "fast-check";
import { expect, it } from "vitest";
import { authorizationTables, type PartyRow } from "../../../../drizzle/authorization/tables.js";
import { columnsOf, type Dialect } from "../../../../drizzle/columns.js";
import type { Database } from "../../../../drizzle/database.js";
import { uuidFromName } from "../../../../lib/ids.js";
import type { Viewer } from "../../../../schema/viewer.js";
import {
  type Authorization,
  AuthorizationStore,
  createAuthorizationPort,
  seedAuthorization,
} from "../../../../subgraphs/authorization/index.js";
import {
  type DecisionResult,
  loadPolicies,
  openDecisionPoint,
  readRequest,
} from "../../../../subgraphs/authorization/xacml/index.js";
import { describeOnBothDatabases, openTestDatabase } from "../../../kit/databases.js";
import { callBy } from "../room.js";
import { NOW, serviceUrn, viewerOf } from "../world.js";
import { request } from "../xacml/write.js";
import { type PolicyWorld, policyWorld } from "./policy-worlds.js";

const fill = async (database: Database, dialect: Dialect, world: PolicyWorld): Promise<Authorization> => {
  const tables = authorizationTables(columnsOf(dialect));
  await database.transaction(async (tx) => {
    for (const table of Object.values(tables)) await tx.delete(table);
  });
  const store = new AuthorizationStore(database);
  await seedAuthorization(store, world.seed, () => NOW);
  await database.transaction(async (tx) => {
    await tx
      .insert(tables.serviceOwners)
      .values({ code: "own", organizationNumber: world.ownerNumber, name: {} });
    for (const [service, members] of world.restricted) {
      await tx.insert(tables.restrictedServices).values({ service });
      for (const [partyId, actions] of members) {
        const id = uuidFromName(`${service} ${partyId}`);
        await tx
          .insert(tables.accessLists)
          .values({ id, owner: "own", identifier: id, name: "", description: "" });
        await tx.insert(tables.accessListServices).values({ listId: id, service, actions });
        await tx.insert(tables.accessListMembers).values({ listId: id, partyId, since: NOW });
      }
    }
  });
  return createAuthorizationPort({ store, clock: () => NOW });
};

/** A question, put to the policy's own document with everything there is to say, as the command line would put it. */
const askDocument = (
  document: string,
  subjects: ReadonlySet<string>,
  service: string,
  action: string,
  { partyId, id }: PartyRow,
): DecisionResult => {
  const code = service.slice(serviceUrn("").length);
  const sent: Record<string, string[]> = {};
  for (const urn of subjects) {
    const end = urn.lastIndexOf(":");
    const name = `subject/${urn.slice(0, end)}`;
    sent[name] = [...(sent[name] ?? []), urn.slice(end + 1), urn.slice(end + 1).toUpperCase()];
  }
  if (code.startsWith("app_")) {
    sent["resource/urn:altinn:org"] = ["own"];
    sent["resource/urn:altinn:app"] = ["form"];
  }
  const [result] = openDecisionPoint(loadPolicies([{ name: "p", content: document }]), () => NOW).decide(
    readRequest(
      request({
        ...sent,
        "resource/urn:altinn:resource": code,
        "resource/urn:altinn:partyid": String(partyId),
        "resource/urn:altinn:party:uuid": id,
        "action/urn:oasis:names:tc:xacml:1.0:action:action-id": action,
      }),
      "request.xml",
    ),
  ).results;
  if (result === undefined) throw new Error("No decision was given.");
  return result;
};

const levelIn = (result: DecisionResult, category: string): number | null =>
  result.obligations
    .flatMap(({ assignments }) => assignments)
    .filter((one) => one.category === category)
    .reduce<number | null>((most, { text }) => Math.max(most ?? 0, Number(text)), null);

interface Expected {
  readonly decision: string;
  readonly level: number | null;
}

/** The rules told a second time, over the document as it was written. */
const createReference = (world: PolicyWorld, viewer: Viewer, isOwner: boolean) => {
  const own = new Map(world.seed.services.map(({ urn, minimumLevel }) => [urn, minimumLevel]));
  const level = (minimum: number | null, forOrg: number | null, service: string): number => {
    const needed = minimum ?? own.get(service) ?? 0;
    return isOwner && forOrg !== null ? Math.min(needed, forOrg) : needed;
  };
  return (
    connections: Awaited<ReturnType<Authorization["connections"]>>,
    party: PartyRow,
    service: string,
    action: string,
  ): Expected => {
    const list = connections.byPartyId.get(party.id);
    if (list === undefined) return { decision: "NOT_APPLICABLE", level: null };
    const subjects = new Set(list.flatMap(({ source }) => [...source.subjects.keys()]));
    for (const scope of viewer.scopes) subjects.add(`urn:altinn:apiscope:${scope}`);
    if (isOwner) subjects.add("urn:altinn:org:own");
    const document = world.documents.get(service) ?? "";
    const draft = world.drafts.get(service);
    const result = askDocument(document, subjects, service, action, party);
    if (result.decision === "Deny" || result.decision === "Indeterminate")
      return { decision: "DENY", level: null };

    const names = draft?.rules.some(({ actions }) => actions.includes(action)) === true;
    const isGiven = list.some(({ source }) => {
      const actions = source.services.get(service);
      return actions === null ? names : actions?.includes(action) === true;
    });
    if (result.decision === "NotApplicable" && !isGiven) return { decision: "NOT_APPLICABLE", level: null };

    const members = world.restricted.get(service);
    const actions = members?.get(party.id);
    const isLetIn = members === undefined || actions === null || actions?.includes(action) === true;
    if (!isLetIn) return { decision: "DENY", level: null };
    const isPermit = result.decision === "Permit";
    return {
      decision: "PERMIT",
      level: isPermit
        ? level(
            levelIn(result, "urn:altinn:minimum-authenticationlevel"),
            levelIn(result, "urn:altinn:minimum-authenticationlevel-org"),
            service,
          )
        : level(draft?.level ?? null, draft?.levelForOrg ?? null, service),
    };
  };
};

const NUM_RUNS: Readonly<Record<Dialect, number>> = { sqlite: 120, postgres: 8 };

describeOnBothDatabases("scope, decide and policies as they were written", (dialect) => {
  it("agree about every viewer, party, service and action, with denials, lists, levels and service owners", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const seen = { PERMIT: 0, DENY: 0, NOT_APPLICABLE: 0, readable: 0 };

    const check = async (world: PolicyWorld): Promise<void> => {
      const port = await fill(database, dialect, world);
      for (const viewerParty of world.seed.parties) {
        const isOwner = viewerParty.urn.endsWith(`:${world.ownerNumber}`);
        const viewer = viewerOf(viewerParty, { scopes: ["read-all"] });
        const call = callBy(viewer);
        const connections = await port.connections(call);
        const reference = createReference(world, viewer, isOwner);
        const questions = world.seed.parties.flatMap((party) =>
          [...world.documents.keys()].flatMap((service) =>
            ["read", "write"].map((action) => ({ party, service, action })),
          ),
        );
        const decisions = await port.decide(
          call,
          questions.map((one) => ({ ...one, party: one.party.urn, instanceRef: null })),
        );
        const expected = questions.map((one) => ({
          ...one,
          ...reference(connections, one.party, one.service, one.action),
        }));
        const label = ({ party, service, action }: (typeof questions)[number]) =>
          [party.name, service, action].join(" ");
        expect(
          questions.map((one, n) => [
            label(one),
            decisions[n]?.decision,
            decisions[n]?.decision === "PERMIT" ? decisions[n]?.requiredLevel : null,
          ]),
        ).toEqual(expected.map((one) => [label(one), one.decision, one.level]));
        expect(decisions.every(({ decision, grants }) => (decision === "PERMIT") === grants.length > 0)).toBe(
          true,
        );
        for (const { decision } of decisions) seen[decision] += 1;

        const scope = await port.scope(call);
        const listed = scope.groups.flatMap(({ parties, services }) =>
          parties.flatMap(({ id }) =>
            services.map(({ service, requiredLevel }) => `${id} ${service} ${requiredLevel}`),
          ),
        );
        const written = listed.filter((line) => world.documents.has(line.split(" ")[1] ?? ""));
        const readable = expected
          .filter(({ action, decision }) => action === "read" && decision === "PERMIT")
          .map(({ party, service, level }) => `${party.id} ${service} ${level}`);
        expect(written.sort()).toEqual(readable.sort());
        seen.readable += readable.length;
      }
    };

    await fc.assert(fc.asyncProperty(policyWorld, check), { numRuns: NUM_RUNS[dialect], seed: 20_261_122 });
    // Yes, no and silence come often enough for the agreement to mean something.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(NUM_RUNS[dialect] * 5);
  }, 240_000);
});
