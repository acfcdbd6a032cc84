import DataLoader from "dataloader";
import type { PartyRow } from "../../drizzle/authorization/tables.js";
import type { Clock } from "../../lib/clock.js";
import type { Call } from "../../schema/call.js";
import type { AccessRequest } from "../../schema/ports.js";
import { partiesOf } from "../../schema/scope.js";
import { PARTY_UUID_PREFIX } from "../../schema/urns.js";
import type { DelegationDesk, Delegator } from "./delegation/index.js";
import { failClosed } from "./errors.js";
import { type Authorization, MAX_DECISIONS } from "./port.js";
import { mayAdministerAccess } from "./rules/administration.js";
import type { ReasonedDecision } from "./rules/decision.js";
import { servicesNaming } from "./store/metadata.js";
import { type ServiceReaders, serviceReaders } from "./store/service-readers.js";
import type { AuthorizationStore } from "./store.js";

/** One set per request. Each answers in the order of its keys. */
export interface AuthorizationLoaders {
  /**
   * Parties that the viewer may know: those they act for or administer, the main units of these, and themselves; else
   * `null`.
   */
  readonly partyById: DataLoader<string, PartyRow | null>;
  /** One decision per question; a whole page is one batch. */
  readonly decision: DataLoader<AccessRequest, ReasonedDecision, string>;
  /** What the viewer may do with access on behalf of a party, by its id; `null` where the register lacks one of them. */
  readonly delegator: DataLoader<string, Delegator | null>;
  /** URNs of the services whose policies name an access package, in order. */
  readonly servicesByPackage: DataLoader<string, readonly string[]>;
  /** Who may read in a service, by URN; nobody in one that the register does not know. */
  readonly readersByService: DataLoader<string, ServiceReaders>;
}

/** Where loaders get what they load. */
interface LoaderSources {
  readonly store: AuthorizationStore;
  readonly authorization: Authorization;
  readonly delegation: DelegationDesk;
  readonly clock: Clock;
}

/** The asked ids that the viewer may know of. */
const visiblePartiesById = async (
  store: AuthorizationStore,
  authorization: Authorization,
  call: Call,
  ids: readonly string[],
): Promise<Map<string, PartyRow>> => {
  const [scope, connections] = await Promise.all([
    authorization.scope(call),
    authorization.connections(call),
  ]);
  const { parties, viewer, byPartyId } = connections;
  const actedFor = partiesOf(scope);
  const visible = new Map<string, PartyRow>();
  const show = (party: PartyRow | null | undefined): void => {
    if (party) visible.set(party.id, party);
  };
  const others = new Set<string>();
  for (const id of ids) {
    if (actedFor.has(id) || mayAdministerAccess(connections, id)) show(parties.get(id));
    else others.add(id);
  }
  if (others.size === 0) return visible;

  if (viewer !== null && others.has(viewer.id)) show(viewer);
  const mainUnitIds = new Set([...byPartyId.keys()].map((id) => parties.get(id)?.parentId ?? null));
  const asked = [...others].filter((id) => mainUnitIds.has(id));
  for (const id of asked) show(parties.get(id));
  const unread = asked.filter((id) => !visible.has(id));
  if (unread.length > 0) for (const party of await store.partiesByIds(unread)) show(party);
  return visible;
};

export const createLoaders = (
  { store, authorization, delegation, clock }: LoaderSources,
  call: Call,
): AuthorizationLoaders => ({
  partyById: new DataLoader(
    async (ids: readonly string[]) => {
      const visible = await failClosed(() => visiblePartiesById(store, authorization, call, ids));
      return ids.map((id) => visible.get(id) ?? null);
    },
    { maxBatchSize: 1_000 },
  ),
  delegator: new DataLoader(async (ids: readonly string[]) =>
    Promise.all(ids.map((id) => delegation.delegator(call.viewer, PARTY_UUID_PREFIX + id, clock()))),
  ),
  servicesByPackage: new DataLoader(
    async (urns: readonly string[]) => {
      const named = await failClosed(() => servicesNaming(store.open.database.read, store.open.tables, urns));
      return urns.map((urn) => named.get(urn) ?? []);
    },
    { maxBatchSize: 500 },
  ),
  readersByService: new DataLoader(
    async (urns: readonly string[]) => {
      const { database, tables } = store.open;
      const found = await failClosed(() => serviceReaders(database.read, tables, urns));
      return urns.map((urn) => found.get(urn) ?? { minimumLevel: 0, subjectUrns: [] });
    },
    { maxBatchSize: 1_000 },
  ),
  decision: new DataLoader(
    async (requests: readonly AccessRequest[]) => authorization.decide(call, requests),
    {
      maxBatchSize: MAX_DECISIONS,
      cacheKeyFn: ({ party, service, action, instanceRef, attribute = null }) =>
        JSON.stringify([party, service, action, instanceRef, attribute]),
    },
  ),
});
