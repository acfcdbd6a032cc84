import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import { DAY_MILLIS, SECOND_MILLIS } from "../../lib/clock.js";

/** An HMAC-SHA256 holds so many numbers of 32 bits. */
const MAX_HASHES = 8;
const WORD_BYTES = 4;
/** A million parties at ten bits each are 1.25 MB. */
const MAX_BYTES = 4_194_304;
const MAX_REMEMBERED = 20_000;

/** A Bloom filter as it is sent. */
export interface PresenceBits {
  readonly salt: string;
  readonly hashCount: number;
  /** Base64. Bit `n` is in byte `n / 8`, the most significant bit first. */
  readonly bits: string;
}

/** Whom a source may know. */
export interface Presence {
  readonly asOf: number;
  readonly validForMillis: number;
  /** Whether it must be asked about a party; `false`: it has nothing of it. */
  mayKnow(party: string): boolean;
}

const bitsOf = (salt: string, party: string, hashCount: number, bitCount: number): readonly number[] => {
  const digest = createHmac("sha256", salt).update(party).digest();
  return Array.from({ length: hashCount }, (_, index) => digest.readUInt32BE(index * WORD_BYTES) % bitCount);
};

/**
 * The filter of whom a source knows.
 * @param parties URNs in lower case
 * @param bitsPerParty ten give one party in a hundred that is asked about for nothing
 */
export const buildPresence = (
  parties: readonly string[],
  salt: string,
  bitsPerParty = 10,
  hashCount = 7,
): PresenceBits => {
  const bytes = Buffer.alloc(Math.max(1, Math.ceil((parties.length * bitsPerParty) / 8)));
  for (const party of parties) {
    for (const bit of bitsOf(salt, party, hashCount, bytes.length * 8)) {
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
    }
  }
  return { salt, hashCount, bits: bytes.toString("base64") };
};

/** Asks a filter. What was asked once is remembered, as the same viewers come back. */
const filterOf = (bytes: Buffer, salt: string, hashCount: number): ((party: string) => boolean) => {
  const asked = new LRUCache<string, boolean>({ max: MAX_REMEMBERED });
  return (party) => {
    const known = asked.get(party);
    if (known !== undefined) return known;
    const isThere = bitsOf(salt, party, hashCount, bytes.length * 8).every(
      (bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0,
    );
    asked.set(party, isThere);
    return isThere;
  };
};

/** @param asOf milliseconds since 1970 UTC */
export const openPresence = (
  { salt, hashCount, bits }: PresenceBits,
  asOf: number,
  validForSeconds: number,
): Presence => {
  const bytes = Buffer.from(bits, "base64");
  if (bytes.length === 0 || bytes.length > MAX_BYTES)
    throw new Error(`bits is not base64 of 1 to ${MAX_BYTES} bytes`);
  if (!(hashCount >= 1 && hashCount <= MAX_HASHES))
    throw new Error(`hashCount is not from 1 to ${MAX_HASHES}`);
  return {
    asOf,
    validForMillis: Math.min(validForSeconds * SECOND_MILLIS, DAY_MILLIS),
    mayKnow: filterOf(bytes, salt, hashCount),
  };
};
