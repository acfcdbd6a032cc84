import type { SubgraphAnswer, SubgraphHeaders, SubgraphSource } from "../datasource/subgraph-source.js";
import type { GatewayMetrics } from "./metrics.js";
import type { PlanPicture, PlanPlace } from "./plan-picture.js";
import { type PlanTrace, roundedMillis } from "./plan-trace.js";
import type { RequestTrace } from "./tracing.js";

/** A fetch that is about to be made. */
export interface BeginningFetch {
  readonly source: Pick<SubgraphSource, "name" | "transport">;
  /** The document. */
  readonly operation: string;
  /** The steps of the plan that it is made for. */
  readonly places: readonly PlanPlace[];
  /** Entities that it asks for; `null` where it asks the subgraph's root. */
  readonly entities: number | null;
}

/** A fetch that is under way. */
export interface ObservedFetch {
  /** The given headers, and where this fetch is in its request's trace. */
  headers(given: SubgraphHeaders): SubgraphHeaders;
  /** Runs its work as part of its trace. */
  run<T>(work: () => T): T;
  ended(answer: SubgraphAnswer): void;
}

/** Told by whatever answers a request how that goes; passes it on to whoever looks. */
export interface RequestObserver {
  /**
   * The operation's plan is there.
   * @param describe asked only where somebody wants to see the plan
   */
  planned(isCached: boolean, durationMillis: number, describe: () => PlanPicture | null): void;
  fetchBegins(fetch: BeginningFetch): ObservedFetch;
}

const unobservedFetch: ObservedFetch = {
  headers: (given) => given,
  run: (work) => work(),
  ended: () => undefined,
};

/** Where nobody looks. */
export const unobserved: RequestObserver = {
  planned: () => undefined,
  fetchBegins: () => unobservedFetch,
};

interface Observers {
  readonly metrics: GatewayMetrics | null;
  readonly trace: RequestTrace | null;
  readonly plan: PlanTrace | null;
  /** Milliseconds since the request came. */
  sinceArrival(): number;
}

/** Passes what happens to a request on to metrics, traces and the plan that is shown, as far as each is wanted. */
export const createRequestObserver = ({ metrics, trace, plan, sinceArrival }: Observers): RequestObserver => {
  if (metrics === null && trace === null && plan === null) return unobserved;
  return {
    planned(isCached, durationMillis, describe) {
      metrics?.planned(isCached, durationMillis);
      trace?.planned(isCached, durationMillis);
      plan?.planned(isCached, durationMillis, describe());
    },
    fetchBegins({ source, places, entities }) {
      const startMillis = sinceArrival();
      const span = trace?.beginFetch(source, entities) ?? null;
      return {
        headers: (given) => (span === null ? given : { ...given, ...span.headers }),
        run: (work) => (span === null ? work() : span.run(work)),
        ended({ errors, bytes = null }) {
          const durationMillis = sinceArrival() - startMillis;
          const codes = [...new Set(errors.map(({ code }) => code))];
          metrics?.fetched(source, durationMillis, codes);
          span?.end(codes);
          plan?.fetched(source.name, places, {
            startMillis: roundedMillis(startMillis),
            durationMillis: roundedMillis(durationMillis),
            transport: source.transport,
            entities,
            bytes,
            errors: codes,
            ...(places.length > 1 ? { together: places.length } : {}),
          });
        },
      };
    },
  };
};
