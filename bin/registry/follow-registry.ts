import type { OperationUses } from "../../gateway/index.js";
import { DAY_MILLIS, systemClock } from "../../lib/clock.js";
import { countedUse, type SignedSupergraph } from "../../registry/index.js";
import type { Room } from "../../schema/room.js";
import type { Keys } from "../keys.js";
import type { openGateway } from "../open-gateway.js";
import { followSupergraph } from "./follow-supergraph.js";
import type { OpenedRegistry } from "./open-registry.js";

/** Where the subgraphs are asked that are none of this process. */
export const urlsOfOthers = (
  { urls }: Pick<SignedSupergraph, "urls">,
  rooms: readonly Pick<Room, "name">[],
): Readonly<Record<string, string>> => {
  const here = new Set(rooms.map(({ name }) => name));
  return Object.fromEntries(Object.entries(urls).filter(([name]) => !here.has(name)));
};

export interface FollowRegistryOptions {
  readonly opened: Pick<Awaited<ReturnType<typeof openGateway>>, "gateway" | "logger">;
  readonly keys: Pick<Keys, "registryKey">;
}

/** Keeps the gateway of this process on what its registry, or another process' on the same database, publishes. */
export const followRegistry = async (
  { registry, store, served }: OpenedRegistry,
  rooms: readonly Pick<Room, "name">[],
  { opened: { gateway, logger }, keys }: FollowRegistryOptions,
): Promise<{ close(): Promise<void> }> => {
  const follower = followSupergraph({
    served,
    read: (after) => registry.served(after),
    publicKey: keys.registryKey.publicKey,
    swap: (next) => gateway.swap(next.sdl, { subgraphUrls: urlsOfOthers(next, rooms) }),
    onServed: ({ number }) => logger.info({ supergraph: number }, "The registry's newest supergraph serves."),
    onProblem: (problem) =>
      logger.error({ reason: problem }, "The registry's newest supergraph is not served."),
  });
  const stopListening = await store.onSupergraph(() => follower.look());
  return {
    async close() {
      await stopListening();
      await follower.close();
    },
  };
};

/** Keeps who sent which operation: a subgraph's changes are weighed by it. */
export const recordUses = (
  { registry, store }: Pick<OpenedRegistry, "registry" | "store">,
  uses: readonly OperationUses[],
): Promise<void> => {
  const day = Math.floor(systemClock() / DAY_MILLIS);
  const counted = uses.map(({ operation: { query, operationName: name }, client, count }) =>
    countedUse({ query, name, client, day, count }),
  );
  return store.uses.add(counted, registry.keptSince());
};
