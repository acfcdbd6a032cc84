import type { FastifyInstance } from "fastify";
import type { GatewayMetrics } from "../observability/metrics.js";

/** Mounts /metrics, as Prometheus reads it. Whoever can reach the gateway can read it: keep it off the open net. */
export const mountMetrics = (app: FastifyInstance, metrics: GatewayMetrics): void => {
  app.get("/metrics", async (_request, reply) => {
    const text = await metrics.text();
    return reply.header("cache-control", "no-store").type(metrics.contentType).send(text);
  });
};
