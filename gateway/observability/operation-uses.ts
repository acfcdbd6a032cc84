import { SECOND_MILLIS } from "../../lib/clock.js";
import type { KnownOperation } from "../supergraph/operation-register.js";

/** How often a client sent an operation since this was told last. */
export interface OperationUses {
  readonly operation: KnownOperation;
  /** The client's name: its verified `client_id`, or `unknown`. */
  readonly client: string;
  readonly count: number;
}

/** So often that a check of a subgraph knows what was sent a moment ago, and little is lost with a process. */
const TELL_MILLIS = SECOND_MILLIS;
/** Operations by client that are counted between two tellings; clients that make up more are not counted apart. */
const MAX_COUNTED = 5_000;

/** Counts who sends which operation. */
export interface UseCounter {
  count(operation: KnownOperation, client: string | null): void;
  /** Tells what is counted. */
  close(): Promise<void>;
}

/** @param tell what it throws is told again with the next */
export const createUseCounter = (
  tell: (uses: readonly OperationUses[]) => Promise<void>,
  onFailure: (error: unknown) => void,
): UseCounter => {
  let counts = new Map<string, { operation: KnownOperation; client: string; count: number }>();

  const flush = async (): Promise<void> => {
    if (counts.size === 0) return;
    const counted = counts;
    counts = new Map();
    try {
      await tell([...counted.values()]);
    } catch (error) {
      onFailure(error);
      for (const { operation, client, count } of counted.values()) add(operation, client, count);
    }
  };
  const add = (operation: KnownOperation, client: string, count: number): void => {
    const key = `${operation.queryHash} ${operation.operationName ?? ""} ${client}`;
    const known = counts.get(key);
    if (known !== undefined) known.count += count;
    else if (counts.size < MAX_COUNTED) counts.set(key, { operation, client, count });
  };

  const timer = setInterval(() => void flush(), TELL_MILLIS);
  timer.unref();
  return {
    count: (operation, client) => add(operation, client ?? "unknown", 1),
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
};
