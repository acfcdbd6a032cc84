import { createHash, randomBytes } from "node:crypto";

/** Makes a new UUIDv7 for a moment, in milliseconds since 1970 UTC. Passed in, so that tests know the ids. */
export type NewId = (atMillis: number) => string;

/** The two digits of each byte, as they stand in a text. */
const DIGITS = Uint8Array.from({ length: 512 }, (_, index) =>
  (index >> 1)
    .toString(16)
    .padStart(2, "0")
    .charCodeAt(index & 1),
);
/** Where each byte's digits stand in a UUID. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const written = Buffer.alloc(36, "-");

/** Several ids are made for each row that is written: this takes a third of what slices of a text take. */
const format = (bytes: Uint8Array): string => {
  for (let index = 0; index < 16; index++) {
    const place = PLACES[index] ?? 0;
    const digits = 2 * (bytes[index] ?? 0);
    written[place] = DIGITS[digits] ?? 0;
    written[place + 1] = DIGITS[digits + 1] ?? 0;
  }
  return written.toString("latin1");
};

const stamped = (bytes: Uint8Array, version: number): Uint8Array => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
};

const timed = new Uint8Array(16);

/** @param from where in `tail` the ten bytes are that follow the time */
const withTime = (atMillis: number, tail: Uint8Array, from = 0): string => {
  let rest = Math.max(0, Math.trunc(atMillis));
  for (let index = 5; index >= 0; index--) {
    timed[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  for (let index = 0; index < TAIL_BYTES; index++) timed[6 + index] = tail[from + index] ?? 0;
  return format(stamped(timed, 7));
};

const TAIL_BYTES = 10;
const POOLED_TAILS = 400;
let pool: Uint8Array = new Uint8Array(0);
let used = 0;

/** UUIDv7 (RFC 9562 §5.7) with random low bits: bytes of the system's generator, fetched for many ids at a time. */
export const randomId: NewId = (atMillis) => {
  if (used === pool.length) {
    pool = randomBytes(TAIL_BYTES * POOLED_TAILS); // fetching them costs far more than an id does
    used = 0;
  }
  used += TAIL_BYTES;
  return withTime(atMillis, pool, used - TAIL_BYTES);
};

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
