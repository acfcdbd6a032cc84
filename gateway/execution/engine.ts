import type { ApolloGateway } from "@apollo/gateway";
import type { DocumentNode, GraphQLSchema } from "graphql";

type Executor = Awaited<ReturnType<ApolloGateway["load"]>>["executor"];

/** A validated operation with its variables and context, as Apollo Server hands it over. */
export type ExecutionRequest = Parameters<Executor>[0];
/** The answer, shaped as the client asked. */
export type ExecutionAnswer = Awaited<ReturnType<Executor>>;

/** An operation that is likely to be asked for. */
export interface ForeseenOperation {
  readonly document: DocumentNode;
  /** SHA-256 of the document's text, in hex. */
  readonly queryHash: string;
  /** `null` where the document has one operation and nobody names it. */
  readonly operationName: string | null;
}

/** What runs operations against one supergraph. */
export interface Engine {
  /** What clients see: without `_entities`, `_service` and whatever is inaccessible. */
  readonly apiSchema: GraphQLSchema;
  execute(request: ExecutionRequest): Promise<ExecutionAnswer>;
  /** Does ahead what the first request for an operation would wait for: its plan above all. @throws where it has none */
  prepare?(operation: ForeseenOperation): Promise<void>;
  close(): Promise<void>;
}
