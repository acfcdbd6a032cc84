import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Clock } from "../lib/clock.js";
import type { NewId } from "../lib/ids.js";
import type { LocalSubgraph } from "./datasource/local.js";
import type { SourceOptions } from "./datasource/sources.js";
import type { EngineName } from "./execution/engine.js";
import type { FetchEvent } from "./execution/request-scope.js";
import type { IdentityOptions, VerifiedClaims } from "./identity/options.js";
import type { StandInHeaders } from "./identity/stand-in-headers.js";
import type { MarkedAsking } from "./marked/ask-marked.js";
import type { OperationUses } from "./observability/operation-uses.js";
import type { TracingOptions } from "./observability/tracing.js";
import type { PlanningLimits } from "./planning/planner.js";
import type { Limits } from "./protection/limits.js";
import type { RateLimit } from "./protection/rate-limit.js";
import type { TrustedDocuments } from "./protection/trusted-documents.js";
import type { OverloadLimits } from "./protection/turnstile.js";
import type { SwapResult } from "./supergraph/swap.js";

/** A built page to explore the graph with. */
export interface SandboxOptions {
  /** Folder of the built page: index.html and what it needs. */
  readonly directory: string;
  /** Served as JSON at /sandbox/config.json. */
  readonly config: object;
}

/** Something that has to work for this process to answer. */
export interface ReadinessCheck {
  readonly name: string;
  /** Rejects where it does not work. */
  check(): Promise<void>;
}

export interface GatewayOptions extends SourceOptions {
  readonly supergraphSdl: string;
  /** Subgraphs of the supergraph that run in this process; all others are asked at their routing URL. */
  readonly localSubgraphs: readonly LocalSubgraph[];
  /** In place of the supergraph's routing URLs, by subgraph name. */
  readonly subgraphUrls?: Readonly<Record<string, string>>;
  /** What runs operations: the compiled engine where not given, or Apollo's stock execution, to compare with. */
  readonly engine?: EngineName;
  /**
   * How long the compiled engine may plan, and with how much memory; `defaultPlanningLimits` where not given. `null`:
   * as long as it takes, in the thread that serves; for tests.
   */
  readonly planning?: PlanningLimits | null;
  readonly limits: Limits;
  /** Documents that clients may name by id, and that every snapshot is made ready for; none where not given. */
  readonly trustedDocuments?: TrustedDocuments;
  /** How much is taken on at once; `defaultOverloadLimits` where not given. */
  readonly overload?: OverloadLimits;
  /** How often one client may ask; as often as it likes where not given. */
  readonly rateLimit?: RateLimit;
  /** How long one request may take, from its last byte to its answer; 15 s where not given. */
  readonly requestTimeoutMillis?: number;
  /** `null`: nobody has to sign in, and calls to subgraphs are not signed. */
  readonly identity: IdentityOptions | null;
  /** Whether somebody who has not signed in may send operations that ask for the schema and nothing else. */
  readonly allowPublicIntrospection: boolean;
  /** Headers of the client's that subgraphs are given; no other goes on. */
  readonly forwardedHeaders: readonly string[];
  /** What stands in for those of them that a client has not sent. */
  readonly standInHeaders?: StandInHeaders;
  readonly sandbox: SandboxOptions | null;
  /** Serves metrics for Prometheus at /metrics. Off where not given. */
  readonly metrics?: boolean;
  /** Makes OpenTelemetry spans, and tells subgraphs of them. Off where not given. */
  readonly tracing?: TracingOptions;
  /**
   * Who may see the plan of a request that is sent with `x-tunet-plan: 1`. Where not given: everybody where nobody has
   * to sign in, and nobody otherwise.
   * @param claims `null` where nobody signed in
   */
  maySeePlan?(claims: VerifiedClaims | null): boolean;
  readonly readiness: readonly ReadinessCheck[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly newId: NewId;
  /**
   * Told every second, and at the end, who sent which operation how often. What it rejects is told again with the
   * next.
   */
  onUses?(uses: readonly OperationUses[]): Promise<void>;
  /** Told of every fetch as it begins. */
  onFetch?(fetch: FetchEvent): void;
  /** Mounts more routes. */
  routes?(app: FastifyInstance): void | Promise<void>;
  /** How long requests that have begun may go on after `close`. */
  readonly shutdownGraceMillis: number;
}

/** Where subgraphs are, as far as it changes with a supergraph. */
export type SwapChanges = Partial<Pick<GatewayOptions, "localSubgraphs" | "subgraphUrls">>;

/** A running gateway. */
export interface Gateway {
  /** For tests (`app.inject`) and for what has to know the server. */
  readonly app: FastifyInstance;
  /** Where it listens, e.g. `http://127.0.0.1:4000`; `null` before `listen`. */
  readonly url: string | null;
  /** @param port 0 for any free one @returns the URL where it listens */
  listen(port: number, host: string): Promise<string>;
  /**
   * Serves another supergraph. It is loaded and made ready for the operations that are in use while the one before
   * serves; requests that have begun finish on that one. Swaps are done one after the other.
   * @param changes what is left out stays as it is
   * @throws SwapError where it can't be loaded: the one before goes on serving, and `/health` tells why
   */
  swap(supergraphSdl: string, changes?: SwapChanges): Promise<SwapResult>;
  /** Root fields of queries that carry a composed directive, as the supergraph now served has them. */
  marked: MarkedAsking["marked"];
  /** Asks one subgraph for what it has marked, beside any client's operation. */
  ask: MarkedAsking["ask"];
  /** Takes no more requests, lets those that have begun finish, then closes. May be called more than once. */
  close(): Promise<void>;
}
