import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";

/** Most entries of a file that is an archive inside, e.g. a text document. */
const MAX_ENTRIES = 2_000;
/** All that it may unpack to. */
const MAX_UNPACKED_BYTES = 100 * 1_048_576;
const PIECE_BYTES = 65_536;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const MAX_DIRECTORY_BYTES = 4 * 1_048_576;
/** Contents of archives that are archives, too, or would run. */
const NESTED =
  /\.(?:zip|jar|7z|rar|gz|tgz|bz2|xz|zst|tar|cab|iso|docx|docm|xlsx|xlsm|pptx|odt|ods|exe|js|bat|cmd|ps1|vbs|bin)$/i;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly offset: number;
}

const readAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** Where an archive's end record begins in these bytes; -1 where there is none. */
export const endRecordIn = (tail: Buffer): number => tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));

/** The last bytes of a file, in which an archive's end record would be. */
export const readTail = (file: FileHandle, sizeBytes: number): Promise<Buffer> => {
  const length = Math.min(sizeBytes, END_BYTES + MAX_COMMENT_BYTES);
  return readAt(file, sizeBytes - length, length);
};

/** The directory of an archive; a text says why it can't be trusted. */
const readEntries = async (file: FileHandle, sizeBytes: number): Promise<readonly Entry[] | string> => {
  const tail = await readTail(file, sizeBytes);
  const at = endRecordIn(tail);
  if (at < 0 || tail.length - at < END_BYTES || tail.readUInt32LE(at) !== END_SIGNATURE) {
    return "its directory is not there";
  }
  const count = tail.readUInt16LE(at + 10);
  const directoryBytes = tail.readUInt32LE(at + 12);
  const directoryAt = tail.readUInt32LE(at + 16);
  const endAt = sizeBytes - tail.length + at;
  if (count > MAX_ENTRIES) return `it has more than ${MAX_ENTRIES} parts`;
  if (directoryAt + directoryBytes !== endAt || directoryBytes > MAX_DIRECTORY_BYTES) {
    return "its directory is not where it should be";
  }
  const directory = await readAt(file, directoryAt, directoryBytes);
  const entries: Entry[] = [];
  let position = 0;
  for (let index = 0; index < count; index++) {
    if (position + 46 > directory.length || directory.readUInt32LE(position) !== ENTRY_SIGNATURE) {
      return "its directory is damaged";
    }
    const nameBytes = directory.readUInt16LE(position + 28);
    const more = directory.readUInt16LE(position + 30) + directory.readUInt16LE(position + 32);
    entries.push({
      isEncrypted: (directory.readUInt16LE(position + 8) & 1) === 1,
      method: directory.readUInt16LE(position + 10),
      packedBytes: directory.readUInt32LE(position + 20),
      unpackedBytes: directory.readUInt32LE(position + 24),
      offset: directory.readUInt32LE(position + 42),
      name: directory.subarray(position + 46, position + 46 + nameBytes).toString("utf8"),
    });
    position += 46 + nameBytes + more;
  }
  return entries;
};

const leadsElsewhere = (name: string): boolean =>
  name.startsWith("/") || name.includes("\\") || /^[a-z]:/i.test(name) || name.split("/").includes("..");

/** What the directory alone says; `null` where nothing is wrong. */
const entriesProblem = (
  entries: readonly Entry[],
  sizeBytes: number,
  areArchivesAllowed: boolean,
): string | null => {
  const packed = entries.reduce((sum, entry) => sum + entry.packedBytes, 0);
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  if (packed > sizeBytes) return "its parts lie upon each other";
  if (unpacked > MAX_UNPACKED_BYTES) return `it unpacks to more than ${MAX_UNPACKED_BYTES / 1_048_576} MB`;
  if (entries.some(({ isEncrypted }) => isEncrypted)) return "parts of it are locked by a password";
  if (entries.some(({ name }) => leadsElsewhere(name))) return "names in it lead out of it";
  const nested = entries.find(({ name }) => NESTED.test(name));
  if (nested !== undefined && !areArchivesAllowed) return "there are archives or programs in it";
  const strange = entries.find(({ method }) => method !== 0 && method !== 8);
  return strange === undefined ? null : "it is packed in a way that is not taken";
};

/** A run of bytes, a piece at a time. */
async function* chunksOf(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += PIECE_BYTES) {
    yield await readAt(file, start + at, Math.min(PIECE_BYTES, length - at));
  }
}

/** Whether a part unpacks to as much as the directory says, and not to one byte more. */
const unpacksAsSaid = async (file: FileHandle, entry: Entry): Promise<boolean> => {
  const header = await readAt(file, entry.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_SIGNATURE) return false;
  if (entry.method === 0) return entry.packedBytes === entry.unpackedBytes;
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (entry.packedBytes === 0) return entry.unpackedBytes === 0;
  const packed = Readable.from(chunksOf(file, start, entry.packedBytes));
  const inflated = packed.pipe(createInflateRaw());
  packed.on("error", (error) => inflated.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of inflated) {
      bytes += (chunk as Buffer).length;
      if (bytes > entry.unpackedBytes) return false;
    }
  } catch {
    return false;
  } finally {
    packed.destroy();
  }
  return bytes === entry.unpackedBytes;
};

/** Why a file that is a zip archive inside is not taken; `null` where it is. */
export const zipProblem = async (
  file: FileHandle,
  sizeBytes: number,
  { areArchivesAllowed }: { readonly areArchivesAllowed: boolean },
): Promise<string | null> => {
  const entries = await readEntries(file, sizeBytes);
  if (typeof entries === "string") return entries;
  const problem = entriesProblem(entries, sizeBytes, areArchivesAllowed);
  if (problem !== null) return problem;
  for (const entry of entries) {
    if (!(await unpacksAsSaid(file, entry))) return "it does not unpack to what it says";
  }
  return null;
};
