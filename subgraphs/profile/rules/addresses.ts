import type { AddressRow, VerificationRow } from "../../../drizzle/profile/tables.js";
import type { AddressName } from "../store/addresses.js";

/** An address with the code that it waits for. */
export interface AddressEntry {
  readonly address: AddressRow;
  readonly waiting: VerificationRow | null;
}

/** An address as it is kept; or what is wrong with it. */
export type ReadAddress = AddressName | { readonly problem: string };

const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;

/** RFC 5321's mailbox without quotes, comments and literals, in ASCII or beyond it (RFC 6531). */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** Reads an e-mail address. The part before the @ stays as it was typed, the domain is kept in small letters. */
export const readEmail = (typed: string): ReadAddress => {
  const text = typed.normalize("NFC").trim();
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1).toLowerCase()];
  const isGood =
    at > 0 &&
    Buffer.byteLength(text) <= MAX_EMAIL &&
    Buffer.byteLength(local) <= MAX_LOCAL_PART &&
    LOCAL_PART.test(local) &&
    DOMAIN.test(domain);
  return isGood
    ? { channel: "EMAIL", value: `${local}@${domain}` }
    : { problem: "It is not an e-mail address; write it like kari@post.example." };
};

const NOT_A_MOBILE = {
  problem:
    "It is not a mobile number; write eight digits that begin with 4 or 9, or another country's with its code, like " +
    "+46701234567.",
};

/**
 * Reads a mobile number: a Norwegian one with or without its country code (`+47`, `0047`), any other with it, in the
 * form of E.164. Norwegian mobile numbers are eight digits that begin with 4 or 9.
 */
export const readMobile = (typed: string): ReadAddress => {
  const text = typed
    .trim()
    .replace(/[\s().\u00a0-]/g, "")
    .replace(/^00/, "+");
  const national = /^(?:\+47)?([49]\d{7})$/.exec(text)?.[1];
  if (national !== undefined) return { channel: "SMS", value: `+47${national}` };
  const isAbroad = /^\+[1-9]\d{6,14}$/.test(text) && !text.startsWith("+47");
  return isAbroad ? { channel: "SMS", value: text } : NOT_A_MOBILE;
};

/** Reads an address of a kind. */
export const readAddress = (channel: "EMAIL" | "SMS", typed: string): ReadAddress =>
  channel === "EMAIL" ? readEmail(typed) : readMobile(typed);
