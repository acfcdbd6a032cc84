import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SpooledFile } from "./file-store.js";

/** Why a file was not taken in. */
export type SpoolProblem = "TOO_LARGE" | "EMPTY" | "CUT_OFF";

/** Where files lie while they come in and are looked at, before anybody else can have them. */
export interface Spool {
  /**
   * Writes what comes, counts and hashes it, and stops at the first byte too many.
   * @param expectedBytes what the sender said; `null` where it did not
   */
  receive(
    bytes: AsyncIterable<Uint8Array>,
    limits: { readonly maxBytes: number; readonly expectedBytes: number | null },
  ): Promise<SpooledFile | SpoolProblem>;
  discard(file: Pick<SpooledFile, "path">): Promise<void>;
  /** Throws away what processes left behind that ended in the middle. @param before milliseconds since 1970 UTC */
  sweep(before: number): Promise<void>;
}

export const createSpool = (directory: string): Spool => {
  const ready = () => mkdir(directory, { recursive: true, mode: 0o700 });
  return {
    async receive(bytes, { maxBytes, expectedBytes }) {
      await ready();
      const path = join(directory, randomBytes(16).toString("hex"));
      const handle = await open(path, "wx", 0o600);
      const hash = createHash("sha256");
      let sizeBytes = 0;
      let problem: SpoolProblem | null = null;
      try {
        for await (const chunk of bytes) {
          sizeBytes += chunk.length;
          if (sizeBytes > maxBytes) {
            problem = "TOO_LARGE";
            break;
          }
          hash.update(chunk);
          await handle.writeFile(chunk);
        }
        if (sizeBytes === 0) problem = "EMPTY";
        if (problem === null && expectedBytes !== null && sizeBytes !== expectedBytes) problem = "CUT_OFF";
        if (problem === null) await handle.sync();
      } catch (error) {
        await handle.close();
        await rm(path, { force: true });
        throw error;
      }
      await handle.close();
      if (problem === null) return { path, sizeBytes, hash: hash.digest("hex") };
      await rm(path, { force: true });
      return problem;
    },
    discard: ({ path }) => rm(path, { force: true }),
    async sweep(before) {
      await ready();
      for (const name of await readdir(directory)) {
        const path = join(directory, name);
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: before }));
        if (mtimeMs < before) await rm(path, { force: true });
      }
    },
  };
};
