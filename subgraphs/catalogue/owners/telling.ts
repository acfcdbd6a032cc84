import { SECOND_MILLIS } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import type { PartyUrn } from "../../../schema/urns.js";
import type { ServiceWriter } from "./writer.js";

const EVERY_MILLIS = 15 * SECOND_MILLIS;

/** Tells authorization, every now and then, of changes that it could not be told when they were made. */
export interface Telling {
  start(callOf: (organization: PartyUrn) => Call): void;
  /** Resolves when what is under way is done. */
  close(): Promise<void>;
}

export const createTelling = (writer: Pick<ServiceWriter, "tellPending">): Telling => {
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  return {
    start(callOf) {
      const round = (): void => {
        // What fails is still waiting, and is tried in the next round.
        underWay = writer.tellPending(callOf).catch(() => undefined);
        void underWay.then(() => {
          if (isClosed) return;
          timer = setTimeout(round, EVERY_MILLIS);
          timer.unref();
        });
      };
      round();
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await underWay;
    },
  };
};
