import type { Circuit } from "./circuit.js";
import type { RequestLife } from "./request-life.js";
import type { SubgraphError } from "./subgraph-error.js";

/** A subgraph as the supergraph names it. */
export interface SubgraphEntry {
  readonly name: string;
  readonly routingUrl: string | null;
}

/** What a subgraph is asked. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a subgraph is asked, as it is sent. */
export interface JsonRequest {
  /** An object with `query`, `variables` and, where there is one, `operationName`. */
  readonly body: string;
  /** Whether asking twice does no more than asking once. */
  readonly isQuery: boolean;
  /**
   * Who asks, as far as the answer depends on it: requests with the same text may be given the same answer. Absent where
   * each is to be asked for itself.
   */
  readonly audience?: string | undefined;
}

/** Lower-case names. The only headers that a subgraph gets of a request. */
export type SubgraphHeaders = Readonly<Record<string, string | undefined>>;

/** What a subgraph answered. Data and errors may stand side by side. */
export interface SubgraphAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly SubgraphError[];
  /** Size of the answer's JSON, unpacked; absent where there was no JSON. */
  readonly bytes?: number;
  /** No string in the data has anything in it that JSON escapes. Absent where that is not known. */
  readonly isPlain?: boolean;
  /** Its JSON is ASCII, to the last letter. Absent where that is not known. */
  readonly isAscii?: boolean;
}

/** How much one subgraph may take of what all share. */
export interface SubgraphLimits {
  /** Of one fetch, all of it. */
  readonly timeoutMillis: number;
  /** Fetches of a subgraph behind a URL that are under way at once; more wait, and that counts against their time. */
  readonly concurrency: number;
}

/** A subgraph, wherever it runs. One interface, two transports. */
export interface SubgraphSource {
  readonly name: string;
  readonly transport: "local" | "http";
  readonly limits: SubgraphLimits;
  /** Of a subgraph behind a URL; `null` in this process. */
  readonly circuit: Pick<Circuit, "state" | "repeated"> | null;
  /**
   * @param life of the request that the fetch is for: when that ends, the fetch ends at once, with the SubgraphError
   *   that says why
   * @throws SubgraphError where there is no answer at all
   */
  fetch(request: SubgraphRequest, headers: SubgraphHeaders, life?: RequestLife): Promise<SubgraphAnswer>;
  /** The same for a request that is JSON already, where JSON is what is sent. */
  fetchJson?(request: JsonRequest, headers: SubgraphHeaders, life?: RequestLife): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}
