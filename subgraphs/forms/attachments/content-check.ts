import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { tableOf } from "../../../lib/table-of.js";
import type { SpooledFile } from "./file-store.js";
import { endRecordIn, readTail, zipProblem } from "./zip-check.js";

/** Types that have no mark of their own at the beginning: what is in them is looked at as text. */
const TEXT_TYPES =
  /^(?:text\/[a-z0-9.+-]+|application\/(?:json|xml|[a-z0-9.-]+\+(?:json|xml))|image\/svg\+xml)$/;
const MARKUP_TYPES = new Set(["text/html", "application/xhtml+xml", "image/svg+xml"]);
/** What a browser would run, at the beginning of what should be something else. */
const RUNS = /<\s*(?:!doctype\s+html|html|script|svg|iframe|body|head|\?php)/i;
const HEAD_BYTES = 4_096;

/** Types that are archives as such, and not documents that happen to be one inside. */
const ARCHIVE_TYPES = new Set([
  "application/zip",
  "application/x-zip-compressed",
  "application/gzip",
  "application/x-7z-compressed",
  "application/x-rar-compressed",
  "application/vnd.rar",
  "application/x-tar",
  "application/x-bzip2",
  "application/x-xz",
  "application/zstd",
]);

/** The type without its parameters, in small letters. */
export const mediaTypeOf = (contentType: string): string =>
  (contentType.split(";")[0] ?? "").trim().toLowerCase();

const isArchive = (type: string): boolean => ARCHIVE_TYPES.has(type);

const ZIP_DOCUMENT =
  /^application\/(?:zip|epub\+zip|java-archive|vnd\.(?:openxmlformats|oasis\.opendocument|ms-(?:word|excel|powerpoint)).*)$/;

const ENDS: Readonly<Record<string, (tail: Buffer) => boolean>> = tableOf({
  "application/pdf": (tail) => tail.subarray(-1_024).includes("%%EOF"),
  "image/png": (tail) => tail.subarray(-8, -4).equals(Buffer.from("IEND")),
  "image/gif": (tail) => tail.at(-1) === 0x3b,
});

const textProblem = (bytes: Buffer, declared: string): string | null => {
  if (bytes.includes(0)) return "it is no text";
  const head = bytes.subarray(0, HEAD_BYTES).toString("utf8");
  if (head.slice(0, -4).includes("\ufffd")) return "its letters are not written as UTF-8";
  return !MARKUP_TYPES.has(declared) && RUNS.test(head) ? "it is a page that a browser would run" : null;
};

/** What stands at both ends of a file, read as text. */
const edgesOf = async (file: Awaited<ReturnType<typeof open>>, sizeBytes: number) => {
  const head = Buffer.alloc(Math.min(HEAD_BYTES, sizeBytes));
  await file.read(head, 0, head.length, 0);
  return { head, tail: await readTail(file, sizeBytes) };
};

/**
 * Why a file's content is not what its sender says it is, or is something that nobody should open; `null` where all is
 * well. Looks at the whole of archives, and at both ends of all else.
 * @param declared media type, one that the form takes
 */
export const contentProblem = async (
  { path, sizeBytes }: Pick<SpooledFile, "path" | "sizeBytes">,
  declared: string,
): Promise<string | null> => {
  const found = (await fileTypeFromFile(path))?.mime ?? null;
  const file = await open(path, "r");
  try {
    const { head, tail } = await edgesOf(file, sizeBytes);
    if (TEXT_TYPES.test(declared)) {
      if (found !== null && !TEXT_TYPES.test(found)) return `it is ${found}`;
      return textProblem(Buffer.concat([head, tail]), declared);
    }
    if (found !== declared && !(isArchive(declared) && found !== null && isArchive(found))) {
      return found === null ? "what it is can't be told from it" : `it is ${found}`;
    }
    if (ZIP_DOCUMENT.test(found ?? "")) {
      return await zipProblem(file, sizeBytes, { areArchivesAllowed: isArchive(declared) });
    }
    if (endRecordIn(tail) >= 0) return "there is an archive hidden in it";
    if (ENDS[declared]?.(tail) === false) return "it goes on after its end, or is cut off before it";
    const isRun =
      declared.startsWith("image/") && RUNS.test(head.toString("latin1") + tail.toString("latin1"));
    return isRun ? "there is a page hidden in it that a browser would run" : null;
  } finally {
    await file.close();
  }
};

/** The type to serve a file with: never one that a browser would run. */
export const servedType = (declared: string): string =>
  MARKUP_TYPES.has(declared) || /javascript|xml/.test(declared) ? "application/octet-stream" : declared;
