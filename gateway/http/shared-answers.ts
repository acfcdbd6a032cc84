import { UnderWay } from "../datasource/under-way.js";
import type { AdmittedOperation } from "../protection/admission.js";
import type { Snapshot } from "../supergraph/snapshot.js";
import type { PlainRequest, ReadyRequest } from "./ready-answer.js";

/** So many requests wait for one answer at most. */
const MAX_FOLLOWERS = 1_000;

/** An answer without errors, for everybody who asked for the same. */
export interface SharedAnswer {
  readonly body: Buffer;
  readonly plain: PlainRequest;
  readonly ready: ReadyRequest;
  readonly operation: AdmittedOperation | null;
}

/** A request that waits for the answer to another. */
export interface Follower {
  answered(answer: SharedAnswer): void;
  /** There is no answer that could be its own: the other failed, left, or was no query. */
  askAlone(): void;
}

/** The request that asks for all. */
export interface Leader {
  /** Whether anybody waits. */
  readonly isFollowed: boolean;
  /** It is over. Whoever comes after that asks anew. @param answer `null` where there is none for others */
  settle(answer: SharedAnswer | null): void;
}

/** Answers requests that are the same, and under way at the same time, once. */
export interface SharedAnswers {
  /**
   * @param key the same for requests that have the same answer: all that was sent, and who asks
   * @param snapshot that would answer now
   * @returns the leader, where nobody asks for the same; `null` where the follower waits
   */
  join(key: string, snapshot: Snapshot, follower: Follower): Leader | null;
  /** Something was changed: whoever asks from now on is not given what was asked before. */
  part(): void;
}

/** A request that others may follow. A class because of its getter: see open-request.ts. */
class Lead implements Leader {
  readonly snapshot: Snapshot;
  readonly followers: Follower[] = [];
  readonly #onOver: (lead: Lead) => void;

  constructor(snapshot: Snapshot, onOver: (lead: Lead) => void) {
    this.snapshot = snapshot;
    this.#onOver = onOver;
  }

  get isFollowed(): boolean {
    return this.followers.length > 0;
  }

  settle(answer: SharedAnswer | null): void {
    this.#onOver(this);
    for (const follower of this.followers.splice(0)) {
      if (answer === null) follower.askAlone();
      else follower.answered(answer);
    }
  }
}

export const createSharedAnswers = (): SharedAnswers => {
  const all = new UnderWay<Lead>();

  return {
    join(key, snapshot, follower) {
      const known = all.get(key);
      if (known?.snapshot === snapshot && known.followers.length < MAX_FOLLOWERS) {
        known.followers.push(follower);
        return null;
      }
      const lead = new Lead(snapshot, (one) => all.end(key, one));
      all.begin(key, lead);
      return lead;
    },
    part() {
      all.forget();
    },
  };
};
