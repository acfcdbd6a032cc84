import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Clock } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import type { AccessRequest } from "../../../schema/ports.js";
import { partiesOf, type Scope } from "../../../schema/scope.js";
import type { Viewer } from "../../../schema/viewer.js";
import {
  type Authorization,
  AuthorizationStore,
  createAuthorizationPort,
  seedAuthorization,
} from "../../../subgraphs/authorization/index.js";
import { openTestDatabase } from "../../kit/databases.js";
import { NOW, serviceUrn, viewerOf, type World } from "./world.js";

let requests = 0;

/** A request of its own. */
export const callBy = (viewer: Viewer, more: Partial<Call> = {}): Call => ({
  requestId: `request-${++requests}`,
  viewer,
  language: "nb",
  token: "test",
  ...more,
});

/** A party that no register has. */
const NOBODY = "urn:altinn:person:identifier-no:00000000000";

export interface TestRoom {
  readonly store: AuthorizationStore;
  readonly authorization: Authorization;
  /** Every statement since this was last emptied. */
  readonly statements: string[];
  scopeOf(viewer: PartyRow): Promise<Scope>;
  decide(viewer: PartyRow, request: Partial<AccessRequest> & { party: string }): ReturnType<typeof decideOne>;
}

const decideOne = async (authorization: Authorization, viewer: PartyRow, request: AccessRequest) => {
  const [decision] = await authorization.decide(callBy(viewerOf(viewer)), [request]);
  if (decision === undefined) throw new Error("No decision was given.");
  return decision;
};

/** A store that is filled with a world, and the port over it. */
export const openTestRoom = async (
  dialect: Dialect,
  { seed }: Pick<World, "seed">,
  clock: Clock = () => NOW,
): Promise<TestRoom> => {
  const { database, statements } = await openTestDatabase(dialect, "authorization");
  const store = new AuthorizationStore(database);
  await seedAuthorization(store, seed);
  const authorization = createAuthorizationPort({ store, clock });
  // What holds for everybody is read once, and not by the viewers whose statements are counted.
  await authorization.scope(callBy(viewerOf({ urn: NOBODY, type: "PERSON" })));
  statements.length = 0;
  return {
    store,
    authorization,
    statements,
    scopeOf: (viewer) => authorization.scope(callBy(viewerOf(viewer))),
    decide: (viewer, request) =>
      decideOne(authorization, viewer, {
        service: serviceUrn("tax"),
        action: "read",
        instanceRef: null,
        ...request,
      }),
  };
};

/** Who may be read for what, by names: easy to state and to compare. */
export const readable = (
  scope: Scope,
  { seed }: Pick<World, "seed">,
): Readonly<Record<string, readonly string[]>> => {
  const names = new Map(seed.parties.map(({ id, name }) => [id, name]));
  const byName: Record<string, string[]> = {};
  for (const { parties, services } of scope.groups) {
    for (const { id } of parties) {
      byName[names.get(id) ?? id] = services.map(({ service }) => service.slice(serviceUrn("").length));
    }
  }
  for (const { party, instanceRef } of scope.instances) {
    const name = names.get(party.id) ?? party.id;
    byName[name] = [...(byName[name] ?? []), instanceRef];
  }
  return byName;
};

export const partyCount = (scope: Scope): number => partiesOf(scope).size;
