import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import type { GatewayContext } from "../execution/request-scope.js";
import type { Snapshot } from "./snapshot.js";

/** How Apollo Server meets a snapshot. The snapshot is opened before and closed after it, by whoever owns both. */
export const servedBy = (snapshot: Snapshot): ApolloServerOptionsWithGateway<GatewayContext>["gateway"] => {
  const listeners = new Set<
    (schema: { apiSchema: Snapshot["apiSchema"]; coreSupergraphSdl: string }) => void
  >();
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      const { apiSchema, supergraphSdl } = snapshot;
      for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl: supergraphSdl });
      return { executor: snapshot.execute };
    },
    stop: async () => undefined,
  };
};
