import type { OpenRequest } from "../http/open-request.js";
import type { GatewayMetrics } from "./metrics.js";
import { logOperation } from "./operation-line.js";

/** Codes of requests that were refused because there are too many. Each is counted; none has a line of its own. */
const SHED_CODES = ["OVERLOADED", "RATE_LIMITED"];

interface EndedParts {
  readonly metrics: GatewayMetrics | null;
  /** Whether operations are logged. Asked first: a logger that names its request is made only where it is used. */
  isLogged(): boolean;
  /** Told of each request that was refused because there are too many. */
  onShed(): void;
}

/** Logs, counts and traces the end of requests. */
export const createRequestEnded =
  ({ metrics, isLogged, onShed }: EndedParts) =>
  (request: OpenRequest, status: number): void => {
    const { scope, trace, isAbandoned } = request;
    const { summary } = scope;
    const codes = [...summary.errorCodes];
    const shed = SHED_CODES.find((code) => summary.errorCodes.has(code));
    const durationMillis = request.sinceArrival();
    if (shed !== undefined) {
      onShed();
      metrics?.rejected(shed);
    } else {
      if (isLogged()) logOperation(scope, { status, durationMillis, isAbandoned });
      const outcome = isAbandoned ? "abandoned" : (summary.outcome ?? "failed");
      metrics?.answered(summary.name, summary.kind, outcome, durationMillis);
    }
    trace?.describe({
      "graphql.operation.name": summary.name ?? "",
      "graphql.operation.type": summary.kind ?? "",
      "graphql.document.hash": summary.hash ?? "",
      ...(isAbandoned ? { "request.abandoned": true } : { "http.response.status_code": status }),
    });
    trace?.end(codes);
  };
