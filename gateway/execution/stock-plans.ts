import { createHash } from "node:crypto";
import { operationFromDocument, type Schema } from "@apollo/federation-internals";
import type { ApolloGateway } from "@apollo/gateway";
import type { PlanNode, QueryPlan, QueryPlanner } from "@apollo/query-planner";
import { LRUCache } from "lru-cache";
import type { PlanPicture } from "../observability/plan-picture.js";
import type { ForeseenOperation } from "./engine.js";

/** Letters of plans, as JSON. */
const MAX_LETTERS = 30_000_000;

/** @apollo/gateway's own, of the one version that is installed: it has no way to plan without executing. */
interface StockParts {
  readonly apiSchema: Schema;
  readonly queryPlanner: QueryPlanner;
}

/** The plan as it is shown. @param around where the answer of what is inside belongs */
const pictureOf = (node: PlanNode, around: readonly string[]): PlanPicture => {
  switch (node.kind) {
    case "Fetch":
      return { kind: "fetch", subgraph: node.serviceName, path: around, operation: node.operation };
    case "Flatten":
      return pictureOf(node.node, [...around, ...node.path.map(String)]);
    case "Condition":
      return {
        kind: "condition",
        variable: node.condition,
        whenTrue: node.ifClause ? pictureOf(node.ifClause, around) : null,
        whenFalse: node.elseClause ? pictureOf(node.elseClause, around) : null,
      };
    case "Defer":
      throw new Error("Stock execution does not defer.");
    default:
      return {
        kind: node.kind === "Sequence" ? "series" : "parallel",
        steps: node.nodes.map((inner) => pictureOf(inner, around)),
      };
  }
};

/** @returns `null` where no subgraph has to be asked */
export const stockPlanPicture = ({ node }: QueryPlan): PlanPicture | null =>
  node === undefined || node.kind === "Subscription" ? null : pictureOf(node, []);

/** The plans of stock execution: kept here, so that some can be made ahead. */
export const createStockPlans = () => {
  const plans = new LRUCache<string, QueryPlan>({
    maxSize: MAX_LETTERS,
    sizeCalculation: (plan) => JSON.stringify(plan).length,
  });
  const used = new WeakSet<QueryPlan>();

  return {
    /** For @apollo/gateway. */
    cache: {
      get: async (key: string) => plans.get(key),
      async set(key: string, plan: QueryPlan) {
        plans.set(key, plan);
      },
      delete: async (key: string) => plans.delete(key),
      clear: () => plans.clear(),
    },
    /** Whether a plan was there before the request that is about to use it. */
    wasCached(plan: QueryPlan): boolean {
      if (used.has(plan)) return true;
      used.add(plan);
      return false;
    },
    prepare(gateway: ApolloGateway, { document, queryHash, operationName }: ForeseenOperation): void {
      const key =
        operationName === null
          ? queryHash
          : createHash("sha256").update(queryHash).update(operationName).digest("hex");
      if (plans.has(key)) return;
      const { apiSchema, queryPlanner } = gateway as unknown as StockParts;
      const options = operationName === null ? {} : { operationName };
      const plan = queryPlanner.buildQueryPlan(operationFromDocument(apiSchema, document, options));
      used.add(plan);
      plans.set(key, plan);
    },
  };
};
