import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/** Spans as a test reads them. */
export interface SpanTree {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly SpanTree[];
}

/** Collects the spans of this process, in memory. Once a test file: OpenTelemetry is set up for a whole process. */
export const collectSpans = () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

  const ours = (): ReadableSpan[] =>
    exporter
      .getFinishedSpans()
      .filter(({ instrumentationScope }) => instrumentationScope.name === "tunet-gateway");
  const treesUnder = (parentId: string | undefined, spans: readonly ReadableSpan[]): SpanTree[] =>
    spans
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parentId)
      .map((span) => ({
        name: span.name,
        attributes: span.attributes,
        children: treesUnder(span.spanContext().spanId, spans),
      }));
  return {
    ours,
    /** Everything that was recorded, also by libraries. */
    all: () => exporter.getFinishedSpans(),
    trees: () => treesUnder(undefined, ours()),
    names: () => ours().map(({ name }) => name),
    reset: () => exporter.reset(),
  };
};
