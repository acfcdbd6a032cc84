import { createDialog, type Tunet, TunetRefused } from "../kit/tunet.js";
import { dialogOf } from "./dialog.js";
import type { AssessmentStore } from "./store.js";

const AT_ONCE = 20;
const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 60_000;

/** What sends the agency's dialogs. */
export interface Outbox {
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

export interface OutboxOptions {
  readonly store: AssessmentStore;
  readonly tunet: Tunet;
  /** How long the first wait is, each one after it twice as long; omitted: a second. */
  readonly firstWaitMillis?: number;
  /** Told of what can't be sent: now, or ever. */
  onProblem(problem: string): void;
  /** Told how many were sent, once nothing waits any more. */
  onDone(sent: number): void;
}

/**
 * Sends every dialog that waits, in order of the decisions. It is safe to be ended at any moment: what was sent but not
 * noted is sent again, and Dialogporten knows it by its id and key. What is out of reach is tried again, later and later.
 */
export const startOutbox = (options: OutboxOptions): Outbox => {
  const { store, tunet, firstWaitMillis = FIRST_WAIT_MILLIS, onProblem, onDone } = options;
  let sent = 0;
  let isClosed = false;
  let wake: (() => void) | null = null;

  const pause = (millis: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const sendAll = async (): Promise<void> => {
    for (;;) {
      const waiting = store.waiting(AT_ONCE);
      if (waiting.length === 0) return;
      for (const assessment of waiting) {
        if (isClosed) return;
        try {
          await createDialog(tunet, dialogOf(assessment));
          store.settle(assessment.id, null);
          sent++;
        } catch (error) {
          if (!(error instanceof TunetRefused) || error.isPassing) throw error;
          store.settle(assessment.id, error.message);
          onProblem(`The dialog of assessment ${assessment.id} is refused: ${error.message}`);
        }
      }
    }
  };

  const run = async (): Promise<void> => {
    let wait = firstWaitMillis;
    while (!isClosed) {
      try {
        await sendAll();
        if (!isClosed) onDone(sent);
        return;
      } catch (error) {
        onProblem(`Dialogs wait: ${error instanceof Error ? error.message : error}`);
        await pause(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
      }
    }
  };

  const running = run();
  return {
    async close() {
      isClosed = true;
      wake?.();
      await running;
    },
  };
};
