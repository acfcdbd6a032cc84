import { SECOND_MILLIS } from "../../../lib/clock.js";
import type { HeldSubscription } from "../store/event-subscriptions.js";
import { type DeliveryParts, runSubscription } from "./delivery-run.js";

/** How long nobody else delivers for a node that has ended without a word. */
export const LEASE_MILLIS = 60 * SECOND_MILLIS;

/** Delivers events to webhooks: each subscription by itself, whatever becomes of the others. */
export interface Dispatcher {
  /**
   * Starts what is to be done by now.
   * @returns `done` resolves when all that was started is done; nobody needs to wait for it
   */
  begin(): Promise<{ readonly done: Promise<void> }>;
  /** Breaks off what is under way; it is delivered again, by whoever comes next. */
  close(): Promise<void>;
}

interface Run {
  /** Up to where the feed has been looked at. */
  scanned: number;
  running: Promise<void> | null;
}

/** @param onFault told of what was not to be expected, e.g. that the database is away; it is tried again */
export const createDispatcher = (parts: DeliveryParts, onFault: (fault: unknown) => void): Dispatcher => {
  const { events, client, clock, owner } = parts;
  const runs = new Map<number, Run>();
  let planning: Promise<void> = Promise.resolve();
  let isClosed = false;

  const runOf = (subscription: HeldSubscription): Run => {
    const run = runs.get(subscription.id) ?? { scanned: subscription.position, running: null };
    runs.set(subscription.id, run);
    return run;
  };

  const isToRun = (subscription: HeldSubscription, { scanned }: Run, upTo: number): boolean => {
    if (subscription.validatedAt !== null) return subscription.hasDue || scanned < upTo;
    return subscription.validationDueAt !== null && subscription.validationDueAt <= clock();
  };

  const start = (subscription: HeldSubscription, run: Run): Promise<void> => {
    run.running = runSubscription(subscription, run.scanned, parts)
      .then((scanned) => {
        if (scanned === null) runs.delete(subscription.id);
        else run.scanned = scanned;
      })
      .catch((fault: unknown) => {
        if (!isClosed) onFault(fault);
      })
      .finally(() => {
        run.running = null;
      });
    return run.running;
  };

  /** Starts what is to be done by now. One at a time, and nothing that runs already. */
  const plan = async (): Promise<readonly Promise<void>[]> => {
    if (isClosed) return [];
    const now = clock();
    const busy = new Set([...runs].flatMap(([id, { running }]) => (running === null ? [] : [id])));
    const held = await events.holdSubscriptions({ owner, now, until: now + LEASE_MILLIS });
    const ids = new Set(held.map(({ id }) => id));
    for (const id of runs.keys()) if (!ids.has(id) && !busy.has(id)) runs.delete(id);
    if (held.length === 0) return [];
    const upTo = await events.completeUpTo();
    return held.flatMap((subscription) => {
      const run = runOf(subscription);
      if (isClosed || busy.has(subscription.id) || !isToRun(subscription, run, upTo)) return [];
      return [start(subscription, run)];
    });
  };

  return {
    async begin() {
      const started = planning.then(plan);
      planning = started.then(
        () => undefined,
        () => undefined,
      );
      const done = Promise.all(await started).then(() => undefined);
      return { done };
    },
    async close() {
      isClosed = true;
      await client.close();
      await planning;
      await Promise.all([...runs.values()].map(({ running }) => running));
      await events.releaseSubscriptions(owner);
    },
  };
};
