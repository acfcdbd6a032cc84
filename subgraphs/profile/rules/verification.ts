import { createHmac, timingSafeEqual } from "node:crypto";
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from "../../../lib/clock.js";

/** How long a code is good for. */
export const CODE_LIFETIME_MILLIS = 15 * MINUTE_MILLIS;
/** How long after one code to an address the next may be sent. */
const PAUSE_MILLIS = MINUTE_MILLIS;
/** Codes within an hour: that one person asks for, and that one address gets, whoever asks. */
const MAX_AN_HOUR = 5;
/** Codes within a day that one person asks for. */
const MAX_A_DAY = 20;

const DIGITS = 6;

/** That a code was sent, by whom and to where, both as keyed hashes. */
export interface Sending {
  readonly ownerKey: string;
  readonly recipientKey: string;
  readonly sentAt: number;
}

/** How long to wait until no more than so many moments lie within a span; 0: not at all. */
const waitFor = (moments: readonly number[], max: number, spanMillis: number, at: number): number => {
  const within = moments.filter((moment) => moment > at - spanMillis).sort((a, b) => b - a);
  const last = within[max - 1];
  return last === undefined ? 0 : last + spanMillis - at;
};

/** When no code is sent. */
export const refusedSending = {
  /** How long it must be known that a code was sent. */
  keptMillis: DAY_MILLIS,
  /** How long to wait until one may be sent; `null`: not at all. */
  waitMillis(
    sent: { readonly byOwner: readonly Sending[]; readonly toRecipient: readonly Sending[] },
    recipientKey: string,
    at: number,
  ): number | null {
    const byOwner = sent.byOwner.map(({ sentAt }) => sentAt);
    const toRecipient = sent.toRecipient.map(({ sentAt }) => sentAt);
    const mineToIt = sent.byOwner.filter((one) => one.recipientKey === recipientKey).map((one) => one.sentAt);
    const wait = Math.max(
      waitFor(mineToIt, 1, PAUSE_MILLIS, at),
      waitFor(byOwner, MAX_AN_HOUR, HOUR_MILLIS, at),
      waitFor(byOwner, MAX_A_DAY, DAY_MILLIS, at),
      waitFor(toRecipient, MAX_AN_HOUR, HOUR_MILLIS, at),
    );
    return wait === 0 ? null : wait;
  },
};

/**
 * The codes of this installation. None is kept anywhere: a code follows from its message's id and the key, and what it
 * is checked against is a keyed hash, which tells nothing to whoever reads the database without the key.
 */
export interface Codes {
  /** Six digits. */
  codeOf(messageId: string): string;
  hashOf(addressId: string, code: string): string;
  matches(addressId: string, code: string, hash: string): boolean;
  /** Names an owner, or a recipient, without saying who it is. */
  keyOf(of: "owner" | "recipient", value: string): string;
}

/** @param key at least 32 bytes, the same on all nodes */
export const createCodes = (key: Uint8Array): Codes => {
  const keyed = (purpose: string, ...values: string[]): Buffer =>
    createHmac("sha256", key)
      .update(JSON.stringify(["profile", purpose, ...values]))
      .digest();
  const hashOf = (addressId: string, code: string): string =>
    keyed("hash", addressId, code).toString("base64url");
  return {
    // 48 bits over a million values: no code is likelier than another by more than a few billionths.
    codeOf: (messageId) =>
      String(keyed("code", messageId).readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, "0"),
    hashOf,
    matches: (addressId, code, hash) => {
      const expected = Buffer.from(hash);
      const given = Buffer.from(hashOf(addressId, code));
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    keyOf: (of, value) => keyed(of, value).toString("base64url"),
  };
};
