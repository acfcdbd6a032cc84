/** How an operation is answered: which subgraphs are asked for what, and in which order. Plain JSON. */
export type PlanStep = SeriesStep | ParallelStep | ConditionStep | FetchStep;

/** One after the other. */
export interface SeriesStep {
  readonly kind: "series";
  readonly steps: readonly PlanStep[];
}

/** All at once. */
export interface ParallelStep {
  readonly kind: "parallel";
  readonly steps: readonly PlanStep[];
}

/** One or the other, as a Boolean variable of the operation says. */
export interface ConditionStep {
  readonly kind: "condition";
  readonly variable: string;
  readonly whenTrue: PlanStep | null;
  readonly whenFalse: PlanStep | null;
}

/** One question to one subgraph. */
export interface FetchStep {
  readonly kind: "fetch";
  readonly subgraph: string;
  readonly operation: "query" | "mutation";
  readonly operationName: string | null;
  /** The document, constant for the plan. */
  readonly query: string;
  /** The client's variables that the document uses. */
  readonly variables: readonly string[];
  /** Where its answer belongs: response names, and `@` for each element of a list. */
  readonly path: readonly string[];
  /** What of an entity the subgraph needs to find it; `null` where the document asks the subgraph's root. */
  readonly requires: readonly Requirement[] | null;
  /** Done to representations before they are sent. */
  readonly inputRewrites: readonly Rewrite[];
  /** Done to the answer before it is used. */
  readonly outputRewrites: readonly Rewrite[];
}

/** Part of a representation. */
export type Requirement = RequiredField | RequiredFragment;

export interface RequiredField {
  readonly kind: "field";
  /** What the subgraph calls it. */
  readonly name: string;
  /** Where it is in what was fetched so far. */
  readonly source: string;
  readonly selections: readonly Requirement[] | null;
}

export interface RequiredFragment {
  readonly kind: "fragment";
  /** `null`: any type. */
  readonly type: string | null;
  readonly selections: readonly Requirement[];
}

/** A change at every place that a path leads to. A step `... on Type` lets only objects of that type through. */
export type Rewrite =
  | { readonly kind: "set"; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: "rename"; readonly path: readonly string[]; readonly to: string };

/** The plan of an operation; `step` is `null` where no subgraph has to be asked. */
export interface Plan {
  readonly step: PlanStep | null;
}
