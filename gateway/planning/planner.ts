import type { Plan } from "./plan.js";

/** What there is to know of a supergraph beside its plans. Plain JSON. */
export interface SupergraphFacts {
  /** The schema that clients see. */
  readonly apiSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly routingUrl: string | null }[];
  /** All types that are of each interface or union, inaccessible ones included: objects and interfaces. */
  readonly subtypes: Readonly<Record<string, readonly string[]>>;
  readonly interfaces: readonly string[];
  /** Names under which the planner itself asks for fields: those of keys and of what `@requires` names. */
  readonly reservedNames: readonly string[];
  /** Fields that were made up for the planner, and those that they stand for; see required-arguments.ts. */
  readonly standIns: Readonly<Record<string, string>>;
}

/** Makes plans for one supergraph. */
export interface Planner {
  readonly facts: SupergraphFacts;
  /**
   * @param operation a document with one operation and its fragments, valid against the API schema
   * @throws PlanningError
   */
  plan(operation: string): Promise<Plan>;
  close(): Promise<void>;
}

/** How long planning may take, and how much memory. */
export interface PlanningLimits {
  /** Of one plan, from its start. */
  readonly deadlineMillis: number;
  /** Of the thread that plans. */
  readonly heapMegabytes: number;
  /** Operations that wait for their plan; more are refused. */
  readonly queueLength: number;
}

/** Enough for large operations over a hundred subgraphs; a plan that takes longer is an attack or a mistake. */
export const defaultPlanningLimits: PlanningLimits = {
  deadlineMillis: 5_000,
  heapMegabytes: 1_024,
  queueLength: 500,
};

/** `TIMEOUT`: took too long or too much memory. `BUSY`: too many wait. `TOO_COMPLEX`: the planner refused to begin. */
export type PlanningProblem = "TIMEOUT" | "BUSY" | "TOO_COMPLEX" | "UNPLANNABLE" | "FAILED";

/** There is no plan. */
export class PlanningError extends Error {
  readonly problem: PlanningProblem;

  constructor(problem: PlanningProblem, message: string) {
    super(message);
    this.name = "PlanningError";
    this.problem = problem;
  }
}
