import type { DialogChange } from "../events/changes.js";
import type { DialogEventPayload } from "../types/dialog-event.js";

const DELETED: DialogChange["type"] = "dialogporten.dialog.deleted.v1";
const SEEN: DialogChange["type"] = "dialogporten.dialog.seen.v1";

/** What a change is to whoever looks at the dialog; `null` where it is nothing: somebody has seen it. */
const eventTypeOf = ({ type }: DialogChange): DialogEventPayload["type"] | null => {
  if (type === SEEN) return null;
  return type === DELETED ? "DIALOG_DELETED" : "DIALOG_UPDATED";
};

/** The events of one dialog: what is pushed comes out, until it is ended. */
export interface EventStream {
  push(change: DialogChange): void;
  end(): void;
  readonly events: AsyncIterableIterator<DialogEventPayload>;
}

/**
 * What one change of a dialog writes (an update, a transmission, an activity) is one reason to read it again: an event
 * that nobody has taken yet stands for those of its kind that follow, so that at most two ever wait.
 * @param onEnd called once
 */
export const createEventStream = (onEnd: () => void): EventStream => {
  const waiting: DialogEventPayload[] = [];
  let isEnded = false;
  let wake: (() => void) | null = null;

  const end = (): void => {
    if (isEnded) return;
    isEnded = true;
    wake?.();
    onEnd();
  };

  return {
    push(change) {
      const type = eventTypeOf(change);
      if (type === null || isEnded || waiting.at(-1)?.type === type) return;
      waiting.splice(0, waiting.length, ...waiting.filter((event) => event.type !== type));
      waiting.push({ id: change.dialogId, type });
      wake?.();
    },
    end,
    events: {
      async next() {
        while (waiting.length === 0 && !isEnded) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = null;
        }
        const event = isEnded ? undefined : waiting.shift();
        return event === undefined ? { done: true, value: undefined } : { done: false, value: event };
      },
      async return() {
        end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
  };
};
