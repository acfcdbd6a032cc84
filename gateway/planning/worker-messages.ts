import type { Plan } from "./plan.js";
import type { PlanningProblem, SupergraphFacts } from "./planner.js";

/** What a planning thread is started with. */
export interface PlanningWorkerData {
  readonly supergraphSdl: string;
}

/** Asks a planning thread for one plan. It has one question at a time. */
export interface PlanQuestion {
  readonly operation: string;
}

/** What a planning thread says: once that it can plan, or why it can't; then an answer to each question. */
export type PlanningMessage =
  | { readonly kind: "ready"; readonly facts: SupergraphFacts }
  | { readonly kind: "unusable"; readonly message: string }
  | { readonly kind: "plan"; readonly plan: Plan }
  | { readonly kind: "noPlan"; readonly problem: PlanningProblem; readonly message: string };
