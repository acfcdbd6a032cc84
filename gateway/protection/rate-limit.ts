import { LRUCache } from "lru-cache";
import { type Clock, SECOND_MILLIS } from "../../lib/clock.js";
import { refusal } from "../errors.js";
import type { VerifiedClaims } from "../identity/options.js";

/** How often one client may ask. */
export interface RateLimit {
  /** On average. */
  readonly requestsPerSecond: number;
  /** At once, after a while without any. */
  readonly burst: number;
}

/** Clients whose buckets are kept. One that falls out begins with a full bucket again. */
const MAX_CLIENTS = 100_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Whose requests are counted together: whoever signed in, by the issuer's name for it; otherwise an address. */
export const clientKey = (claims: VerifiedClaims | null, address: string): string => {
  const { iss, sub } = claims ?? {};
  return typeof sub === "string" && sub !== "" ? JSON.stringify([iss, sub]) : address;
};

/**
 * A bucket of tokens for each client: a request takes one, and they come back with time.
 * @returns throws GatewayError `RATE_LIMITED` where a client's bucket is empty
 */
export const createRateLimit = ({ requestsPerSecond, burst }: RateLimit, clock: Clock) => {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_CLIENTS });

  return (client: string): void => {
    const now = clock();
    const bucket = buckets.get(client) ?? { tokens: burst, filledAt: now };
    const passed = Math.max(0, now - bucket.filledAt) / SECOND_MILLIS;
    bucket.tokens = Math.min(burst, bucket.tokens + passed * requestsPerSecond);
    bucket.filledAt = now;
    buckets.set(client, bucket);
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / requestsPerSecond);
      throw refusal("RATE_LIMITED", `Too many requests; the next one is taken in ${seconds} s.`, {
        "retry-after": String(seconds),
      });
    }
    bucket.tokens -= 1;
  };
};

/** @see createRateLimit */
export type TakeToken = ReturnType<typeof createRateLimit>;
