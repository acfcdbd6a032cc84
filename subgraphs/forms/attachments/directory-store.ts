import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isUuid } from "../../../lib/ids.js";
import type { FileStore } from "./file-store.js";

const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Files in folders by the end of their ids, which is random: no folder gets too many. */
export const createDirectoryFileStore = (directory: string): FileStore => {
  const pathOf = (id: string): string => {
    if (!isUuid(id)) throw new RangeError("Files are named by UUIDs.");
    return join(directory, id.slice(-2), id.toLowerCase());
  };
  return {
    async put(id, file) {
      const path = pathOf(id);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(file.path, path); // the spool has written it through to the disk
      await syncDirectory(dirname(path));
    },
    async open(id, range) {
      try {
        const handle = await open(pathOf(id), "r");
        return createReadStream("", { fd: handle, ...(range ?? {}) });
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    remove: (id) => rm(pathOf(id), { force: true }),
  };
};
