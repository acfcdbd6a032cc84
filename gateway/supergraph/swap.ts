import type { Logger } from "pino";
import type { Clock } from "../../lib/clock.js";
import { messageOf } from "../../lib/errors.js";
import type { SubgraphPlaces } from "../datasource/sources.js";
import type { GatewayMetrics } from "../observability/metrics.js";
import { checkPlaces } from "./check-places.js";
import type { Generations } from "./generations.js";
import { type Snapshot, supergraphId } from "./snapshot.js";
import type { WarmUp } from "./warm-up.js";

/** What a swap came to. */
export interface SwapResult {
  /** SHA-256 of the supergraph that serves now, in hex. */
  readonly id: string;
  /** `false`: it served already. */
  readonly changed: boolean;
}

/** The last supergraph that was handed over, for `/health`. */
export type LastSwap =
  | { readonly state: "swapped"; readonly at: string }
  | { readonly state: "failed"; readonly at: string; readonly problem: string };

/** A supergraph can't be served. The one before goes on serving. */
export class SwapError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The supergraph was not taken over, and the one before it goes on serving: ${reason}`, options);
    this.name = "SwapError";
  }
}

interface SwapOptions {
  readonly generations: Generations;
  readonly firstPlaces: SubgraphPlaces;
  /** Snapshots that may be open at once, with the one that is about to be. */
  readonly maxSnapshots: number;
  /** Builds a snapshot aside. @throws Error where the supergraph can't be loaded */
  open(supergraphSdl: string, places: SubgraphPlaces): Promise<Snapshot>;
  warmUp(next: Snapshot): Promise<WarmUp>;
  /** Puts it in place, at once and wholly, or throws and changes nothing. */
  put(next: Snapshot): void;
  readonly metrics: GatewayMetrics | null;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What swaps the supergraph. */
export interface Swapper {
  readonly last: LastSwap | null;
  /** @see Gateway.swap */
  swap(supergraphSdl: string, places: Partial<SubgraphPlaces>): Promise<SwapResult>;
  /** Takes no more, and waits for the swap that has begun. */
  close(): Promise<void>;
}

/** Addresses of subgraphs; those of specifications are everybody's. */
const ADDRESS = /\b(?!https:\/\/specs\.apollo\.dev\/)[a-z][a-z0-9+.-]*:\/\/[^\s"']+/gi;

/** For /health, which anybody may see: without the source lines that a parser quotes, and without addresses. */
const forEverybody = (problem: string): string => {
  const [words = ""] = problem.split(/\n\s*\n/);
  return words.replaceAll(/\s*\n\s*/g, " ").replace(ADDRESS, "(address)");
};

const isSame = (a: SubgraphPlaces, b: SubgraphPlaces): boolean =>
  a.localSubgraphs.length === b.localSubgraphs.length &&
  a.localSubgraphs.every((subgraph, index) => subgraph === b.localSubgraphs[index]) &&
  JSON.stringify(Object.entries(a.subgraphUrls).sort()) ===
    JSON.stringify(Object.entries(b.subgraphUrls).sort());

const changed = (places: SubgraphPlaces, changes: Partial<SubgraphPlaces>): SubgraphPlaces => ({
  localSubgraphs: changes.localSubgraphs ?? places.localSubgraphs,
  subgraphUrls: changes.subgraphUrls ?? places.subgraphUrls,
});

/** Takes over one supergraph after another; each is built and warmed aside while the one before serves. */
export const createSwapper = (options: SwapOptions): Swapper => {
  const { generations, logger, clock, metrics } = options;
  let places = options.firstPlaces;
  let last: LastSwap | null = null;
  let isClosed = false;
  let queue: Promise<unknown> = Promise.resolve();
  let stopWaiting: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stopWaiting = resolve;
  });

  const refuseClosed = (): void => {
    if (isClosed) throw new SwapError("the gateway is closing.");
  };

  /** Requests on old snapshots have a deadline: each of them is closed in the end. */
  const waitForRoom = async (): Promise<void> => {
    if (generations.count < options.maxSnapshots) return;
    logger.warn(
      { snapshots: generations.count },
      "A new supergraph waits until an old one has no requests any more: there are too many.",
    );
    await Promise.race([generations.whenAtMost(options.maxSnapshots - 1), stopped]);
  };

  const takeOver = async (supergraphSdl: string, changes: Partial<SubgraphPlaces>): Promise<void> => {
    await waitForRoom();
    refuseClosed();
    const next = changed(places, changes);
    const snapshot = await options.open(supergraphSdl, next);
    try {
      checkPlaces(changes, snapshot);
      const { ready, unfit, left } = await options.warmUp(snapshot);
      refuseClosed();
      options.put(snapshot);
      logger.info(
        { supergraph: snapshot.id, warmed: ready, unfit, left, snapshots: generations.count },
        "A new supergraph serves.",
      );
    } catch (error) {
      await snapshot.close();
      throw error;
    }
    places = next;
  };

  const attempt = async (supergraphSdl: string, changes: Partial<SubgraphPlaces>): Promise<SwapResult> => {
    const beganAt = performance.now();
    const finished = (result: "swapped" | "unchanged" | "failed"): void =>
      metrics?.swapped(result, performance.now() - beganAt);
    const id = supergraphId(supergraphSdl);
    const at = new Date(clock()).toISOString();
    try {
      refuseClosed();
      if (id === generations.current.id && isSame(changed(places, changes), places)) {
        finished("unchanged");
        return { id, changed: false };
      }
      await takeOver(supergraphSdl, changes);
      last = { state: "swapped", at };
      finished("swapped");
      return { id, changed: true };
    } catch (error) {
      const problem = error instanceof SwapError ? error : new SwapError(messageOf(error), { cause: error });
      last = { state: "failed", at, problem: forEverybody(problem.message) };
      logger.error({ supergraph: id, err: error }, "A new supergraph was not taken over.");
      finished("failed");
      throw problem;
    }
  };

  return {
    get last() {
      return last;
    },
    swap(supergraphSdl, changes) {
      const mine = queue.then(() => attempt(supergraphSdl, changes));
      queue = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      isClosed = true;
      stopWaiting();
      await queue;
    },
  };
};
