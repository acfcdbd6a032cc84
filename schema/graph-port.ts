import type { ErrorCatalogue } from "../lib/errors.js";
import type { Call } from "./call.js";

/** Why the graph could not be asked. Rooms that ask it spread this into their own catalogues. */
export const graphPortErrors: ErrorCatalogue<"GRAPH_UNAVAILABLE"> = {
  GRAPH_UNAVAILABLE: {
    status: 503,
    meaning: "A room could not ask the whole graph for something that another subgraph knows.",
    remedy: "Try again in a moment.",
  },
};

/** A question to the whole graph: whatever any subgraph contributes may be in it. */
export interface GraphQuestion {
  /** Of a query; nothing is changed by asking. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One of the errors that an answer came with. */
export interface GraphFault {
  readonly code: string;
  /** Where in the answer something is missing for it; empty where it is about the question. */
  readonly path: readonly (string | number)[];
}

/** What the graph answered: as much as it had, and why the rest is missing. */
export interface GraphAnswer {
  readonly data: unknown;
  readonly faults: readonly GraphFault[];
}

/**
 * How a room asks for fields of other subgraphs, agencies' own among them: as the call's viewer, through the gateway, so
 * that every subgraph gives what it would give that viewer, and no more.
 */
export interface GraphPort {
  /** @throws DomainError `GRAPH_UNAVAILABLE` where no answer can be had */
  ask(call: Pick<Call, "token">, question: GraphQuestion): Promise<GraphAnswer>;
}
