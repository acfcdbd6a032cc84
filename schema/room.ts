import type { GraphQLSchema } from "graphql";
import type { CallHeaders } from "./call.js";

/** A room as the composition root sees it: a subgraph, and what keeps it running. */
export interface Room {
  /** The subgraph's name in the supergraph. */
  readonly name: string;
  /** Executable, with `_entities` and `_service`. */
  readonly schema: GraphQLSchema;
  /** Federation 2 SDL, as it is published. */
  readonly sdl: string;
  /**
   * The context of one call, with loaders of its own.
   * @throws DomainError `CALL_NOT_SIGNED` where the call is not signed by the gateway
   */
  contextFor(headers: CallHeaders): object;
  /** Rejects where the room can't answer (its database is away). */
  ping(): Promise<void>;
  close(): Promise<void>;
}
