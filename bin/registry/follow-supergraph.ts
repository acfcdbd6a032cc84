import type { KeyObject } from "node:crypto";
import { SECOND_MILLIS } from "../../lib/clock.js";
import { isGenuine, type SignedSupergraph } from "../../registry/index.js";

/** How often the registry is asked where no notice comes; a notice may get lost. */
const POLL_MILLIS = SECOND_MILLIS;

export interface FollowOptions {
  /** What is served at first. */
  readonly served: SignedSupergraph;
  /** @returns `null` where nothing is newer than the number */
  read(after: number): Promise<SignedSupergraph | null>;
  /** Signs what the registry makes. */
  readonly publicKey: KeyObject;
  swap(supergraph: SignedSupergraph): Promise<unknown>;
  /** Told of each supergraph that serves from now on. */
  onServed(supergraph: SignedSupergraph): void;
  /** Told what keeps a newer supergraph from being served; the same is told once. */
  onProblem(problem: string): void;
}

/** What follows the registry. */
export interface Follower {
  /** Looks now: something may be new. */
  look(): void;
  close(): Promise<void>;
}

/**
 * Keeps a gateway on the registry's newest supergraph. One that is not signed by the registry, or older, or that the
 * gateway can't load, is refused, and what serves goes on serving.
 */
export const followSupergraph = (options: FollowOptions): Follower => {
  let { number } = options.served;
  let refused = number;
  let lastProblem: string | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let isAskedAgain = false;

  const tell = (problem: string): void => {
    if (problem !== lastProblem) options.onProblem(problem);
    lastProblem = problem;
  };

  const takeNewer = async (): Promise<void> => {
    const next = await options.read(Math.max(number, refused));
    if (next === null || next.number <= number || isClosed) return;
    if (!isGenuine(next, options.publicKey)) {
      refused = next.number;
      return tell(`Supergraph ${next.number} is not signed by the registry.`);
    }
    try {
      await options.swap(next);
    } catch (error) {
      refused = next.number; // it was loaded by the registry before: another try would end alike
      throw error;
    }
    number = next.number;
    lastProblem = null;
    options.onServed(next);
  };

  const look = (): void => {
    if (isClosed) return;
    if (looking !== null) {
      isAskedAgain = true;
      return;
    }
    if (timer !== null) clearTimeout(timer);
    looking = takeNewer()
      .catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        looking = null;
        if (isClosed) return;
        timer = setTimeout(look, isAskedAgain ? 0 : POLL_MILLIS);
        isAskedAgain = false;
      });
  };

  timer = setTimeout(look, POLL_MILLIS);
  return {
    look,
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
    },
  };
};
