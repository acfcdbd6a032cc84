import { readFile } from "node:fs/promises";
import { request } from "undici";
import { messageOf } from "../lib/errors.js";
import { CommandError } from "./command-error.js";

const FETCH_TIMEOUT_MILLIS = 10_000;

/** Reads a supergraph. @returns `null` where it is certain to be the one that was read last */
type Read = () => Promise<string | null>;

const isUrl = (source: string): boolean => /^https?:\/\//.test(source);

/** Asks whether the last answer's ETag still counts. */
const readUrl = (url: string): Read => {
  let etag: string | null = null;
  return async () => {
    const known: Record<string, string> = etag === null ? {} : { "if-none-match": etag };
    const { statusCode, headers, body } = await request(url, {
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MILLIS),
      headers: { accept: "application/graphql, text/plain, */*", ...known },
    });
    const text = await body.text();
    if (statusCode === 304 && etag !== null) return null;
    if (statusCode !== 200) throw new Error(`the answer had status ${statusCode}`);
    etag = typeof headers.etag === "string" ? headers.etag : null;
    return text;
  };
};

const readPath = (path: string): Read => {
  let last: string | null = null;
  return async () => {
    const text = await readFile(path, "utf8");
    if (text === last) return null;
    last = text;
    return text;
  };
};

/** A supergraph, and the way to the next one. */
export interface SupergraphSource {
  readonly supergraphSdl: string;
  /** @returns `null` while it is the same @throws CommandError where it can't be read */
  next: Read;
}

/**
 * Reads a supergraph for the first time.
 * @param source a file's path, or an http(s) URL
 * @throws CommandError where it can't be read
 */
export const openSupergraphSource = async (source: string): Promise<SupergraphSource> => {
  const read = isUrl(source) ? readUrl(source) : readPath(source);
  const next: Read = async () => {
    try {
      return await read();
    } catch (cause) {
      throw new CommandError(`The supergraph could not be read from ${source}: ${messageOf(cause)}.`, {
        cause,
      });
    }
  };
  return { supergraphSdl: (await next()) ?? "", next };
};

interface WatchOptions {
  readonly intervalMillis: number;
  /** Takes a supergraph over. Where that fails, it has been told of. */
  swap(supergraphSdl: string): Promise<unknown>;
  onUnreadable(error: unknown): void;
}

/** Reads a source now and then, one reading at a time, and hands over what is new. @returns ends it */
export const watchSupergraph = ({ next }: SupergraphSource, options: WatchOptions): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    try {
      const changed = await next();
      if (changed !== null && !isOver) await options.swap(changed).catch(() => undefined);
    } catch (error) {
      options.onUnreadable(error);
    }
    schedule();
  };
  const schedule = (): void => {
    if (!isOver) timer = setTimeout(() => void look(), options.intervalMillis);
  };
  schedule();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};
