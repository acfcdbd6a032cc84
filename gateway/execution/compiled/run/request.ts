import type { TimeLimit } from "../../../datasource/time-limit.js";
import type { RequestScope } from "../../request-scope.js";
import type { Faults } from "../faults.js";
import type { Entity } from "../records.js";

/** What was fetched so far. */
export interface FetchedSoFar {
  readonly root: Entity;
  /** Whether several objects may hold the very same value. */
  isShared: boolean;
  /** Whether no string has anything in it that JSON escapes. */
  isPlain: boolean;
  /** Whether the JSON of all answers was ASCII. */
  isAscii: boolean;
}

/** One request, as its plan is run. */
export interface PlanRequest {
  readonly scope: RequestScope;
  /** The client's variables as they were sent; checked. Only own properties count. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a Boolean variable is true, its default considered. */
  isTrue(variable: string): boolean;
  readonly fetched: FetchedSoFar;
  readonly faults: Faults;
  /** For how long fetches may wait for others that go with them. */
  readonly patience: TimeLimit;
  /** The client's name for a response name of the plan. */
  clientNameOf(source: string): string;
}
