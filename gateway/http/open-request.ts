import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { SubgraphHeaders } from "../datasource/subgraph-source.js";
import type { TimeLimit } from "../datasource/time-limit.js";
import type { RequestScope } from "../execution/request-scope.js";
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
import { watchLifetime } from "./request-lifetime.js";

/** A request on its way through. */
export interface OpenRequest {
  readonly scope: RequestScope;
  readonly trace: RequestTrace | null;
  /** The client has gone before the answer was there. */
  readonly isAbandoned: boolean;
  /** `null` where nobody signed in, and until that is known. */
  claims: VerifiedClaims | null;
  /** What the client sent; once it is known who asks, with the headers that stand in for others. */
  sent: IncomingHttpHeaders;
  /** `null` until work on it begins. */
  lease: Lease | null;
  /** `null` where the plan is not to be shown. */
  plan: PlanTrace | null;
  /** Work on it begins. @param showsPlan whether its plan is asked for, and may be seen */
  begin(showsPlan: boolean): void;
  /** Milliseconds since it came. */
  sinceArrival(): number;
}

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

/** Opens a request. @param arrivedAt by `performance.now()` */
export const openRequest = (
  { options, timeoutMillis, timeLimit, metrics, beginTrace, onAbandoned }: OpenRequestParts,
  request: Arrival,
  response: ServerResponse,
  arrivedAt = performance.now(),
): OpenRequest => {
  const sinceArrival = (): number => performance.now() - arrivedAt;
  const trace = beginTrace?.(request.headers, request.id) ?? null;
  const summary = newSummary();
  const headers = new Map<string | null, SubgraphHeaders>();
  let audience: string | null = null;
  let observer: RequestObserver = unobserved;
  let isAbandoned = false;

  const lifetime = watchLifetime(response, {
    millis: timeoutMillis,
    timeLimit,
    outlivesClient: () => summary.kind === "mutation",
    onClientGone() {
      isAbandoned = true;
      onAbandoned(opened);
    },
  });
  const opened: OpenRequest = {
    claims: null,
    sent: request.headers,
    lease: null,
    plan: null,
    trace,
    sinceArrival,
    get isAbandoned() {
      return isAbandoned;
    },
    begin(showsPlan) {
      lifetime.begin();
      opened.plan = showsPlan ? createPlanTrace(sinceArrival) : null;
      observer = createRequestObserver({ metrics, trace, plan: opened.plan, sinceArrival });
    },
    scope: {
      requestId: request.id,
      get log() {
        return request.log;
      },
      life: lifetime.life,
      get observer() {
        return observer;
      },
      headers(subgraph) {
        const callAudience = callAudienceOf(options, subgraph);
        const known = headers.get(callAudience);
        if (known !== undefined) return known;
        const call = { requestId: request.id, callAudience };
        const made = callHeaders(options, opened.sent, opened.claims, call);
        headers.set(callAudience, made);
        return made;
      },
      audience() {
        audience ??= audienceOf(options, opened.sent, opened.claims);
        return audience;
      },
      onFetch: (fetch) => options.onFetch?.(fetch),
      admittedQuery: null,
      summary,
    },
  };
  return opened;
};
