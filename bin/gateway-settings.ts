import type { SubgraphLimits } from "../gateway/index.js";
import { bool, int, oneOf, parsed, text } from "../lib/config.js";

/** `PER_SECOND [BURST]`; ten seconds' worth at once where no burst is given. */
const parseRateLimit = (value: string): { requestsPerSecond: number; burst: number } => {
  const [requestsPerSecond = Number.NaN, burst = requestsPerSecond * 10, ...rest] = value
    .split(/\s+/)
    .map(Number);
  if (!(requestsPerSecond > 0) || !(burst >= 1) || rest.length > 0) {
    throw new Error(`"${value}" is not of the form REQUESTS_PER_SECOND [BURST]`);
  }
  return { requestsPerSecond, burst };
};

/** `NAME TIMEOUT_MILLIS [CONCURRENCY]`, several separated by commas. */
const parseSubgraphLimits = (value: string): Readonly<Record<string, Partial<SubgraphLimits>>> =>
  Object.fromEntries(
    value.split(",").map((entry) => {
      const [name = "", ...numbers] = entry.trim().split(/\s+/);
      const [timeoutMillis = Number.NaN, concurrency] = numbers.map(Number);
      const isWhole = [timeoutMillis, concurrency ?? 1].every((one) => Number.isSafeInteger(one) && one >= 1);
      if (name === "" || !isWhole || numbers.length > 2) {
        throw new Error(`"${entry.trim()}" is not of the form NAME TIMEOUT_MILLIS [CONCURRENCY]`);
      }
      return [name, concurrency === undefined ? { timeoutMillis } : { timeoutMillis, concurrency }];
    }),
  );

const parseEndpoint = (value: string): string => {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error(`"${value}" is no http(s) URL`);
  return value;
};

/** What the gateway takes on, and what it tells of itself. */
export const gatewaySettings = {
  engine: oneOf("TUNET_ENGINE", ["compiled", "stock"], "compiled"),
  collapse: oneOf("TUNET_COLLAPSE", ["on", "off"], "on"),
  subgraphLimits: parsed<ReturnType<typeof parseSubgraphLimits>>(
    "TUNET_SUBGRAPH_LIMITS",
    {},
    parseSubgraphLimits,
  ),
  requestTimeoutMillis: int("TUNET_REQUEST_TIMEOUT_MILLIS", { min: 1, max: 600_000, default: 15_000 }),
  maxInFlight: int("TUNET_MAX_IN_FLIGHT", { min: 1, max: 100_000, default: 1_000 }),
  maxWaiting: int("TUNET_MAX_WAITING", { min: 0, max: 100_000, default: 256 }),
  maxWaitMillis: int("TUNET_MAX_WAIT_MILLIS", { min: 1, max: 60_000, default: 1_000 }),
  loopLagMillis: int("TUNET_LOOP_LAG_MILLIS", { min: 0, max: 60_000, default: 100 }),
  rateLimit: parsed<ReturnType<typeof parseRateLimit> | null>("TUNET_RATE_LIMIT", null, parseRateLimit),
  maxCost: int("TUNET_MAX_COST", { min: 1, max: 1_000_000_000, default: 100_000 }),
  trustedDocuments: text("TUNET_TRUSTED_DOCUMENTS", null),
  trustedOnly: bool("TUNET_TRUSTED_ONLY", false),
  metrics: bool("TUNET_METRICS", false),
  planScope: text("TUNET_PLAN_SCOPE", null),
  trustsTraces: bool("TUNET_TRUST_TRACES", false),
  tracesEndpoint: parsed<string | null>("OTEL_EXPORTER_OTLP_ENDPOINT", null, parseEndpoint),
  serviceName: text("OTEL_SERVICE_NAME", "tunet-gateway"),
};
