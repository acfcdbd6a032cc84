import { requestHasEnded } from "../datasource/deadline.js";
import type { RequestLife } from "../datasource/request-life.js";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { SubgraphAnswer, SubgraphHeaders, SubgraphSource } from "../datasource/subgraph-source.js";
import { MASKED_MESSAGE } from "../errors.js";
import { logFailure } from "../observability/failure-line.js";
import type { PlanPlace } from "../observability/plan-picture.js";
import type { RequestScope } from "./request-scope.js";

/** A fetch that is to be made. */
export interface Question {
  readonly source: Pick<SubgraphSource, "name" | "transport">;
  /** The document. */
  readonly query: string;
  /** How many entities it asks for; `null` where it asks the subgraph's root. */
  readonly entities: number | null;
  /** The steps of the plan that it is made for. */
  readonly places: readonly PlanPlace[];
  /** Sends it. */
  send(headers: SubgraphHeaders, life: RequestLife): Promise<SubgraphAnswer>;
  /** Takes the answer as it is, or throws a SubgraphError that says what is wrong with it. */
  check?(answer: SubgraphAnswer): SubgraphAnswer;
}

/** As much of a request as asking needs. */
export type AskingScope = Pick<RequestScope, "life" | "summary" | "headers" | "onFetch" | "observer" | "log">;

const failed = (service: string, thrown: unknown): SubgraphAnswer => ({
  data: null,
  errors: [
    thrown instanceof SubgraphError
      ? thrown
      : new SubgraphError("INTERNAL_SERVER_ERROR", service, MASKED_MESSAGE, { cause: thrown }),
  ],
});

/**
 * Asks a subgraph on behalf of a request, for as long as the request goes on, and not at all after that. Counted, timed,
 * traced and, where it fails, logged once.
 * @returns a failure as a whole is an answer too: no data, and one error without a path
 */
export const askSubgraph = async (question: Question, scope: AskingScope): Promise<SubgraphAnswer> => {
  const { source, query, entities, places } = question;
  const { life } = scope;
  if (life.end !== null) return failed(source.name, requestHasEnded(source.name, life.end));
  scope.summary.fetches += 1;
  scope.onFetch({ subgraph: source.name, operation: query });
  const observed = scope.observer.fetchBegins({ source, operation: query, places, entities });
  let answer: SubgraphAnswer;
  try {
    const headers = observed.headers(scope.headers(source.name));
    answer = await observed.run(() => question.send(headers, life));
    if (question.check !== undefined) answer = question.check(answer);
  } catch (thrown) {
    answer = failed(source.name, thrown);
  }
  observed.ended(answer);
  if (answer.errors.length > 0) logFailure(scope.log, source.name, answer.errors);
  return answer;
};
