import type { PlanExtension } from "../../../../observability/plan-picture.js";

/** What the server said of the last query's plan. */
export type LastPlan =
  | { readonly kind: "none" }
  | { readonly kind: "shown"; readonly plan: PlanExtension }
  | { readonly kind: "refused" }
  | { readonly kind: "missing" };

export interface PlanState {
  /** Plans are asked for with each query. */
  readonly isAsked: boolean;
  readonly last: LastPlan;
}

/** Whether plans are asked for, and the last one. */
export interface PlanStore {
  state(): PlanState;
  /** Calls back after every change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  ask(isAsked: boolean): void;
  /** Takes the plan out of an answer. @returns the answer without it */
  take(headers: Headers, answer: object): object;
}

export const PLAN_HEADER = "x-tunet-plan";
const storageKey = "sandbox:plan";

export const createPlanStore = (storage: Storage): PlanStore => {
  let state: PlanState = { isAsked: storage.getItem(storageKey) === "1", last: { kind: "none" } };
  const listeners = new Set<() => void>();
  const change = (next: PlanState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(isAsked) {
      storage.setItem(storageKey, isAsked ? "1" : "0");
      change({ ...state, isAsked });
    },
    take(headers, answer) {
      const { plan, rest } = withoutPlan(answer);
      if (plan !== null) change({ ...state, last: { kind: "shown", plan } });
      else
        change({ ...state, last: { kind: headers.get(PLAN_HEADER) === "refused" ? "refused" : "missing" } });
      return rest;
    },
  };
};

/** Whatever server this page comes from made the plan: it has the shape that it says. */
const withoutPlan = (answer: object): { plan: PlanExtension | null; rest: object } => {
  if (!("extensions" in answer) || typeof answer.extensions !== "object" || answer.extensions === null) {
    return { plan: null, rest: answer };
  }
  const { plan, ...others } = answer.extensions as { plan?: PlanExtension };
  const { extensions: _, ...rest } = answer;
  return {
    plan: plan ?? null,
    rest: Object.keys(others).length === 0 ? rest : { ...rest, extensions: others },
  };
};
