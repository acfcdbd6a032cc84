import type { FastifyBaseLogger } from "fastify";
import type { RequestLife } from "../datasource/request-life.js";
import type { SubgraphHeaders } from "../datasource/subgraph-source.js";
import type { OperationOutcome } from "../observability/metrics.js";
import type { RequestObserver } from "../observability/request-observer.js";

/** One fetch from a subgraph, as it begins. */
export interface FetchEvent {
  readonly subgraph: string;
  /** The document that the subgraph is sent. */
  readonly operation: string;
}

/** One request on its way through. Made by the front door; filled in as the request goes. */
export interface RequestScope {
  readonly requestId: string;
  /** Names the request in every line. */
  readonly log: FastifyBaseLogger;
  /** What a subgraph is given. Signs on first use: a request that fetches nothing costs no signature. */
  headers(subgraph: string): SubgraphHeaders;
  /** Who asks, as far as subgraphs are told. Requests of the same audience may share an answer. */
  audience(): string;
  onFetch(fetch: FetchEvent): void;
  /** Ends when the request's time is out or its client has gone. Nothing is to be begun then. */
  readonly life: RequestLife;
  /** Engines tell it of the plan; `askSubgraph` tells it of fetches. */
  readonly observer: RequestObserver;
  /** The document that was held against the limits; `null` until then. No other may run. */
  admittedQuery: string | null;
  /** For the one line that is logged of each operation. */
  readonly summary: OperationSummary;
}

/** What is logged of an operation. Never a variable, a token or anything of a person. */
export interface OperationSummary {
  name: string | null;
  /** Which program asks: the verified `client_id` of the token. */
  client: string | null;
  /** The first 16 hex digits of the document's SHA-256. */
  hash: string | null;
  kind: "query" | "mutation" | "subscription" | null;
  fetches: number;
  readonly errorCodes: Set<string>;
  /** The document was understood as a request, and refused: parse, validation, limits, variables. */
  isDocumentRefused: boolean;
  /** Absent until there is an answer. */
  outcome?: OperationOutcome;
}

/** What Apollo Server carries along. It copies the object itself for each request, so the scope is one level down. */
export interface GatewayContext {
  readonly scope: RequestScope;
}
