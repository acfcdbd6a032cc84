import type { ApolloGateway } from "@apollo/gateway";
import type { GraphQLSchema } from "graphql";

type Executor = Awaited<ReturnType<ApolloGateway["load"]>>["executor"];

/** A validated operation with its variables and context, as Apollo Server hands it over. */
export type ExecutionRequest = Parameters<Executor>[0];
/** The answer, shaped as the client asked. */
export type ExecutionAnswer = Awaited<ReturnType<Executor>>;

/** What runs operations against one supergraph. */
export interface Engine {
  /** What clients see: without `_entities`, `_service` and whatever is inaccessible. */
  readonly apiSchema: GraphQLSchema;
  execute(request: ExecutionRequest): Promise<ExecutionAnswer>;
  close(): Promise<void>;
}
