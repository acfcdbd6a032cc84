import {
  type Attributes,
  type Context,
  context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { SubgraphSource } from "../datasource/subgraph-source.js";

/** Spans go wherever the process has set up OpenTelemetry to send them; nothing happens where it has not. */
export interface TracingOptions {
  /**
   * Whether a request's own `traceparent` is taken over. Only where clients are trusted: whoever sends it decides what
   * is recorded, and under which trace.
   */
  readonly trustsIncoming: boolean;
}

/** One piece of a request's work. */
export interface TraceSpan {
  /** Runs work as part of it. */
  run<T>(work: () => T): T;
  /** @param codes of errors that it ended with */
  end(codes?: readonly string[]): void;
}

/** A fetch's span. */
export interface FetchSpan extends TraceSpan {
  /** W3C Trace Context (https://www.w3.org/TR/trace-context/): what the subgraph is told. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The trace of one request. */
export interface RequestTrace extends TraceSpan {
  begin(name: "graphql.parse" | "graphql.validate"): TraceSpan;
  beginFetch(source: Pick<SubgraphSource, "name" | "transport">, entities: number | null): FetchSpan;
  /** The plan is there; making it took so long. */
  planned(isCached: boolean, durationMillis: number): void;
  describe(attributes: Attributes): void;
}

type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>;

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const MAX_TRACE_STATE = 512;

const parentOf = ({ traceparent, tracestate }: IncomingHeaders): Context => {
  const [, traceId = "", spanId = "", flags = "00"] = TRACE_PARENT.exec(String(traceparent)) ?? [];
  const parent = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  if (!isSpanContextValid(parent)) return ROOT_CONTEXT;
  const state =
    typeof tracestate === "string" && tracestate.length <= MAX_TRACE_STATE
      ? { traceState: createTraceState(tracestate) }
      : {};
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, ...state });
};

const headersOf = (span: Span): Record<string, string> => {
  const spanContext = span.spanContext();
  if (!isSpanContextValid(spanContext)) return {};
  const { traceId, spanId, traceFlags, traceState } = spanContext;
  const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, "0");
  const state = traceState?.serialize();
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(state ? { tracestate: state } : {}) };
};

const wrap = (span: Span, within: Context): TraceSpan => ({
  run: (work) => context.with(within, work),
  end(codes = []) {
    if (codes.length > 0) {
      span.setAttribute("error.codes", [...codes]);
      span.setStatus({ code: SpanStatusCode.ERROR, message: codes[0] ?? "" });
    }
    span.end();
  },
});

/** What is done below a span that is open. */
const traceUnder = (tracer: Tracer, root: Span, within: Context): RequestTrace => ({
  ...wrap(root, within),
  begin(name) {
    const span = tracer.startSpan(name, {}, within);
    return wrap(span, trace.setSpan(within, span));
  },
  beginFetch({ name, transport }, entities) {
    const attributes: Attributes = { "subgraph.name": name, "subgraph.transport": transport };
    if (entities !== null) attributes["subgraph.entities"] = entities;
    const span = tracer.startSpan("graphql.fetch", { kind: SpanKind.CLIENT, attributes }, within);
    return { ...wrap(span, trace.setSpan(within, span)), headers: headersOf(span) };
  },
  planned(isCached, durationMillis) {
    const endTime = performance.timeOrigin + performance.now();
    const attributes = { "plan.cached": isCached };
    tracer
      .startSpan("graphql.plan", { startTime: endTime - durationMillis, attributes }, within)
      .end(endTime);
  },
  describe: (attributes) => root.setAttributes(attributes),
});

const nothing: TraceSpan = { run: (work) => work(), end: () => undefined };

/**
 * Of a trace that is not kept: no spans are made below its root, and subgraphs are told of the root. Most requests have one
 * where few are sampled, and five spans that nobody sees cost a small request a third of what it takes by itself.
 */
const unsampled = (root: Span, within: Context): RequestTrace => {
  const headers = headersOf(root);
  const fetch = {
    remote: { ...nothing, headers },
    local: { ...wrap(root, within), end: nothing.end, headers },
  };
  return {
    ...nothing,
    begin: () => nothing,
    // A room in this process asks further questions below it, and finds there that they are not kept either.
    beginFetch: ({ transport }) => (transport === "local" ? fetch.local : fetch.remote),
    planned: () => undefined,
    describe: () => undefined,
  };
};

const gatewayTracer = (): Tracer => trace.getTracer("tunet-gateway");

/** Begins the traces of requests. */
export const createTracing = ({ trustsIncoming }: TracingOptions) => {
  const tracer = gatewayTracer();

  return (headers: IncomingHeaders, requestId: string): RequestTrace => {
    const parent = trustsIncoming ? parentOf(headers) : ROOT_CONTEXT;
    const attributes = { "request.id": requestId };
    const root = tracer.startSpan("graphql.request", { kind: SpanKind.SERVER, attributes }, parent);
    const within = trace.setSpan(parent, root);
    return root.isRecording() ? traceUnder(tracer, root, within) : unsampled(root, within);
  };
};

/**
 * Begins the traces of questions that a room puts to a subgraph by itself: below the fetch that the room answers, where
 * it is one in this process, otherwise as a trace of their own.
 */
export const createAskTracing = () => {
  const tracer = gatewayTracer();

  return (subgraph: string): RequestTrace => {
    const parent = context.active();
    const root = tracer.startSpan("graphql.ask", { attributes: { "subgraph.name": subgraph } }, parent);
    return traceUnder(tracer, root, trace.setSpan(parent, root));
  };
};

/** @see createTracing */
export type BeginTrace = ReturnType<typeof createTracing>;

/** @see createAskTracing */
export type BeginAskTrace = ReturnType<typeof createAskTracing>;
