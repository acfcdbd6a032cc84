import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import type { ExecutionRequest } from "../execution/engine.js";
import type { GatewayContext } from "../execution/request-scope.js";
import type { Generations, Lease } from "./generations.js";
import type { OperationRegister } from "./operation-register.js";
import type { Snapshot } from "./snapshot.js";

/** What a request carries for its snapshot to be found. */
export interface LeasedContext extends GatewayContext {
  readonly lease: Lease;
}

type ApolloGatewayInterface = ApolloServerOptionsWithGateway<LeasedContext>["gateway"];
type Listener = Parameters<ApolloGatewayInterface["onSchemaLoadOrUpdate"] & object>[0];

/** How Apollo Server meets the snapshots. They are opened and closed by whoever owns both. */
export interface ApolloBridge {
  readonly gateway: ApolloGatewayInterface;
  /** Has Apollo Server validate with this snapshot's schema from now on. @throws Error where it can't */
  publish(snapshot: Snapshot): void;
}

const run = (register: OperationRegister, request: ExecutionRequest) => {
  const { queryHash, source, document, schema } = request;
  const { lease, scope } = request.context as LeasedContext;
  // Apollo Server holds a request to the schema that it was validated with, whatever was published since.
  const snapshot = lease.settle(schema);
  if (queryHash !== undefined && source !== undefined && document !== undefined) {
    const operationName = request.request.operationName ?? null;
    register.record({ queryHash, query: source, operationName }, scope.summary.client);
    snapshot.ready.learn(source, { document, queryHash, operationName });
  }
  return snapshot.execute(request);
};

export const createApolloBridge = (generations: Generations, register: OperationRegister): ApolloBridge => {
  const listeners = new Set<Listener>();
  const tell = (listener: Listener, { apiSchema, supergraphSdl }: Snapshot): void =>
    listener({ apiSchema, coreSupergraphSdl: supergraphSdl });
  return {
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async load() {
        for (const listener of listeners) tell(listener, generations.current);
        return { executor: async (request) => run(register, request) };
      },
      stop: async () => undefined,
    },
    publish(snapshot) {
      for (const listener of listeners) tell(listener, snapshot);
    },
  };
};
