import { DAY_MILLIS } from "../../lib/clock.js";
import type { LocalizedText } from "../localization.js";
import { parseMoment } from "../scalars.js";
import { RESOURCE_PREFIX } from "../urns.js";
import { bool, type Read } from "../wire-readers.js";

// What a live source answers is read with these. Each throws at a value that is not what the contract says, and says
// where it stands and what it should be, but not what it is.

const MAX_TEXT_LETTERS = 1_000;
const MAX_URI_LETTERS = 2_048;
/** GraphQL's own. */
const MAX_INT = 2_147_483_647;

const wrong = (at: string, expected: string): never => {
  throw new Error(`${at} is not ${expected}`);
};

/** 1 to so many letters. */
export const shortText =
  (letters: number): Read<string> =>
  (value, at) =>
    typeof value === "string" && value.trim() !== "" && value.length <= letters
      ? value
      : wrong(at, `a text of 1 to ${letters} letters`);

export const intWithin =
  (from: number, to: number = MAX_INT): Read<number> =>
  (value, at) =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to
      ? Number(value)
      : wrong(at, `a whole number from ${from} to ${to}`);

export const ratio: Read<number> = (value, at) =>
  typeof value === "number" && value >= 0 && value <= 1 ? value : wrong(at, "a number from 0 to 1");

/** The years that a moment can be of: others are a source's way of saying that there is none. */
const EARLIEST = Date.parse("1900-01-01T00:00:00Z");
const LATEST = Date.parse("2199-12-31T23:59:59Z") + DAY_MILLIS;
const FINER_THAN_MILLIS = /\.\d{3}\d*[1-9]/;

/**
 * A moment, in whole milliseconds: a position is one, and two items that only differ by less would have no order in
 * which both can be asked for.
 */
export const moment: Read<number> = (value, at) => {
  const millis = typeof value === "string" ? parseMoment(value) : Number.NaN;
  if (Number.isNaN(millis)) return wrong(at, "a moment in RFC 3339 form");
  if (millis < EARLIEST || millis > LATEST) return wrong(at, "a moment from 1900 to 2199");
  return FINER_THAN_MILLIS.test(value as string) ? wrong(at, "a moment in whole milliseconds") : millis;
};

export const itemId: Read<string> = (value, at) =>
  typeof value === "string" && /^[A-Za-z0-9._~-]{1,100}$/.test(value)
    ? value
    : wrong(at, "an id of 1 to 100 letters, digits and . _ ~ -");

export const serviceUrn: Read<string> = (value, at) =>
  typeof value === "string" && value.startsWith(RESOURCE_PREFIX) && /^[!-~]{21,255}$/.test(value)
    ? value
    : wrong(at, `a service, ${RESOURCE_PREFIX}…`);

export const uri: Read<string> = (value, at) =>
  typeof value === "string" && value.length <= MAX_URI_LETTERS && URL.canParse(value)
    ? value
    : wrong(at, `a URI of at most ${MAX_URI_LETTERS} letters`);

/** An address that a browser may be sent to. */
export const webAddress: Read<string> = (value, at) =>
  /^https?:\/\//i.test(uri(value, at)) ? String(value) : wrong(at, "an address with https");

export const yesOrNo: Read<boolean> = bool;

const LANGUAGES = ["nb", "nn", "en"] as const;
const languageText = shortText(MAX_TEXT_LETTERS);

/** `{nb, nn, en}`; a language that is null or blank is not there. At least one must be. */
export const texts: Read<LocalizedText> = (value, at) => {
  if (typeof value !== "object" || value === null) return wrong(at, "a text by language");
  const own = value as Partial<Record<string, unknown>>;
  const found = LANGUAGES.flatMap((language) => {
    const text = own[language] ?? null;
    const isBlank = text === null || (typeof text === "string" && text.trim() === "");
    return isBlank ? [] : [[language, languageText(text, `${at}.${language}`)] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : wrong(at, "a text in any language");
};
