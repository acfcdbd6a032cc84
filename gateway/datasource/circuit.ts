import { SubgraphError } from "./subgraph-error.js";

/** Failures in a row, for at least so long, after which a subgraph is not asked for a while: a restart is quicker. */
const FAILURES_IN_A_ROW = 5;
const ROW_MILLIS = 1_000;
/** Where answers and failures take turns: so many failures, and this share of all fetches, since the window began. */
const FAILURES_IN_WINDOW = 20;
const FAILED_SHARE = 0.5;
const WINDOW_MILLIS = 10_000;
/** How long it is left alone at first; doubled each time that it fails again, up to the last. */
const FIRST_PAUSE_MILLIS = 1_000;
const LAST_PAUSE_MILLIS = 30_000;
/** A tenth of the fetches that are answered may be repeated, and so many at once. */
const REPEATS_PER_ANSWER = 0.1;
const REPEATS_AT_ONCE = 10;

/** What says that a subgraph is not well. Others are the question's fault, or the client's. */
const FAILURES: ReadonlySet<string> = new Set([
  "SUBGRAPH_UNAVAILABLE",
  "SUBGRAPH_TIMEOUT",
  "SUBGRAPH_RESPONSE_INVALID",
]);

/** `open`: it is not asked; `half-open`: one fetch finds out whether it answers again. */
export type CircuitState = "closed" | "open" | "half-open";

/** Whether a subgraph behind a URL is asked, by how it has done. Kept from one supergraph to the next. */
export interface Circuit {
  readonly state: CircuitState;
  /** Queries that were sent a second time. */
  readonly repeated: number;
  /**
   * A fetch is about to be sent.
   * @throws SubgraphError `SUBGRAPH_SUSPENDED` while the subgraph is left alone
   */
  enter(): void;
  answered(): void;
  /** A fetch ended without an answer. */
  failed(error: unknown): void;
  /** Whether a query that failed may be sent once more. Takes a place of those that may. */
  takeRepeat(error: unknown): boolean;
}

export interface CircuitOptions {
  readonly service: string;
  /** Milliseconds from anywhere; never goes back. */
  now(): number;
  onChange(state: CircuitState): void;
}

const suspended = (service: string): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_SUSPENDED",
    service,
    `The subgraph "${service}" has failed again and again, and is not asked for a moment. Try again shortly.`,
  );

export const createCircuit = ({ service, now, onChange }: CircuitOptions): Circuit => {
  let state: CircuitState = "closed";
  let pauseMillis = FIRST_PAUSE_MILLIS;
  let pausedUntil = 0;
  let row = { failures: 0, beganAt: 0 };
  let window = { fetches: 0, failures: 0, beganAt: now() };
  let repeats = REPEATS_AT_ONCE;
  let repeated = 0;

  const become = (next: CircuitState): void => {
    if (next === state) return;
    state = next;
    onChange(next);
  };
  const count = (isFailure: boolean, at: number): void => {
    if (at - window.beganAt >= WINDOW_MILLIS) window = { fetches: 0, failures: 0, beganAt: at };
    window.fetches += 1;
    if (!isFailure) {
      row.failures = 0;
      return;
    }
    window.failures += 1;
    if (row.failures === 0) row = { failures: 1, beganAt: at };
    else row.failures += 1;
  };
  const isUnwell = (at: number): boolean =>
    (row.failures >= FAILURES_IN_A_ROW && at - row.beganAt >= ROW_MILLIS) ||
    (window.failures >= FAILURES_IN_WINDOW && window.failures >= window.fetches * FAILED_SHARE);
  const pause = (at: number): void => {
    pausedUntil = at + pauseMillis;
    pauseMillis = Math.min(pauseMillis * 2, LAST_PAUSE_MILLIS);
    become("open");
  };

  return {
    get state() {
      return state;
    },
    get repeated() {
      return repeated;
    },
    enter() {
      if (state === "closed") return;
      if (state === "half-open" || now() < pausedUntil) throw suspended(service);
      become("half-open");
    },
    answered() {
      repeats = Math.min(repeats + REPEATS_PER_ANSWER, REPEATS_AT_ONCE);
      if (state === "closed") {
        count(false, now());
        return;
      }
      if (state === "open") return; // it was sent before
      pauseMillis = FIRST_PAUSE_MILLIS;
      row.failures = 0;
      window = { fetches: 0, failures: 0, beganAt: now() };
      become("closed");
    },
    failed(error) {
      const isFailure = error instanceof SubgraphError && FAILURES.has(error.code);
      const at = now();
      if (state === "half-open") {
        if (isFailure) pause(at);
        else become("open"); // whoever asked has gone: the next one finds out
        return;
      }
      if (state === "open" || !isFailure) return;
      count(true, at);
      if (isUnwell(at)) pause(at);
    },
    takeRepeat(error) {
      const isPassing = error instanceof SubgraphError && error.code === "SUBGRAPH_UNAVAILABLE";
      if (!isPassing || state !== "closed" || repeats < 1) return false;
      repeats -= 1;
      repeated += 1;
      return true;
    },
  };
};
