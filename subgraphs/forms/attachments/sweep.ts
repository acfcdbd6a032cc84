import { type Background, createBackground } from "../../../lib/background.js";
import { type Clock, HOUR_MILLIS } from "../../../lib/clock.js";
import type { FileStore } from "./file-store.js";
import type { Spool } from "./spool.js";
import type { BlobStore } from "./store.js";

const TAKE = 100;

/** Throws away what nobody holds: files that never came whole, and those that were taken off. */
export const createSweeping = (
  {
    blobs,
    files,
    spool,
    clock,
  }: {
    readonly blobs: BlobStore;
    readonly files: FileStore;
    readonly spool: Spool;
    readonly clock: Clock;
  },
  onFault: (fault: unknown) => void,
): Background => {
  let spoolSweptAt = Number.NEGATIVE_INFINITY;
  return createBackground(async () => {
    const now = clock();
    const ids = await blobs.sweepable(now, TAKE);
    for (const id of ids) {
      await files.remove(id);
      await blobs.forget(id);
    }
    if (now - spoolSweptAt >= HOUR_MILLIS) {
      spoolSweptAt = now;
      await spool.sweep(now - HOUR_MILLIS);
    }
    return ids.length === TAKE;
  }, onFault);
};
