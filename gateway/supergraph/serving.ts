import { messageOf } from "../../lib/errors.js";
import { createCircuits } from "../datasource/circuits.js";
import { createSourceFor, type SubgraphPlaces } from "../datasource/sources.js";
import type { GatewayMetrics } from "../observability/metrics.js";
import { createUseCounter } from "../observability/operation-uses.js";
import type { GatewayOptions } from "../options.js";
import { defaultPlanningLimits } from "../planning/planner.js";
import { type CostCheck, createCostCheck } from "../protection/cost-check.js";
import { createTrustedDocuments, type TrustedDocumentStore } from "../protection/trusted-documents.js";
import { type ApolloBridge, createApolloBridge } from "./apollo-interface.js";
import { checkPlaces } from "./check-places.js";
import { createDocumentStore, type DocumentStore } from "./document-store.js";
import { createGenerations, type Generations } from "./generations.js";
import {
  createOperationRegister,
  type KnownOperation,
  type OperationRegister,
} from "./operation-register.js";
import { openSnapshot, type Snapshot } from "./snapshot.js";
import { createSwapper, type Swapper } from "./swap.js";
import { warmUp } from "./warm-up.js";

/** Snapshots that may be open at once. The next supergraph waits until one of them is drained. */
const MAX_SNAPSHOTS = 10;
/** Operations that a new snapshot is made ready for. */
const MAX_WARMED = 500;
/** How long that may hold a new supergraph up; what is left is planned when it is asked for. */
const WARM_UP_MILLIS = 500;
/** The first snapshot holds nobody up: it may take longer, for trusted documents. */
const FIRST_WARM_UP_MILLIS = 10_000;

type ServingOptions = Pick<
  GatewayOptions,
  | "supergraphSdl"
  | "localSubgraphs"
  | "subgraphUrls"
  | "subgraphTimeoutMillis"
  | "subgraphLimits"
  | "subgraphResponseBytes"
  | "subgraphLookup"
  | "collapsesQueries"
  | "engine"
  | "planning"
  | "limits"
  | "trustedDocuments"
  | "onUses"
  | "logger"
  | "clock"
>;

/** The supergraph that is served, and the way to another. */
export interface Serving {
  readonly generations: Generations;
  readonly bridge: ApolloBridge;
  readonly register: OperationRegister;
  readonly documents: DocumentStore;
  readonly swapper: Swapper;
  readonly checkCost: CostCheck;
  /** `null` where there are none. */
  readonly trusted: TrustedDocumentStore | null;
  close(): Promise<void>;
}

/** Opens the first snapshot. @throws Error where its supergraph can't be served */
export const openServing = async (
  options: ServingOptions,
  metrics: GatewayMetrics | null,
): Promise<Serving> => {
  const { logger, clock, limits, engine = "compiled", planning = defaultPlanningLimits } = options;
  const circuits = createCircuits(logger);
  const checkCost = createCostCheck(limits.cost);
  const open = (supergraphSdl: string, places: SubgraphPlaces): Promise<Snapshot> =>
    openSnapshot({
      supergraphSdl,
      sourceFor: createSourceFor(places, circuits, options),
      engine,
      planning,
      checkCost,
      logger,
      clock,
    });

  // Read first: a document that is not GraphQL is told before anything is opened.
  const trusted =
    options.trustedDocuments === undefined ? null : createTrustedDocuments(options.trustedDocuments);
  const firstPlaces = { localSubgraphs: options.localSubgraphs, subgraphUrls: options.subgraphUrls ?? {} };
  const first = await open(options.supergraphSdl, firstPlaces);
  const generations = createGenerations(first, (error) =>
    logger.error({ reason: messageOf(error) }, "An old supergraph could not be closed."),
  );
  try {
    checkPlaces(firstPlaces, first);
  } catch (error) {
    await generations.close();
    throw error;
  }

  const { onUses } = options;
  const uses =
    onUses === undefined
      ? null
      : createUseCounter(
          (counted) => onUses(counted),
          (error) => logger.warn({ reason: messageOf(error) }, "Uses of operations could not be told."),
        );
  const register = createOperationRegister(uses === null ? undefined : uses.count);
  const documents = createDocumentStore();
  const bridge = createApolloBridge(generations, register);
  /** Trusted ones come first: a page of a frontend that is deployed must not wait for its plan. */
  const known = (): KnownOperation[] => {
    const operations = [...(trusted?.operations ?? []), ...register.mostUsed(MAX_WARMED)];
    const byKey = new Map(operations.map((one) => [`${one.queryHash}${one.operationName ?? ""}`, one]));
    return [...byKey.values()];
  };
  const makeReady = (snapshot: Snapshot, budgetMillis: number) =>
    warmUp(snapshot, known(), {
      documents,
      servedSchema: generations.current.apiSchema,
      maxTokens: limits.tokens,
      clock,
      budgetMillis,
    });
  if (trusted !== null) {
    const { ready, unfit, left } = await makeReady(first, FIRST_WARM_UP_MILLIS);
    logger.info({ ready, unfit, left }, "Trusted documents are ready.");
  }
  const swapper = createSwapper({
    generations,
    firstPlaces,
    maxSnapshots: MAX_SNAPSHOTS,
    open,
    warmUp: (next) => makeReady(next, WARM_UP_MILLIS),
    put(next) {
      bridge.publish(next); // throws before anything has changed
      generations.replace(next);
      register.fade();
    },
    metrics,
    logger,
    clock,
  });
  return {
    generations,
    bridge,
    register,
    documents,
    swapper,
    checkCost,
    trusted,
    async close() {
      await swapper.close();
      await uses?.close();
      await generations.close();
    },
  };
};
