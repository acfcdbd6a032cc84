/** The part of `extensions.plan` that is read here. */
export type ShownPlan =
  | { readonly kind: "series" | "parallel"; readonly steps: readonly ShownPlan[] }
  | { readonly kind: "condition"; readonly whenTrue: ShownPlan | null; readonly whenFalse: ShownPlan | null }
  | ShownFetch;

export interface ShownFetch {
  readonly kind: "fetch";
  readonly subgraph: string;
  readonly path: readonly string[];
  readonly runs: readonly {
    readonly startMillis: number;
    readonly durationMillis: number;
    readonly bytes: number | null;
  }[];
}
