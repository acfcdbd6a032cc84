import { describe, expect, it } from "vitest";
import { boundedLabels } from "../../gateway/observability/bounded-labels.js";
import { createMetrics } from "../../gateway/observability/metrics.js";
import { UNMEASURED } from "../../gateway/protection/loop-load.js";
import { startTestGateway } from "./kit.js";
import { bothLocal, supergraphSdl } from "./subgraphs.js";
import { gate, version } from "./versions.js";

/** Values by series, without those that are times. */
const series = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line.startsWith("gateway_") && !/_(bucket|sum)[{ ]|_event_loop_/.test(line))
      .map((line) => {
        const at = line.lastIndexOf(" ");
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );

const measured = async (changes: Parameters<typeof startTestGateway>[0] = {}) => {
  const test = await startTestGateway({ metrics: true, ...changes });
  return {
    ...test,
    metrics: async () => series((await test.gateway.app.inject({ url: "/metrics" })).body),
  };
};

describe("metrics", () => {
  it("count and time operations, fetches and plans", async () => {
    const { query, metrics } = await measured();
    await query("query Who { me { name reviews { text } } }");
    await query("query Who { me { name reviews { text } } }");
    await query("{ failing me { name } }");
    await query("{ nothing }");
    expect(await metrics()).toEqual({
      gateway_requests_in_flight: 0,
      gateway_requests_waiting: 0,
      gateway_requests_limit: 1_000,
      gateway_snapshots: 1,
      'gateway_operation_duration_seconds_count{operation="Who",kind="query",outcome="ok"}': 2,
      'gateway_operation_duration_seconds_count{operation="",kind="query",outcome="partial"}': 1,
      'gateway_operation_duration_seconds_count{operation="",kind="query",outcome="failed"}': 1,
      'gateway_fetch_duration_seconds_count{subgraph="users",transport="local"}': 3,
      'gateway_fetch_duration_seconds_count{subgraph="reviews",transport="local"}': 2,
      'gateway_fetch_errors_total{subgraph="users",code="INTERNAL_SERVER_ERROR"}': 1,
      'gateway_plans_total{cache="miss"}': 2,
      'gateway_plans_total{cache="hit"}': 1,
      gateway_planning_duration_seconds_count: 2,
    });
  });

  it("count swaps by what came of them", async () => {
    const { gateway, metrics } = await measured();
    await gateway.swap(supergraphSdl);
    await gateway.swap(version(2).supergraphSdl);
    await gateway.swap("no supergraph").catch(() => undefined);
    expect(await metrics()).toMatchObject({
      gateway_snapshots: 1,
      'gateway_swap_duration_seconds_count{result="unchanged"}': 1,
      'gateway_swap_duration_seconds_count{result="swapped"}': 1,
      'gateway_swap_duration_seconds_count{result="failed"}': 1,
    });
  });

  it("tell what is in flight, what waits, and what was refused", async () => {
    const hop = gate();
    const { query, metrics } = await measured({
      localSubgraphs: bothLocal({ users: { Query: { failing: () => hop.pass().then(() => "") } } }),
      overload: { inFlight: 1, waiting: 1, waitMillis: 60_000, loopLagMillis: null },
    });
    const asked = [query("{ failing }")];
    await hop.reached;
    asked.push(query("{ failing }"));
    await query("{ me { name } }");
    expect(await metrics()).toMatchObject({
      gateway_requests_in_flight: 1,
      gateway_requests_waiting: 1,
      'gateway_rejected_requests_total{code="OVERLOADED"}': 1,
    });
    hop.open();
    await Promise.all(asked);
    expect(await metrics()).toMatchObject({ gateway_requests_in_flight: 0, gateway_requests_waiting: 0 });
  });

  it("are there for whoever asks, as Prometheus reads them, and only where they are on", async () => {
    const { gateway } = await measured();
    const { headers, body } = await gateway.app.inject({ url: "/metrics" });
    expect(headers).toMatchObject({
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    });
    for (const name of [
      "gateway_event_loop_lag_seconds",
      "gateway_event_loop_utilization",
      "process_resident_memory_bytes",
      "nodejs_gc_duration_seconds",
    ]) {
      expect(body).toContain(`# HELP ${name} `);
    }
    const { gateway: other } = await startTestGateway();
    expect((await other.app.inject({ url: "/metrics" })).statusCode).toBe(404);
  });

  it("have a series for so many operations and codes, however many clients make up", async () => {
    const metrics = createMetrics({
      inFlight: () => 0,
      waiting: () => 0,
      limit: () => 1,
      snapshots: () => 1,
      loop: () => UNMEASURED,
      subgraphs: () => [],
    });
    for (let made = 0; made < 1_000; made += 1) {
      metrics.answered(`Made${made}`, "query", "ok", 1);
      metrics.fetched({ name: "users", transport: "http" }, 1, [`CODE_${made}`]);
    }
    const counts = series(await metrics.text());
    const operations = Object.keys(counts).filter((name) => name.includes("operation_duration"));
    const codes = Object.keys(counts).filter((name) => name.includes("fetch_errors"));
    expect([operations.length, codes.length]).toEqual([101, 101]);
    expect(
      counts['gateway_operation_duration_seconds_count{operation="other",kind="query",outcome="ok"}'],
    ).toBe(900);
  });

  it("call every label beyond the bound by one name, and known ones by their own", () => {
    const label = boundedLabels(2);
    expect(["a", "b", "c", "a", "c"].map(label)).toEqual(["a", "b", "other", "a", "other"]);
  });
});
