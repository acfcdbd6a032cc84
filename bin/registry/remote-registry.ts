import type { KeyObject } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { request } from "undici";
import { messageOf } from "../../lib/errors.js";
import { isGenuine, type SignedSupergraph } from "../../registry/index.js";
import { CommandError } from "../command-error.js";

const TIMEOUT_MILLIS = 5_000;
const MAX_BYTES = 50_000_000;

/** A registry in another process, as a gateway sees it. */
export interface RemoteRegistry {
  /** @returns `null` where nothing is newer than the number @throws Error where it does not answer */
  read(after: number): Promise<SignedSupergraph | null>;
  /**
   * What to serve at first: what the registry has, or where it does not answer what it had last, from disk.
   * @throws CommandError where there is neither
   */
  first(): Promise<SignedSupergraph>;
  /** Keeps a supergraph on disk, for a start without the registry. */
  keep(supergraph: SignedSupergraph): Promise<void>;
}

export interface RemoteRegistryOptions {
  readonly url: string;
  readonly gatewaySecret: string;
  readonly publicKey: KeyObject;
  readonly dataDirectory: string;
  onFallback(reason: string, kept: SignedSupergraph): void;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws Error where it is no supergraph at all */
const readSigned = (value: unknown): SignedSupergraph => {
  const { number, sdl, signature, urls } = isRecord(value) ? value : {};
  const isWhole =
    Number.isSafeInteger(number) &&
    typeof sdl === "string" &&
    typeof signature === "string" &&
    isRecord(urls) &&
    Object.values(urls).every((url) => typeof url === "string");
  if (!isWhole) throw new Error("it is no signed supergraph");
  return { number, sdl, signature, urls } as SignedSupergraph;
};

const limited = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`there are more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

export const openRemoteRegistry = (options: RemoteRegistryOptions): RemoteRegistry => {
  const { url, gatewaySecret, publicKey, dataDirectory } = options;
  const file = join(dataDirectory, "supergraph.json");

  const read = async (after: number): Promise<SignedSupergraph | null> => {
    const { statusCode, body } = await request(`${url}/registry/supergraph?after=${after}`, {
      headers: { authorization: `Bearer ${gatewaySecret}` },
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    const text = await limited(body as AsyncIterable<Buffer>);
    if (statusCode === 204) return null;
    if (statusCode === 401)
      throw new Error("it does not know this gateway: set the same TUNET_SECRET on both");
    if (statusCode !== 200) throw new Error(`its answer had status ${statusCode}`);
    return readSigned(JSON.parse(text));
  };

  const genuine = (supergraph: SignedSupergraph): SignedSupergraph => {
    if (isGenuine(supergraph, publicKey)) return supergraph;
    throw new Error("the supergraph is not signed by the registry");
  };

  const kept = async (): Promise<SignedSupergraph> =>
    genuine(readSigned(JSON.parse(await readFile(file, "utf8"))));

  return {
    read,
    async first() {
      try {
        const newest = await read(0);
        if (newest === null) throw new Error("nothing was published there yet");
        return genuine(newest);
      } catch (error) {
        const reason = messageOf(error);
        const fallback = await kept().catch((cause: unknown) => {
          const why = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is none" : messageOf(cause);
          throw new CommandError(
            `The registry at ${url} gave no supergraph: ${reason}. What it had last is not served either: ${why} (${file}).`,
            { cause },
          );
        });
        options.onFallback(reason, fallback);
        return fallback;
      }
    },
    async keep(supergraph) {
      await mkdir(dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, JSON.stringify(supergraph), { mode: 0o600 });
      await rename(draft, file); // a process that dies half-way leaves the one before
    },
  };
};
