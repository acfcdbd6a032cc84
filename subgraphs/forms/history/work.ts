import type { OutboxRow } from "../../../drizzle/forms/tables-parts.js";
import { type Background, createBackground } from "../../../lib/background.js";
import { type Clock, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import { messageOf } from "../../../lib/errors.js";
import { type FollowParts, followInstance } from "./follow.js";
import type { HistoryStore } from "./store.js";

/** Instances that are taken at a time. */
const TAKE = 50;
/** Dialogs that are written side by side. */
const SIDE_BY_SIDE = 8;
/** How long nobody else takes what a node has taken that ended without a word. */
const LEASE_MILLIS = 30 * SECOND_MILLIS;

/** How long after each failure the next attempt is; the last one for ever, until the dialog is in. */
const RETRY_MILLIS: readonly number[] = [
  SECOND_MILLIS,
  5 * SECOND_MILLIS,
  30 * SECOND_MILLIS,
  MINUTE_MILLIS,
  5 * MINUTE_MILLIS,
  15 * MINUTE_MILLIS,
  HOUR_MILLIS,
];

const waitAfter = (attempts: number): number => RETRY_MILLIS[attempts] ?? HOUR_MILLIS;

/** What the work needs besides what following a single instance does. */
export interface HistoryWorkParts extends FollowParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Lets those who are named to sign an instance in to it, and out again; rejects where that must be tried again. */
  followAccess(instanceId: string): Promise<void>;
  /** Told of a dialog that could not follow; it is tried again. */
  onLate(instanceId: string, attempts: number, reason: string): void;
}

/** Has every instance's dialog, and the access of those who sign it, follow it: whenever something was committed, and what failed again and again. */
export const createHistoryWork = (parts: HistoryWorkParts, onFault: (fault: unknown) => void): Background => {
  const { store, clock, onLate, followAccess } = parts;

  const follow = async (taken: OutboxRow): Promise<void> => {
    try {
      await followInstance(taken.instanceId, parts);
      await followAccess(taken.instanceId);
    } catch (error) {
      const reason = messageOf(error);
      onLate(taken.instanceId, taken.attempts + 1, reason);
      await store.settleFailed(taken, { dueAt: clock() + waitAfter(taken.attempts), reason });
      return;
    }
    await store.settleDelivered(taken);
  };

  const look = async (): Promise<boolean> => {
    const now = clock();
    const due = await store.takeDue({ now, until: now + LEASE_MILLIS, take: TAKE });
    const rest = due.values();
    const worker = async (): Promise<void> => {
      for (const taken of rest) await follow(taken);
    };
    await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, due.length) }, worker));
    return due.length === TAKE;
  };

  const background = createBackground(look, onFault);
  const endCommits = store.onCommit(background.wake);
  return {
    ...background,
    async close() {
      endCommits();
      await background.close();
    },
  };
};
