import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { RequestLife } from "../datasource/request-life.js";
import type { SubgraphHeaders } from "../datasource/subgraph-source.js";
import type { TimeLimit } from "../datasource/time-limit.js";
import type { FetchEvent, RequestScope } from "../execution/request-scope.js";
import { audienceOf, callAudienceOf, callHeaders } from "../identity/call-headers.js";
import type { VerifiedClaims } from "../identity/options.js";
import type { GatewayMetrics } from "../observability/metrics.js";
import { createPlanTrace, type PlanTrace } from "../observability/plan-trace.js";
import {
  createRequestObserver,
  type RequestObserver,
  unobserved,
} from "../observability/request-observer.js";
import type { BeginTrace, RequestTrace } from "../observability/tracing.js";
import type { GatewayOptions } from "../options.js";
import type { Lease } from "../supergraph/generations.js";
import { type RequestLifetime, watchLifetime } from "./request-lifetime.js";

/** A request as it came. */
export interface Arrival {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  /** Names the request in every line. */
  readonly log: FastifyBaseLogger;
}

/** What requests are opened with. */
export interface OpenRequestParts {
  readonly options: Pick<GatewayOptions, "forwardedHeaders" | "standInHeaders" | "identity" | "onFetch">;
  readonly timeoutMillis: number;
  /** Of `timeoutMillis`. */
  readonly timeLimit: TimeLimit;
  readonly metrics: GatewayMetrics | null;
  readonly beginTrace: BeginTrace | null;
  /** Told once of each request whose client has gone before its answer was there. */
  onAbandoned(request: OpenRequest): void;
}

const newSummary = (): RequestScope["summary"] => ({
  name: null,
  client: null,
  kind: null,
  hash: null,
  fetches: 0,
  errorCodes: new Set(),
  isDocumentRefused: false,
});

/**
 * What the work on a request is given of it.
 *
 * A class, as is the request: V8 keeps the getters of an object literal in the old generation, a pair for each object
 * that is made, and whatever they can reach stays with them until the whole heap is collected. That was every request.
 */
class OpenScope implements RequestScope {
  readonly requestId: string;
  readonly life: RequestLife;
  readonly summary = newSummary();
  observer: RequestObserver = unobserved;
  admittedQuery: string | null = null;
  readonly #request: OpenRequest;
  readonly #arrival: Arrival;
  readonly #options: OpenRequestParts["options"];
  /** By whom they are for. */
  readonly #headers = new Map<string | null, SubgraphHeaders>();
  #audience: string | null = null;

  constructor(
    request: OpenRequest,
    arrival: Arrival,
    life: RequestLife,
    options: OpenRequestParts["options"],
  ) {
    this.requestId = arrival.id;
    this.life = life;
    this.#request = request;
    this.#arrival = arrival;
    this.#options = options;
  }

  get log(): FastifyBaseLogger {
    return this.#arrival.log;
  }

  headers(subgraph: string): SubgraphHeaders {
    const callAudience = callAudienceOf(this.#options, subgraph);
    const known = this.#headers.get(callAudience);
    if (known !== undefined) return known;
    const { sent, claims } = this.#request;
    const made = callHeaders(this.#options, sent, claims, { requestId: this.requestId, callAudience });
    this.#headers.set(callAudience, made);
    return made;
  }

  audience(): string {
    const { sent, claims } = this.#request;
    this.#audience ??= audienceOf(this.#options, sent, claims);
    return this.#audience;
  }

  onFetch(fetch: FetchEvent): void {
    this.#options.onFetch?.(fetch);
  }
}

/** A request on its way through. */
export class OpenRequest {
  readonly trace: RequestTrace | null;
  /** `null` where nobody signed in, and until that is known. */
  claims: VerifiedClaims | null = null;
  /** What the client sent; once it is known who asks, with the headers that stand in for others. */
  sent: IncomingHttpHeaders;
  /** `null` until work on it begins. */
  lease: Lease | null = null;
  /** `null` where the plan is not to be shown. */
  plan: PlanTrace | null = null;
  readonly #parts: OpenRequestParts;
  readonly #scope: OpenScope;
  readonly #lifetime: RequestLifetime;
  readonly #arrivedAt: number;
  #isAbandoned = false;

  /** @param arrivedAt by `performance.now()` */
  constructor(
    parts: OpenRequestParts,
    arrival: Arrival,
    response: ServerResponse,
    arrivedAt = performance.now(),
  ) {
    const { options, timeoutMillis, timeLimit, beginTrace } = parts;
    this.trace = beginTrace?.(arrival.headers, arrival.id) ?? null;
    this.sent = arrival.headers;
    this.#parts = parts;
    this.#arrivedAt = arrivedAt;
    this.#lifetime = watchLifetime(response, {
      millis: timeoutMillis,
      timeLimit,
      outlivesClient: () => this.scope.summary.kind === "mutation",
      onClientGone: () => {
        this.#isAbandoned = true;
        parts.onAbandoned(this);
      },
    });
    this.#scope = new OpenScope(this, arrival, this.#lifetime.life, options);
  }

  get scope(): RequestScope {
    return this.#scope;
  }

  /** The client has gone before the answer was there. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  /** Work on it begins. @param showsPlan whether its plan is asked for, and may be seen */
  begin(showsPlan: boolean): void {
    const { metrics } = this.#parts;
    const { trace } = this;
    this.#lifetime.begin();
    const sinceArrival = (): number => this.sinceArrival();
    this.plan = showsPlan ? createPlanTrace(sinceArrival) : null;
    this.#scope.observer = createRequestObserver({ metrics, trace, plan: this.plan, sinceArrival });
  }

  /** Milliseconds since it came. */
  sinceArrival(): number {
    return performance.now() - this.#arrivedAt;
  }
}
