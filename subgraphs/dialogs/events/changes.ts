import type { EventStore } from "../store/event-store.js";
import type { DialogEventType } from "./new-event.js";

const TAKE = 500;

/** Something happened to a dialog. */
export interface DialogChange {
  readonly dialogId: string;
  readonly type: DialogEventType;
  /** Where it stands in the change feed. */
  readonly place: number;
}

/** The changes of single dialogs, as they happen, whichever process writes them. */
export interface DialogChanges {
  /**
   * Tells of every change that is committed after the promise has resolved, in order, each once. Read the dialog after
   * that, and nothing is missed. A dialog that may not be seen yet changes for nobody.
   * @returns ends it
   * @throws where the database does not answer
   */
  subscribe(dialogId: string, listener: (change: DialogChange) => void): Promise<() => void>;
  /** Ends all of them. */
  close(): void;
}

/** Follows the feed while anybody listens: one statement or two for all listeners, however many they are. */
export const createDialogChanges = (
  events: Pick<EventStore, "completeUpTo" | "changesBetween" | "signal">,
): DialogChanges => {
  const listeners = new Map<string, Set<(change: DialogChange) => void>>();
  let following: Promise<{ end(): void; caughtUp(): Promise<void> }> | null = null;

  /** Reads on from here, at each piece of news, until it is ended. */
  const follow = async () => {
    let place = await events.completeUpTo();
    let isEnded = false;
    let reading: Promise<void> = Promise.resolve();

    const readOn = async (): Promise<void> => {
      const upTo = isEnded ? place : await events.completeUpTo();
      while (place < upTo && !isEnded) {
        const changes = await events.changesBetween({ after: place, upTo, take: TAKE });
        place = changes.length < TAKE ? upTo : (changes.at(-1)?.seq ?? upTo);
        for (const { seq, dialogId, type } of changes) {
          const change = { dialogId, type: type as DialogEventType, place: seq };
          for (const listener of listeners.get(dialogId) ?? []) listener(change);
        }
      }
    };
    let isQueued = false;
    const endNews = events.signal.onNews(() => {
      if (isQueued) return; // the look that is to come sees this as well
      isQueued = true;
      // A failed look is not the last one: the place stays, and the next one begins there.
      reading = reading
        .then(() => {
          isQueued = false;
          return readOn();
        })
        .catch(() => undefined);
    });
    return {
      end() {
        isEnded = true;
        endNews();
      },
      caughtUp: () => reading,
    };
  };

  const stopWhenUnheard = (): void => {
    if (listeners.size > 0) return;
    void following?.then(({ end }) => end()).catch(() => undefined);
    following = null;
  };

  return {
    async subscribe(dialogId, listener) {
      const own = (change: DialogChange): void => listener(change);
      const ofDialog = listeners.get(dialogId) ?? new Set();
      listeners.set(dialogId, ofDialog.add(own));
      const end = (): void => {
        ofDialog.delete(own);
        if (ofDialog.size === 0 && listeners.get(dialogId) === ofDialog) listeners.delete(dialogId);
        stopWhenUnheard();
      };
      following ??= follow();
      const shared = following;
      try {
        await (await shared).caughtUp();
      } catch (error) {
        end();
        if (following === shared) following = null;
        throw error;
      }
      return end;
    },
    close() {
      listeners.clear();
      stopWhenUnheard();
    },
  };
};
