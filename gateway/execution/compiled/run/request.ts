import type { RequestScope } from "../../request-scope.js";
import type { Faults } from "../faults.js";
import type { Entity } from "../records.js";

/** One request, as its plan is run. */
export interface PlanRequest {
  readonly scope: RequestScope;
  /** The client's variables as they were sent; checked. Only own properties count. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a Boolean variable is true, its default considered. */
  isTrue(variable: string): boolean;
  /** What was fetched so far. */
  readonly root: Entity;
  readonly faults: Faults;
  /** The client's name for a response name of the plan. */
  clientNameOf(source: string): string;
}
