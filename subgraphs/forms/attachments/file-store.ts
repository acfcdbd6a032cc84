import type { Readable } from "node:stream";

/** A file that has come in whole. */
export interface SpooledFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

/** Which bytes of a file, the first and the last one included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where attachments' bytes are kept, under ids. Rejects where the store can't be reached. */
export interface FileStore {
  /** Takes a file over, whole or not at all. When this has resolved, the bytes last. The spooled file may be gone then. */
  put(id: string, file: SpooledFile): Promise<void>;
  /** @returns `null` where there is no such file */
  open(id: string, range: ByteRange | null): Promise<Readable | null>;
  /** What is not there is removed already. */
  remove(id: string): Promise<void>;
}
