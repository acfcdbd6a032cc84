import { readFile, stat } from "node:fs/promises";
import { MINUTE_MILLIS } from "../../lib/clock.js";
import { messageOf } from "../../lib/errors.js";
import { CommandError } from "../command-error.js";

/** How much a document may be: Altinn's list of services is some 30 MB. */
export interface DocumentLimits {
  readonly maxBytes: number;
  readonly timeoutMillis: number;
}

export const DOCUMENT_LIMITS: DocumentLimits = {
  maxBytes: 128 * 1_048_576,
  timeoutMillis: 2 * MINUTE_MILLIS,
};

const tooLarge = (source: string, { maxBytes }: DocumentLimits): CommandError =>
  new CommandError(`${source} is larger than ${maxBytes} bytes, which is more than is read.`);

export const isUrl = (source: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(source);

/** What comes, as it comes, up to the limit: a server may say any length, or none. */
const readBody = async (
  source: string,
  body: ReadableStream<Uint8Array>,
  limits: DocumentLimits,
): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limits.maxBytes) throw tooLarge(source, limits);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const download = async (source: string, limits: DocumentLimits): Promise<Buffer> => {
  const { protocol } = new URL(source);
  if (protocol !== "https:" && protocol !== "http:") {
    throw new CommandError(`${source} is fetched over http or https only.`);
  }
  try {
    const response = await fetch(source, {
      headers: { accept: "application/json, application/xml;q=0.9, */*;q=0.1" },
      signal: AbortSignal.timeout(limits.timeoutMillis),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new CommandError(`${source} answered ${response.status}, not a document.`);
    }
    return await readBody(source, response.body, limits);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw new CommandError(
      isLate
        ? `${source} did not answer whole within ${limits.timeoutMillis / 1_000} seconds.`
        : `${source} could not be fetched: ${messageOf(error)}.`,
      { cause: error },
    );
  }
};

/** A file, or what a web address answers. @throws CommandError that says which source, and why not */
export const readDocument = async (
  source: string,
  limits: DocumentLimits = DOCUMENT_LIMITS,
): Promise<Buffer> => {
  if (isUrl(source)) return download(source, limits);
  try {
    if ((await stat(source)).size > limits.maxBytes) throw tooLarge(source, limits);
    return await readFile(source);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${source} cannot be read: ${messageOf(error)}`, { cause: error });
  }
};

/** @throws CommandError where it is no JSON in UTF-8 */
export const readJson = async (
  source: string,
  limits: DocumentLimits = DOCUMENT_LIMITS,
): Promise<unknown> => {
  const bytes = await readDocument(source, limits);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new CommandError(`${source} is not JSON in UTF-8: ${messageOf(error)}`, { cause: error });
  }
};
