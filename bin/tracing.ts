import type { Settings } from "./settings.js";

/** Where spans go, once it is set up. */
export interface SpanSink {
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Sends OpenTelemetry spans to where OTEL_EXPORTER_OTLP_ENDPOINT says; other variables of OpenTelemetry's own (headers,
 * sampler …) count as well. Nothing of the SDK is loaded where the endpoint is not set.
 * @param isNested whether anything in this process begins spans below those that are open: rooms, or stock execution.
 *   To know which one is open costs each promise a little, so it is not known where nobody asks.
 */
export const startTracing = async (
  { tracesEndpoint, serviceName }: Pick<Settings, "tracesEndpoint" | "serviceName">,
  { isNested }: { readonly isNested: boolean },
): Promise<SpanSink | null> => {
  if (tracesEndpoint === null) return null;
  const [
    { context, trace },
    { AsyncLocalStorageContextManager },
    { OTLPTraceExporter },
    { resourceFromAttributes },
    sdk,
  ] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace-base"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${tracesEndpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  trace.setGlobalTracerProvider(provider);
  if (isNested) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return { close: () => provider.shutdown() };
};
