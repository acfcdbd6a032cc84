import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll } from "vitest";

/** Spans as a test reads them. */
export interface SpanTree {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly SpanTree[];
}

const exporter = new InMemorySpanExporter();
const inMemory = new SimpleSpanProcessor(exporter);
let isCollecting = false;

/** One for the process: libraries hold on to the tracer that they got first. */
const provider = new BasicTracerProvider({
  spanProcessors: [
    {
      onStart: () => undefined,
      onEnd: (span) => {
        if (isCollecting) inMemory.onEnd(span);
      },
      forceFlush: () => inMemory.forceFlush(),
      shutdown: () => inMemory.shutdown(),
    },
  ],
});

/** Collects the spans of this process, in memory, for one test file: those that follow it trace nothing. */
export const collectSpans = () => {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  isCollecting = true;
  afterAll(() => {
    isCollecting = false;
    exporter.reset();
    trace.disable();
    context.disable();
  });

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
