import { createPublicKey, type KeyObject } from "node:crypto";
import { request } from "undici";
import { type Clock, SECOND_MILLIS } from "../lib/clock.js";
import type { CallKey } from "../schema/call-token.js";

/** A gateway that began anew signs with a new key: an unknown one is looked for, but no more often than this. */
const REFETCH_MILLIS = 10 * SECOND_MILLIS;
/** Until the first keys are there. */
const RETRY_MILLIS = SECOND_MILLIS;
const TIMEOUT_MILLIS = 5 * SECOND_MILLIS;
const MAX_BYTES = 65_536;

/** The keys that gateways publish, as a room's call reader takes them. */
export interface PublishedCallKeys {
  /** By key id; changes in place when keys are fetched anew. Empty until the first are there: no call is answered. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Resolves once there are keys; never, where this is closed before. */
  readonly first: Promise<void>;
  /** Looks for the key of a token, where it is not known and the last look is long enough ago. Never rejects. */
  prepareFor(token: string | undefined): Promise<void>;
  close(): void;
}

export interface CallKeysOptions {
  /** One for each gateway. */
  readonly urls: readonly string[];
  readonly clock: Clock;
  onUnavailable(url: string, error: unknown): void;
}

const fetchKeys = async (url: string): Promise<ReadonlyMap<string, KeyObject>> => {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`There are more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  if (statusCode !== 200) throw new Error(`The answer was HTTP status ${statusCode}.`);
  const published = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { keys: { kid: string }[] };
  const keys = published.keys.map((jwk): readonly [string, KeyObject] => {
    const key = createPublicKey({ key: { ...jwk }, format: "jwk" });
    if (typeof jwk.kid !== "string" || key.asymmetricKeyType !== "ed25519") {
      throw new Error("One of the keys is not an Ed25519 key with an id.");
    }
    return [jwk.kid, key];
  });
  if (keys.length === 0) throw new Error("There are no keys.");
  return new Map(keys);
};

const kidOf = (token: string): unknown => {
  try {
    const [header = ""] = token.split(".", 1);
    return (JSON.parse(Buffer.from(header, "base64url").toString("utf8")) as { kid?: unknown } | null)?.kid;
  } catch {
    return undefined; // whoever checks the token says what is wrong with it
  }
};

/** Begins to fetch the keys, and tries until they are there. */
export const fetchCallKeys = ({ urls, clock, onUnavailable }: CallKeysOptions): PublishedCallKeys => {
  const byUrl = new Map<string, ReadonlyMap<string, KeyObject>>();
  const keys = new Map<string, KeyObject>();
  let fetching: Promise<void> | null = null;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const fetchAll = async (): Promise<void> => {
    await Promise.all(
      urls.map(async (url) => {
        try {
          byUrl.set(url, await fetchKeys(url));
        } catch (error) {
          onUnavailable(url, error);
        }
      }),
    );
    keys.clear();
    for (const ofOne of byUrl.values()) for (const [kid, key] of ofOne) keys.set(kid, key);
  };
  const fetchOnce = (): Promise<void> => {
    fetchedAt = clock();
    fetching ??= fetchAll().finally(() => {
      fetching = null;
    });
    return fetching;
  };

  const first = new Promise<void>((resolve) => {
    const attempt = async (): Promise<void> => {
      await fetchOnce();
      if (keys.size > 0) resolve();
      else if (!isClosed) timer = setTimeout(attempt, RETRY_MILLIS);
    };
    void attempt();
  });

  return {
    keys,
    first,
    async prepareFor(token) {
      if (token === undefined) return;
      const kid = kidOf(token);
      if (typeof kid !== "string" || keys.has(kid)) return;
      // Several calls may come with a new key at once: all of them wait for the one look.
      if (fetching !== null) return fetching;
      const waitMillis = keys.size === 0 ? RETRY_MILLIS : REFETCH_MILLIS;
      if (clock() - fetchedAt >= waitMillis) await fetchOnce();
    },
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};

/** What is published at /.well-known/call-keys.json: others check with it who signed a call. */
export const publishedCallKeys = ({ kid, publicKey }: CallKey): { readonly keys: readonly object[] } => ({
  keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "EdDSA", use: "sig" }],
});
