import type { Database } from "../../../drizzle/database.js";
import { SECOND_MILLIS } from "../../../lib/clock.js";

const CHANNEL = "events";
/** Commits within so long are one notice to the other processes. */
const GATHER_MILLIS = 20;
/** How often to look without a reason: notices may get lost. */
const LOOK_MILLIS = SECOND_MILLIS;

/** Says that there may be news in the feed: never what, and sometimes for nothing. */
export interface FeedSignal {
  /** @returns ends it */
  onNews(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Wakes whoever reads the feed, in this process and in others, after commits. */
export const createFeedSignal = (database: Pick<Database, "onCommit" | "notify" | "listen">): FeedSignal => {
  const listeners = new Set<{ readonly listener: () => void }>();
  let gathering: NodeJS.Timeout | null = null;
  let looking: NodeJS.Timeout | null = null;
  let listening: Promise<() => Promise<void>> | null = null;
  let isTelling = false;
  let isClosed = false;

  const tell = (): void => {
    if (isTelling || listeners.size === 0) return;
    isTelling = true;
    setImmediate(() => {
      isTelling = false;
      for (const { listener } of [...listeners]) listener();
    });
  };

  const endCommits = database.onCommit(() => {
    tell();
    if (isClosed) return;
    gathering ??= setTimeout(() => {
      gathering = null;
      void database.notify(CHANNEL).catch(() => undefined); // the others look by themselves within a second
    }, GATHER_MILLIS).unref();
  });

  const start = (): void => {
    looking ??= setInterval(tell, LOOK_MILLIS).unref();
    if (listening !== null) return;
    const attempt = database.listen(CHANNEL, tell);
    listening = attempt;
    attempt.catch(() => {
      listening = null; // tried again with the next listener; until then we look by ourselves
    });
  };

  return {
    onNews(listener) {
      const entry = { listener };
      listeners.add(entry);
      if (!isClosed) start();
      return () => {
        listeners.delete(entry);
        if (listeners.size > 0 || looking === null) return;
        clearInterval(looking);
        looking = null;
      };
    },
    async close() {
      isClosed = true;
      endCommits();
      listeners.clear();
      if (gathering !== null) clearTimeout(gathering);
      if (looking !== null) clearInterval(looking);
      const end = await listening?.catch(() => undefined);
      await end?.();
    },
  };
};
