import type { Term, Timed } from "../../../datasource/time-limit.js";
import type { CompiledWave } from "../plan/compile-wave.js";
import type { CompiledFetch } from "../plan/compiled-plan.js";
import { type Batch, openBatch } from "./batch.js";

/**
 * How long fetches that are ready wait for those that may go with them, in milliseconds. The answer to the client waits
 * for all of them anyway; but what follows must not come much later because of a slow neighbour.
 */
export const PATIENCE_MILLIS = 20;

/** A wave of one request: what of it is ready, until that is sent. */
export class Gathering implements Timed {
  readonly wave: CompiledWave;
  /** `null` until it waits. */
  term: Term | null = null;
  /** Fetches of which it is not known yet what they ask. */
  #toCome: number;
  #batches: Batch[] = [];
  #isLate = false;
  readonly #onLate: () => void;

  /** @param onLate told when it has waited long enough */
  constructor(wave: CompiledWave, onLate: () => void) {
    this.wave = wave;
    this.#toCome = wave.size;
    this.#onLate = onLate;
  }

  /** Whether all that is ready may go now. */
  get isDue(): boolean {
    return this.#toCome === 0 || this.#isLate;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** A fetch has come, or never will. */
  came(): void {
    this.#toCome -= 1;
  }

  /** What a fetch's document is sent with. */
  batchFor(fetch: CompiledFetch): Batch {
    const known = this.#batches.find((batch) => batch.fetch.step.query === fetch.step.query);
    if (known !== undefined) return known;
    const batch = openBatch(fetch);
    this.#batches.push(batch);
    return batch;
  }

  /** @returns what is ready, in the wave's order; from now on it is not held any more */
  take(): Batch[] {
    const ready = this.#batches.filter(({ jobs }) => jobs.length > 0);
    this.#batches = [];
    return ready.sort((a, b) => this.wave.compare(a.fetch.step.query, b.fetch.step.query));
  }

  expire(): void {
    this.#isLate = true;
    this.#onLate();
  }
}
