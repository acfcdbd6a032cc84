import { createHash, randomBytes } from "node:crypto";

/** Makes a new UUIDv7 for a moment, in milliseconds since 1970 UTC. Passed in, so that tests know the ids. */
export type NewId = (atMillis: number) => string;

const format = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

const stamped = (bytes: Uint8Array, version: number): Uint8Array => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
};

const withTime = (atMillis: number, tail: Uint8Array): string => {
  const bytes = new Uint8Array(16);
  let rest = Math.max(0, Math.trunc(atMillis));
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(tail.subarray(0, 10), 6);
  return format(stamped(bytes, 7));
};

const TAIL_BYTES = 10;
const POOLED_TAILS = 400;
let pool: Uint8Array = new Uint8Array(0);
let used = 0;

/** Bytes of the system's generator, fetched for many ids at a time: fetching costs far more than an id does. */
const randomTail = (): Uint8Array => {
  if (used === pool.length) {
    pool = randomBytes(TAIL_BYTES * POOLED_TAILS);
    used = 0;
  }
  used += TAIL_BYTES;
  return pool.subarray(used - TAIL_BYTES, used);
};

/** UUIDv7 (RFC 9562 §5.7) with random low bits. */
export const randomId: NewId = (atMillis) => withTime(atMillis, randomTail());

/** UUIDv7 whose low bits follow from a name: the same name and moment always give the same id. */
export const idFromName = (name: string, atMillis: number): string =>
  withTime(atMillis, createHash("sha256").update(name).digest());

/**
 * As `idFromName`; of one moment, ids sort by a count (RFC 9562 §6.2, method 1).
 * @param count from 0; only its last twelve bits are kept
 */
export const countedIdFromName = (name: string, atMillis: number, count: number): string => {
  const tail = Uint8Array.from(createHash("sha256").update(name).digest());
  tail[0] = (count >> 8) & 0x0f;
  tail[1] = count & 0xff;
  return withTime(atMillis, tail);
};

/** UUID (version 8, RFC 9562 §5.8) that follows from a name alone. */
export const uuidFromName = (name: string): string =>
  format(stamped(Uint8Array.from(createHash("sha256").update(name).digest().subarray(0, 16)), 8));

/** The moment that a UUIDv7 carries, in milliseconds since 1970 UTC. */
export const timeOfId = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID of any version. */
export const isUuid = (candidate: string): boolean => UUID.test(candidate);

/** What nobody can guess: 32 random bytes as text that addresses can hold. */
export const randomSecret = (): string => randomBytes(32).toString("base64url");
