import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join, resolve } from "node:path";

const START_BYTES = 65_536;

/** How far a file has been imported. */
export interface ImportProgress {
  /** Where the rest begins. */
  readonly byte: number;
  readonly line: number;
  readonly created: number;
  readonly existing: number;
  readonly refused: number;
}

export const NOTHING_YET: ImportProgress = { byte: 0, line: 1, created: 0, existing: 0, refused: 0 };

/** The progress of one file, kept beside the installation's data so that an import that was ended goes on. */
export interface ProgressNote {
  read(): ImportProgress;
  /** Whole or not at all, whenever the process ends. */
  write(progress: ImportProgress): void;
}

/** The first line of a file, as far as it is within the first 64 kB. */
export const firstLineOf = async (file: string): Promise<string> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    const end = buffer.subarray(0, bytesRead).indexOf(10);
    return buffer.subarray(0, end < 0 ? bytesRead : end).toString("utf8");
  } finally {
    await handle.close();
  }
};

/**
 * Another file under the same name, one that begins with another line, is not gone on with.
 * @param database of which it is the progress: the same file may be imported into another
 */
export const openProgressNote = async (
  file: string,
  directory: string,
  database: string,
): Promise<ProgressNote> => {
  const start = await firstLineOf(file);
  const name = createHash("sha256")
    .update(`${resolve(file)}\0${database}\0${start}`)
    .digest("hex")
    .slice(0, 32);
  const path = join(directory, "imports", `${name}.json`);
  return {
    read() {
      try {
        return JSON.parse(readFileSync(path, "utf8")) as ImportProgress;
      } catch {
        return NOTHING_YET;
      }
    },
    write(progress) {
      mkdirSync(join(directory, "imports"), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(progress));
      renameSync(`${path}.new`, path);
    },
  };
};
