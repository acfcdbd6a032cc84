import type { FastifyInstance } from "fastify";
import { messageOf } from "../../lib/errors.js";
import type { ReadinessCheck } from "../options.js";
import type { Snapshot } from "../supergraph/snapshot.js";
import type { LastSwap } from "../supergraph/swap.js";

/** What is served, and what became of the last supergraph that was handed over. */
export interface SupergraphHealth {
  /** SHA-256 of the supergraph, in hex. */
  readonly id: string;
  /** Composed schemas that still serve requests: more than one for a while after a swap. */
  readonly snapshots: number;
  /** `null` where the first one still serves. */
  readonly lastSwap: LastSwap | null;
}

interface HealthOptions {
  readonly version: string;
  uptimeMillis(): number;
  isDraining(): boolean;
  subgraphs(): Snapshot["subgraphs"];
  supergraph(): SupergraphHealth;
  readonly readiness: readonly ReadinessCheck[];
  /** A check that takes longer counts as failed. */
  readonly checkMillis: number;
}

const within = async (millis: number, check: () => Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${millis} ms`)), millis);
  });
  try {
    await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Without where it is. */
const toldOf = ({ name, transport, limits, circuit }: Snapshot["subgraphs"][number]) =>
  circuit === null
    ? { name, transport, timeoutMillis: limits.timeoutMillis }
    : { name, transport, ...limits, circuit: circuit.state };

/** Mounts /health (a summary), /health/live (the process answers) and /health/ready (it can do its work). */
export const mountHealth = (app: FastifyInstance, options: HealthOptions): void => {
  app.get("/health", async () => ({
    status: options.isDraining() ? "draining" : "ok",
    version: options.version,
    uptimeSeconds: Math.floor(options.uptimeMillis() / 1000),
    supergraph: options.supergraph(),
    subgraphs: options.subgraphs().map(toldOf),
  }));

  app.get("/health/live", async () => ({ status: "ok" }));

  app.get("/health/ready", async (request, reply) => {
    if (options.isDraining()) return reply.code(503).send({ status: "draining" });
    const outcomes = await Promise.all(
      options.readiness.map(async (part) => {
        try {
          await within(options.checkMillis, async () => part.check());
          return null;
        } catch (error) {
          request.log.warn({ check: part.name, reason: messageOf(error) }, "A readiness check failed.");
          return part.name;
        }
      }),
    );
    const failing = outcomes.filter((name) => name !== null);
    if (failing.length > 0) return reply.code(503).send({ status: "not ready", failing });
    return { status: "ready" };
  });
};
