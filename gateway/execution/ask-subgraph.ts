import { requestHasEnded } from "../datasource/deadline.js";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { SubgraphAnswer, SubgraphRequest, SubgraphSource } from "../datasource/subgraph-source.js";
import { MASKED_MESSAGE } from "../errors.js";
import { logFailure } from "../observability/failure-line.js";
import type { RequestScope } from "./request-scope.js";

/** What there is to know of a fetch beside what it asks. */
interface AskOptions {
  /** The places of the plan that it serves: response names, and `@` for each element of a list. The root, if left out. */
  readonly paths?: readonly (readonly string[])[];
  /** Takes the answer as it is, or throws a SubgraphError that says what is wrong with it. */
  check?(answer: SubgraphAnswer): SubgraphAnswer;
}

const ROOT = [[]];

const entitiesOf = ({ variables }: SubgraphRequest): number | null => {
  const representations = Object.hasOwn(variables, "representations") ? variables["representations"] : null;
  return Array.isArray(representations) ? representations.length : null;
};

const failed = (service: string, thrown: unknown): SubgraphAnswer => ({
  data: null,
  errors: [
    thrown instanceof SubgraphError
      ? thrown
      : new SubgraphError("INTERNAL_SERVER_ERROR", service, MASKED_MESSAGE, { cause: thrown }),
  ],
});

/**
 * Asks a subgraph on behalf of a request, for as long as the request goes on, and not at all after that. Counted, timed, traced and, where it
 * fails, logged once.
 * @returns a failure as a whole is an answer too: no data, and one error without a path
 */
export const askSubgraph = async (
  source: SubgraphSource,
  request: SubgraphRequest,
  scope: RequestScope,
  { paths = ROOT, check }: AskOptions = {},
): Promise<SubgraphAnswer> => {
  if (scope.signal.aborted) return failed(source.name, requestHasEnded(source.name, scope.signal));
  scope.summary.fetches += 1;
  scope.onFetch({ subgraph: source.name, operation: request.query });
  const observed = scope.observer.fetchBegins({
    source,
    operation: request.query,
    paths,
    entities: entitiesOf(request),
  });
  let answer: SubgraphAnswer;
  try {
    const headers = observed.headers(scope.headers());
    answer = await observed.run(() => source.fetch(request, headers, scope.signal));
    if (check !== undefined) answer = check(answer);
  } catch (thrown) {
    answer = failed(source.name, thrown);
  }
  observed.ended(answer);
  if (answer.errors.length > 0) logFailure(scope.log, source.name, answer.errors);
  return answer;
};
