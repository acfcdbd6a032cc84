/** A query plan as it is shown: what was to be asked, in which order, and what came of it. */
export type PlanPicture =
  | { readonly kind: "series" | "parallel"; readonly steps: readonly PlanPicture[] }
  | {
      readonly kind: "condition";
      /** The Boolean variable that decides. */
      readonly variable: string;
      readonly whenTrue: PlanPicture | null;
      readonly whenFalse: PlanPicture | null;
    }
  | FetchPicture;

/** Which step of a plan a fetch is. */
export interface PlanPlace {
  /** Where its answer belongs: response names, and `@` for each element of a list. */
  readonly path: readonly string[];
  /** The document that the subgraph is sent. */
  readonly operation: string;
}

/** One question to one subgraph. */
export interface FetchPicture extends PlanPlace {
  readonly kind: "fetch";
  readonly subgraph: string;
}

/** One fetch as it was made. Times are from the request's arrival, in milliseconds. */
export interface FetchRun {
  readonly startMillis: number;
  readonly durationMillis: number;
  readonly transport: "local" | "http";
  /** Entities that were asked for; `null` where the subgraph's root was. */
  readonly entities: number | null;
  /** Of the answer's JSON, unpacked; `null` where there was none. */
  readonly bytes: number | null;
  /** Codes of the answer's errors. */
  readonly errors: readonly string[];
  /** How many steps of the plan went in one request; left out where it was this one alone. */
  readonly together?: number;
}

/** A plan as `extensions.plan` shows it: each fetch with what came of it. */
export type ShownPlan =
  | { readonly kind: "series" | "parallel"; readonly steps: readonly ShownPlan[] }
  | {
      readonly kind: "condition";
      readonly variable: string;
      readonly whenTrue: ShownPlan | null;
      readonly whenFalse: ShownPlan | null;
    }
  | ShownFetch;

/** `runs` is empty where the fetch was not made: nothing to ask about, or its condition was not met. */
export type ShownFetch = FetchPicture & { readonly runs: readonly FetchRun[] };

/** `extensions.plan`. */
export interface PlanExtension {
  readonly planning: { readonly isCached: boolean; readonly durationMillis: number } | null;
  /** From the request's arrival. */
  readonly durationMillis: number;
  readonly root: ShownPlan | null;
  /** Fetches that stand nowhere in the plan; left out where there are none. */
  readonly unplanned?: readonly ShownFetch[];
}
