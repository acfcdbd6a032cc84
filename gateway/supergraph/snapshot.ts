import { createHash } from "node:crypto";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Clock } from "../../lib/clock.js";
import type { SubgraphEntry, SubgraphSource } from "../datasource/subgraph-source.js";
import { openCompiledEngine } from "../execution/compiled/compiled-engine.js";
import type { Engine, EngineName, ForeseenOperation } from "../execution/engine.js";
import { openStockEngine } from "../execution/stock-engine.js";
import type { PlanningLimits } from "../planning/planner.js";
import type { CostCheck } from "../protection/cost-check.js";
import { createReadyOperations, type ReadyOperations } from "./ready-operations.js";

/** One composed schema and all that serves it. Never changes: another schema is another snapshot. */
export interface Snapshot {
  /** SHA-256 of the supergraph, in hex. */
  readonly id: string;
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  /** By name. */
  readonly subgraphs: readonly SubgraphSource[];
  readonly execute: Engine["execute"];
  readonly ready: ReadyOperations;
  /** Plans an operation ahead. @throws where it has no plan */
  plan(operation: ForeseenOperation): Promise<void>;
  /** Closes the engine and the connections to the subgraphs. */
  close(): Promise<void>;
}

interface SnapshotOptions {
  readonly supergraphSdl: string;
  sourceFor(subgraph: SubgraphEntry): SubgraphSource;
  readonly engine: EngineName;
  readonly planning: PlanningLimits | null;
  readonly checkCost: CostCheck;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** SHA-256 of a supergraph, in hex. */
export const supergraphId = (supergraphSdl: string): string =>
  createHash("sha256").update(supergraphSdl).digest("hex");

/** Builds everything that a supergraph needs to be served. @throws Error where it is not a usable supergraph */
export const openSnapshot = async (options: SnapshotOptions): Promise<Snapshot> => {
  const { supergraphSdl, planning, logger, clock } = options;
  const sources = new Map<string, SubgraphSource>();
  const sourceFor = (subgraph: SubgraphEntry): SubgraphSource => {
    const source = options.sourceFor(subgraph);
    sources.set(subgraph.name, source);
    return source;
  };
  const closeSources = async () => {
    await Promise.all([...sources.values()].map((source) => source.close()));
  };

  let engine: Engine;
  try {
    engine =
      options.engine === "stock"
        ? await openStockEngine({ supergraphSdl, sourceFor, logger })
        : await openCompiledEngine({ supergraphSdl, sourceFor, planning, clock });
  } catch (error) {
    await closeSources();
    throw error;
  }
  return {
    id: supergraphId(supergraphSdl),
    supergraphSdl,
    apiSchema: engine.apiSchema,
    subgraphs: [...sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    execute: engine.execute,
    ready: createReadyOperations({
      open: engine.open,
      schema: engine.apiSchema,
      checkCost: options.checkCost,
    }),
    async plan(operation) {
      await engine.prepare?.(operation);
    },
    async close() {
      await engine.close();
      await closeSources();
    },
  };
};
