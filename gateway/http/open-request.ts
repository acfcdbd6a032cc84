import type { FastifyReply, FastifyRequest } from "fastify";
import type { SubgraphHeaders } from "../datasource/subgraph-source.js";
import type { RequestScope } from "../execution/request-scope.js";
import { callHeaders } from "../identity/call-headers.js";
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
  /** `null` until work on it begins. */
  lease: Lease | null;
  /** `null` where the plan is not to be shown. */
  plan: PlanTrace | null;
  /** Work on it begins. @param showsPlan whether its plan is asked for, and may be seen */
  begin(showsPlan: boolean): void;
  /** Milliseconds since it came. */
  sinceArrival(): number;
}

/** What requests are opened with. */
export interface OpenRequestParts {
  readonly options: Pick<GatewayOptions, "forwardedHeaders" | "identity" | "onFetch">;
  readonly timeoutMillis: number;
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

/** Opens a request. */
export const openRequest = (
  { options, timeoutMillis, metrics, beginTrace, onAbandoned }: OpenRequestParts,
  request: FastifyRequest,
  reply: FastifyReply,
): OpenRequest => {
  const arrivedAt = performance.now();
  const sinceArrival = (): number => performance.now() - arrivedAt;
  const trace = beginTrace?.(request.headers, request.id) ?? null;
  const summary = newSummary();
  let headers: SubgraphHeaders | null = null;
  let observer: RequestObserver = unobserved;
  let isAbandoned = false;

  const lifetime = watchLifetime(reply, {
    millis: timeoutMillis,
    outlivesClient: () => summary.kind === "mutation",
    onClientGone() {
      isAbandoned = true;
      onAbandoned(opened);
    },
  });
  const opened: OpenRequest = {
    claims: null,
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
      log: request.log,
      signal: lifetime.signal,
      get observer() {
        return observer;
      },
      headers() {
        headers ??= callHeaders(options, request.headers, opened.claims, request.id);
        return headers;
      },
      onFetch: (fetch) => options.onFetch?.(fetch),
      admittedQuery: null,
      summary,
    },
  };
  return opened;
};
