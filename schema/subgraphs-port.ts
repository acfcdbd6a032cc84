import type { Call } from "./call.js";

/** A root field of a subgraph that carries a directive, as the supergraph now served has it. */
export interface MarkedField {
  readonly subgraph: string;
  readonly field: string;
  /** The directive's arguments, defaults among them. */
  readonly directive: Readonly<Record<string, unknown>>;
  /** Names of the field's arguments. */
  readonly arguments: readonly string[];
}

/** A question to one subgraph, in GraphQL. Root fields only that are marked, or that a marked one's directive names. */
export interface SubgraphQuestion {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the subgraph answered: data and errors may stand side by side. Messages are for logs, never for clients. */
export interface SubgraphReply {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly message: string; readonly code: string | null }[];
}

/** Why a subgraph gave no answer. */
export type SubgraphSilence = "TIMEOUT" | "UNREACHABLE" | "OVERLOADED" | "UNKNOWN_SUBGRAPH";

/** Thrown where there is no answer at all. */
export class SubgraphSilent extends Error {
  readonly reason: SubgraphSilence;

  constructor(reason: SubgraphSilence, message: string) {
    super(message);
    this.name = "SubgraphSilent";
    this.reason = reason;
  }
}

/**
 * What a room needs of the other subgraphs where it must ask whoever offers something, without knowing them: agencies
 * that are sources of the history. In one process the gateway's own connections, with their limits, circuits and
 * deadlines; otherwise HTTP to the gateway.
 */
export interface SubgraphsPort {
  /** Root fields of queries that carry the directive. Changes when a supergraph is swapped in. @param directive without `@` */
  marked(directive: string): Promise<readonly MarkedField[]>;
  /**
   * Asks one subgraph on behalf of a call's viewer.
   * @param signal ends the question
   * @throws SubgraphSilent
   */
  ask(
    call: Pick<Call, "token" | "language">,
    question: SubgraphQuestion,
    signal: AbortSignal,
  ): Promise<SubgraphReply>;
}
