import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Circuit } from "../datasource/circuit.js";
import type { SubgraphSource } from "../datasource/subgraph-source.js";
import type { LoopLoad } from "../protection/loop-load.js";
import { boundedLabels } from "./bounded-labels.js";

/** How many different operations have a series of their own. */
const MAX_OPERATIONS = 100;
/** Codes that subgraphs give are their own choice. */
const MAX_CODES = 100;

/** Seconds, from a local fetch to the longest that a request may take. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How an operation ended: with data alone, with data and errors, with errors alone, or with nobody left to answer. */
export type OperationOutcome = "ok" | "partial" | "failed" | "abandoned";

/** What is read when the metrics are asked for. */
export interface MetricReadings {
  inFlight(): number;
  waiting(): number;
  /** Requests that are worked on at once, at most, for now. */
  limit(): number;
  /** Snapshots that are not closed yet. */
  snapshots(): number;
  loop(): LoopLoad;
  subgraphs(): readonly Pick<SubgraphSource, "name" | "circuit">[];
}

/** Counts and times what the gateway does, for Prometheus. */
export interface GatewayMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  answered(name: string | null, kind: string | null, outcome: OperationOutcome, millis: number): void;
  fetched(source: Pick<SubgraphSource, "name" | "transport">, millis: number, codes: readonly string[]): void;
  planned(isCached: boolean, millis: number): void;
  rejected(code: string): void;
  swapped(result: "swapped" | "unchanged" | "failed", millis: number): void;
}

const SECOND = 1_000;

const gauges = (registers: Registry[], readings: MetricReadings): void => {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("gateway_requests_in_flight", "GraphQL requests that are being worked on.", readings.inFlight);
  gauge("gateway_requests_waiting", "GraphQL requests that wait for their turn.", readings.waiting);
  gauge("gateway_requests_limit", "GraphQL requests that are worked on at once, at most.", readings.limit);
  gauge("gateway_snapshots", "Composed schemas that still serve requests.", readings.snapshots);
  gauge(
    "gateway_event_loop_lag_seconds",
    "How late the event loop was in the last interval, median.",
    () => readings.loop().lagMillis / SECOND,
  );
  gauge(
    "gateway_event_loop_utilization",
    "Share of the last interval that the event loop was at work.",
    () => readings.loop().utilization,
  );
};

const CIRCUIT_STATES = { closed: 0, "half-open": 1, open: 2 } as const;

/** Of subgraphs behind URLs. */
const circuitGauges = (registers: Registry[], { subgraphs }: MetricReadings): void => {
  const gauge = (
    name: string,
    help: string,
    read: (circuit: Pick<Circuit, "state" | "repeated">) => number,
  ) =>
    new Gauge({
      name,
      help,
      registers,
      labelNames: ["subgraph"],
      collect() {
        this.reset(); // one may have gone
        for (const { name: subgraph, circuit } of subgraphs())
          if (circuit !== null) this.set({ subgraph }, read(circuit));
      },
    });
  gauge(
    "gateway_subgraph_circuit",
    "Whether a subgraph is asked: 0 it is, 1 one fetch tries whether it answers again, 2 it is left alone.",
    ({ state }) => CIRCUIT_STATES[state],
  );
  gauge(
    "gateway_subgraph_repeated_fetches",
    "Queries that were sent to a subgraph a second time since the gateway started.",
    ({ repeated }) => repeated,
  );
};

/** Metrics of one gateway, in a registry of their own: several gateways may live in one process. */
export const createMetrics = (readings: MetricReadings): GatewayMetrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  gauges(registers, readings);
  circuitGauges(registers, readings);
  const operationLabel = boundedLabels(MAX_OPERATIONS);
  const codeLabel = boundedLabels(MAX_CODES);

  const operations = new Histogram({
    name: "gateway_operation_duration_seconds",
    help: "GraphQL operations, from arrival to answer. Operations beyond the first 100 names are called other.",
    labelNames: ["operation", "kind", "outcome"],
    buckets: BUCKETS,
    registers,
  });
  const fetches = new Histogram({
    name: "gateway_fetch_duration_seconds",
    help: "Fetches from subgraphs.",
    labelNames: ["subgraph", "transport"],
    buckets: BUCKETS,
    registers,
  });
  const fetchErrors = new Counter({
    name: "gateway_fetch_errors_total",
    help: "Fetches whose answer held errors of this code.",
    labelNames: ["subgraph", "code"],
    registers,
  });
  const plans = new Counter({
    name: "gateway_plans_total",
    help: "Query plans that requests needed, by whether they were in the cache.",
    labelNames: ["cache"],
    registers,
  });
  const planning = new Histogram({
    name: "gateway_planning_duration_seconds",
    help: "How long it took to make plans that were not in the cache.",
    buckets: BUCKETS,
    registers,
  });
  const rejections = new Counter({
    name: "gateway_rejected_requests_total",
    help: "GraphQL requests that were not begun, by the code that they were refused with.",
    labelNames: ["code"],
    registers,
  });
  const swaps = new Histogram({
    name: "gateway_swap_duration_seconds",
    help: "Supergraphs that were handed over, by what came of it.",
    labelNames: ["result"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered(name, kind, outcome, millis) {
      const operation = operationLabel(name ?? "");
      operations.observe({ operation, kind: kind ?? "", outcome }, millis / SECOND);
    },
    fetched({ name: subgraph, transport }, millis, codes) {
      fetches.observe({ subgraph, transport }, millis / SECOND);
      for (const code of codes) fetchErrors.inc({ subgraph, code: codeLabel(code) });
    },
    planned(isCached, millis) {
      plans.inc({ cache: isCached ? "hit" : "miss" });
      if (!isCached) planning.observe(millis / SECOND);
    },
    rejected: (code) => rejections.inc({ code }),
    swapped: (result, millis) => swaps.observe({ result }, millis / SECOND),
  };
};
