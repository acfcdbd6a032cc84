import type { GraphQLSchema } from "graphql";
import type { Snapshot } from "./snapshot.js";

/** One request's hold on the snapshots that it may run on. */
export interface Lease {
  /**
   * The request was validated with this schema, and runs on the snapshot that it is of; all others it lets go.
   * @throws Error where the schema is of no snapshot that the lease holds
   */
  settle(schema: GraphQLSchema): Snapshot;
  /** May be called more than once. */
  release(): void;
}

/** A snapshot and who holds it. */
interface Generation {
  readonly snapshot: Snapshot;
  /** Requests that took their lease while this one was current, and have not settled. */
  arriving: number;
  /** Requests that run on it. */
  running: number;
}

/** Snapshots in the order in which they were put in place. The last one is current; the others are drained. */
export interface Generations {
  readonly current: Snapshot;
  /** Snapshots that are not closed yet, the current one included. */
  readonly count: number;
  /** Holds the current snapshot, and every one that comes after it, until the request settles on one of them. */
  lease(): Lease;
  /** Puts another snapshot in the current one's place. That one is closed when no request can need it any more. */
  replace(next: Snapshot): void;
  /** Resolves when at most so many snapshots are not closed, or when all are. */
  whenAtMost(count: number): Promise<void>;
  /** Closes all of them, whoever holds them. */
  close(): Promise<void>;
}

/** @param onCloseFailed told when a snapshot could not be closed; it is let go all the same */
export const createGenerations = (first: Snapshot, onCloseFailed: (error: unknown) => void): Generations => {
  let alive: Generation[] = [{ snapshot: first, arriving: 0, running: 0 }];
  let current = first;
  const bySchema = new WeakMap<GraphQLSchema, Generation>();
  const closings = new Set<Promise<void>>();
  let waiting: { readonly count: number; resolve(): void }[] = [];

  const generationOf = (snapshot: Snapshot): Generation => {
    const generation = alive.find((candidate) => candidate.snapshot === snapshot);
    if (generation === undefined) throw new Error("The snapshot is closed.");
    return generation;
  };
  const remember = (generation: Generation): void => {
    bySchema.set(generation.snapshot.apiSchema, generation);
  };
  remember(generationOf(first));

  const closeOne = ({ snapshot }: Generation): void => {
    const closing = snapshot
      .close()
      .catch(onCloseFailed)
      .finally(() => {
        closings.delete(closing);
        wake();
      });
    closings.add(closing);
  };

  const wake = (): void => {
    const count = alive.length + closings.size;
    const ready = waiting.filter((waiter) => count <= waiter.count);
    waiting = waiting.filter((waiter) => count > waiter.count);
    for (const { resolve } of ready) resolve();
  };

  /** Closes what was replaced and is needed by nobody: a request that still arrives may need any that came after it. */
  const sweep = (): void => {
    if (alive.length === 1) return;
    let isSomebodyArriving = false;
    const kept: Generation[] = [];
    for (const generation of alive) {
      isSomebodyArriving ||= generation.arriving > 0;
      const isNeeded = generation.snapshot === current || generation.running > 0 || isSomebodyArriving;
      if (isNeeded) kept.push(generation);
      else closeOne(generation);
    }
    alive = kept;
    wake();
  };

  return {
    get current() {
      return current;
    },
    get count() {
      return alive.length + closings.size;
    },
    lease() {
      let held: Generation | null = generationOf(current);
      let isSettled = false;
      held.arriving += 1;
      const letGo = (): void => {
        if (held === null) return;
        if (isSettled) held.running -= 1;
        else held.arriving -= 1;
        held = null;
      };
      return {
        settle(schema) {
          const generation = bySchema.get(schema);
          if (generation === undefined || held === null || !alive.includes(generation)) {
            throw new Error("The request's schema is of no snapshot that it holds.");
          }
          generation.running += 1;
          letGo();
          held = generation;
          isSettled = true;
          sweep();
          return generation.snapshot;
        },
        release() {
          if (held === null) return;
          letGo();
          sweep();
        },
      };
    },
    replace(next) {
      const generation = { snapshot: next, arriving: 0, running: 0 };
      alive = [...alive, generation];
      remember(generation);
      current = next;
      sweep();
    },
    whenAtMost: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        wake();
      }),
    async close() {
      for (const generation of alive) closeOne(generation);
      alive = [];
      await Promise.all(closings);
      wake();
    },
  };
};
