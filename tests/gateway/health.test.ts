import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { mountHealth } from "../../gateway/http/health.js";
import { supergraphId } from "../../gateway/supergraph/snapshot.js";
import { startTestGateway } from "./kit.js";
import { local, supergraphSdl, usersSchema } from "./subgraphs.js";

describe("health", () => {
  it("sums up what runs, without saying where", async () => {
    const { gateway, pass } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: "http://reviews.internal:4001/graphql" },
      subgraphLimits: { reviews: { concurrency: 7 }, users: { timeoutMillis: 500 } },
    });
    pass(90_500);
    const response = await gateway.app.inject({ url: "/health" });
    expect(response.json()).toEqual({
      status: "ok",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptimeSeconds: 90,
      supergraph: { id: supergraphId(supergraphSdl), snapshots: 1, lastSwap: null },
      subgraphs: [
        { name: "reviews", transport: "http", timeoutMillis: 2_000, concurrency: 7, circuit: "closed" },
        { name: "users", transport: "local", timeoutMillis: 500 },
      ],
    });
  });

  it("is live while the process answers, and ready when every part works", async () => {
    const { gateway } = await startTestGateway({
      readiness: [{ name: "store", check: async () => undefined }],
    });
    const live = await gateway.app.inject({ url: "/health/live" });
    const ready = await gateway.app.inject({ url: "/health/ready" });
    expect([live.statusCode, live.json()]).toEqual([200, { status: "ok" }]);
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: "ready" }]);
  });

  it("names the parts that do not work, and nothing of why", async () => {
    const { gateway, log } = await startTestGateway({
      readiness: [
        { name: "store", check: () => Promise.reject(new Error("db.internal:5432 refused")) },
        { name: "index", check: async () => undefined },
        {
          name: "queue",
          check: () => {
            throw new Error("no queue");
          },
        },
      ],
    });
    const response = await gateway.app.inject({ url: "/health/ready" });
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { status: "not ready", failing: ["store", "queue"] },
    ]);
    expect(log).toContainEqual(
      expect.objectContaining({ check: "store", reason: "db.internal:5432 refused" }),
    );
  });

  it("counts a part that does not answer in time as failing", async () => {
    const app = Fastify();
    mountHealth(app, {
      version: "1.0.0",
      uptimeMillis: () => 0,
      isDraining: () => false,
      subgraphs: () => [],
      supergraph: () => ({ id: "0", snapshots: 1, lastSwap: null }),
      readiness: [{ name: "store", check: () => new Promise(() => undefined) }],
      checkMillis: 50,
    });
    const response = await app.inject({ url: "/health/ready" });
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { status: "not ready", failing: ["store"] },
    ]);
    await app.close();
  });
});
