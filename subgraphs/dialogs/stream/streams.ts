import type { Clock } from "../../../lib/clock.js";
import { dialogsError } from "../errors.js";
import type { DialogChanges } from "../events/changes.js";
import type { OpenedToken } from "../token/index.js";
import { createEventStream, type EventStream } from "./event-stream.js";
import type { StreamContext } from "./stream-context.js";

/** How many may be open at a time. */
export interface StreamLimits {
  readonly total: number;
  readonly perDialog: number;
}

/** Every open stream of events of this process. */
export interface Streams {
  /** @throws DomainError `TOO_MANY_STREAMS` before anything is opened */
  contextFor(token: OpenedToken): StreamContext;
  /** Ends all of them. */
  endAll(): void;
}

/** `setTimeout` takes no longer ones; a token is good for minutes. */
const MAX_TIMER = 2_147_483_647;

/** Follows dialogs for whoever shows their token, each until the token expires. */
export const createStreams = (options: {
  readonly changes: DialogChanges;
  readonly limits: StreamLimits;
  readonly clock: Clock;
}): Streams => {
  const { changes, limits, clock } = options;
  const open = new Map<EventStream, string>();

  const checkRoom = (dialogId: string): void => {
    const ofDialog = [...open.values()].filter((id) => id === dialogId).length;
    if (open.size < limits.total && ofDialog < limits.perDialog) return;
    throw dialogsError("TOO_MANY_STREAMS", "Too many streams are open just now; try again in a moment.");
  };

  const follow = async ({ dialogId, expiresAt }: OpenedToken) => {
    checkRoom(dialogId);
    let stopListening = (): void => undefined;
    const timer = setTimeout(
      () => stream.end(),
      Math.min(MAX_TIMER, Math.max(0, expiresAt - clock())),
    ).unref();
    const stream = createEventStream(() => {
      clearTimeout(timer);
      open.delete(stream);
      stopListening();
    });
    open.set(stream, dialogId); // its place is taken while we wait
    let isEnded = false;
    try {
      const stop = await changes.subscribe(dialogId, (change) => stream.push(change));
      stopListening = stop;
      isEnded = !open.has(stream);
      if (isEnded) stop(); // it was ended while we waited
    } catch (error) {
      stream.end();
      throw error;
    }
    return stream.events;
  };

  return {
    contextFor: (token) => ({
      async dialogEvents(dialogId) {
        if (dialogId !== token.dialogId) {
          throw dialogsError(
            "DIALOG_TOKEN_FOREIGN",
            `The dialog token is of another dialog than ${dialogId}. Send the dialog's own, from Dialog.dialogToken.`,
          );
        }
        return follow(token);
      },
    }),
    endAll() {
      for (const stream of [...open.keys()]) stream.end();
    },
  };
};
