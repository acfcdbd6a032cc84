import type { PlanTrace } from "../observability/plan-trace.js";
import type { RequestTrace } from "../observability/tracing.js";
import type { LeasedContext } from "../supergraph/apollo-interface.js";

/** What Apollo Server carries along of a request: for engines, for the snapshots, and for its plugins. */
export interface ServedContext extends LeasedContext {
  readonly trace: RequestTrace | null;
  readonly plan: PlanTrace | null;
}
