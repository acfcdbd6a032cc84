import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, trace } from "@opentelemetry/api";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTracing } from "../../bin/tracing.js";

/** A collector that keeps what it is sent. */
const startCollector = async () => {
  const received: { path: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ path: request.url, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const nested = { isNested: true };

describe("spans", () => {
  it("go nowhere where no endpoint is set", async () => {
    expect(await startTracing({ tracesEndpoint: null, serviceName: "tunet-gateway" }, nested)).toBeNull();
    expect(trace.getTracer("test").startSpan("unheard").isRecording()).toBe(false);
  });

  it("are sent to the endpoint under the service's name, the last ones when it is closed", async () => {
    const { received, url } = await startCollector();
    const sink = await startTracing({ tracesEndpoint: `${url}/`, serviceName: "a-gateway" }, nested);
    onTestFinished(() => {
      trace.disable();
      context.disable();
    });
    trace.getTracer("test").startSpan("heard").end();
    await sink?.close();
    expect(received.map(({ path }) => path)).toEqual(["/v1/traces"]);
    const [{ resource, scopeSpans }] = JSON.parse(received[0]?.body ?? "").resourceSpans;
    expect(resource.attributes).toContainEqual({ key: "service.name", value: { stringValue: "a-gateway" } });
    expect(scopeSpans[0].spans.map(({ name }: { name: string }) => name)).toEqual(["heard"]);
  });

  it("know which one is open only where others begin below it", async () => {
    const { url } = await startCollector();
    const open: (string | undefined)[] = [];
    for (const isNested of [true, false]) {
      const sink = await startTracing({ tracesEndpoint: url, serviceName: "a-gateway" }, { isNested });
      const span = trace.getTracer("test").startSpan("open");
      context.with(trace.setSpan(context.active(), span), () => {
        open.push(trace.getActiveSpan() === span ? "known" : "unknown");
      });
      await sink?.close();
      trace.disable();
      context.disable();
    }
    expect(open).toEqual(["known", "unknown"]);
  });
});
