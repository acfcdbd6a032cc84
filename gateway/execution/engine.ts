import type { ApolloGateway } from "@apollo/gateway";
import type { DocumentNode, GraphQLError, GraphQLSchema } from "graphql";
import type { RequestScope } from "./request-scope.js";

type Executor = Awaited<ReturnType<ApolloGateway["load"]>>["executor"];

/** A validated operation with its variables and context, as Apollo Server hands it over. */
export type ExecutionRequest = Parameters<Executor>[0];
/** The answer, shaped as the client asked. */
export type ExecutionAnswer = Awaited<ReturnType<Executor>>;

/** What runs operations. */
export type EngineName = "compiled" | "stock";

/** An operation that is likely to be asked for. */
export interface ForeseenOperation {
  readonly document: DocumentNode;
  /** SHA-256 of the document's text, in hex. */
  readonly queryHash: string;
  /** `null` where the document has one operation and nobody names it. */
  readonly operationName: string | null;
}

/** An answer of which the data is JSON already. */
export interface WrittenAnswer {
  readonly data: string;
  /** Whether the data is ASCII to the last letter. */
  readonly isAscii: boolean;
  readonly errors: readonly GraphQLError[];
}

/** Runs an operation with the variables of one request. Rejects only where the engine itself fails. */
export type Run = (scope: RequestScope) => Promise<WrittenAnswer>;

/** A validated operation, with all that is known of it. */
export interface OpenedOperation {
  /**
   * @param variables as the client sent them
   * @returns `null` where there is more to do first: its plan is not there, or its variables are wrong. `execute` does it
   */
  runFor(variables: Readonly<Record<string, unknown>>): Run | null;
}

/** What runs operations against one supergraph. */
export interface Engine {
  /** What clients see: without `_entities`, `_service` and whatever is inaccessible. */
  readonly apiSchema: GraphQLSchema;
  execute(request: ExecutionRequest): Promise<ExecutionAnswer>;
  /** Does ahead what the first request for an operation would wait for: its plan above all. @throws where it has none */
  prepare?(operation: ForeseenOperation): Promise<void>;
  /** An operation that was validated with `apiSchema`, to be asked for again and again. Absent where that gains nothing. */
  open?(operation: ForeseenOperation): OpenedOperation;
  close(): Promise<void>;
}
