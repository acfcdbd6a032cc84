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

interface UnderWay {
  readonly snapshot: Snapshot;
  readonly followers: Follower[];
}

export const createSharedAnswers = (): SharedAnswers => {
  let all = new Map<string, UnderWay>();

  const lead = (key: string, snapshot: Snapshot): Leader => {
    const own: UnderWay = { snapshot, followers: [] };
    all.set(key, own);
    return {
      get isFollowed() {
        return own.followers.length > 0;
      },
      settle(answer) {
        if (all.get(key) === own) all.delete(key);
        for (const follower of own.followers.splice(0)) {
          if (answer === null) follower.askAlone();
          else follower.answered(answer);
        }
      },
    };
  };

  return {
    join(key, snapshot, follower) {
      const known = all.get(key);
      const mayFollow = known?.snapshot === snapshot && known.followers.length < MAX_FOLLOWERS;
      if (known === undefined || !mayFollow) return lead(key, snapshot);
      known.followers.push(follower);
      return null;
    },
    part() {
      all = new Map();
    },
  };
};
