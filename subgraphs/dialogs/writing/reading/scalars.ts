import { isUuid, timeOfId } from "../../../../lib/ids.js";
import { LIMITS } from "./limits.js";
import { optional, type Place, type Read } from "./place.js";

const UNKEPT = /\0|\p{Surrogate}/u;

/** A text of so many characters. White space alone is no text. */
export const text =
  (bounds: { readonly min?: number; readonly max: number }): Read<string> =>
  (at) => {
    const { value } = at;
    if (typeof value !== "string") {
      at.wrong("This must be a text.");
      return "";
    }
    // PostgreSQL keeps neither.
    if (UNKEPT.test(value)) at.wrong("The text holds a NUL or half a character; leave it out.");
    if (value.trim() === "") at.wrong("The text must not be empty.");
    else if (value.length < (bounds.min ?? 0)) {
      at.wrong(`The text has ${value.length} characters; it needs at least ${bounds.min}.`);
    }
    if (value.length > bounds.max) {
      at.wrong(`The text has ${value.length} characters; at most ${bounds.max} are taken.`);
    }
    return value;
  };

/** A text that may be empty, which is the same as absent. */
export const textOrNothing = (bounds: { readonly max: number }): Read<string | null> => {
  const read = text(bounds);
  return (at) => (at.isAbsent || at.value === "" ? null : read(at));
};

export const bool: Read<boolean> = (at) => {
  if (typeof at.value !== "boolean") at.wrong("This must be true or false.");
  return at.value === true;
};

export const wholeNumber =
  (bounds: { readonly min: number; readonly max: number }): Read<number> =>
  (at) => {
    const { value } = at;
    if (typeof value === "number" && Number.isInteger(value) && value >= bounds.min && value <= bounds.max) {
      return value;
    }
    at.wrong(`This must be a whole number from ${bounds.min} to ${bounds.max}.`);
    return bounds.min;
  };

/**
 * One of the words of an enum, as Dialogporten spells them; capital and small letters are the same.
 * @param words what each is called here, by how Dialogporten spells it
 */
export const word = <T>(words: Readonly<Record<string, T>>, placeholder: T): Read<T> => {
  const known = new Map(Object.entries(words).map(([name, value]) => [name.toLowerCase(), value]));
  return (at) => {
    const found = typeof at.value === "string" ? known.get(at.value.toLowerCase()) : undefined;
    if (found !== undefined) return found;
    at.wrong(`This must be one of ${Object.keys(words).join(", ")}.`);
    return placeholder;
  };
};

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i;

/** The moment that a text is (RFC 3339), or NaN; days that no month has are none. */
const millisOf = (value: string): number => {
  const [, year, month, day] = MOMENT.exec(value) ?? [];
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return isDay ? Date.parse(value.replace(/\.(\d{3})\d+/, ".$1")) : Number.NaN;
};

/** A moment with its offset (RFC 3339), in milliseconds since 1970 UTC. */
export const moment: Read<number> = (at) => {
  const millis = typeof at.value === "string" ? millisOf(at.value) : Number.NaN;
  if (!Number.isNaN(millis)) return millis;
  at.wrong("This must be a moment with its offset, e.g. 2026-06-15T08:00:00Z.");
  return 0;
};

/** The year 1: what clients in .NET send for a moment that was not set. */
const isUnset = (at: Place): boolean =>
  at.isAbsent || (typeof at.value === "string" && at.value.startsWith("0001-01-01T00:00:00"));

export const optionalMoment: Read<number | null> = (at) => (isUnset(at) ? null : moment(at));

/** A moment that has come; clocks may differ a little. `null` where it is not given. */
export const optionalPastMoment: Read<number | null> = (at) => {
  const millis = optionalMoment(at);
  if (millis !== null && millis > at.reading.now + LIMITS.futureMillis) {
    at.wrong("This must not lie in the future.");
  }
  return millis;
};

export const uuid: Read<string> = (at) => {
  if (typeof at.value === "string" && isUuid(at.value)) return at.value.toLowerCase();
  at.wrong("This must be a UUID.");
  return "00000000-0000-7000-8000-000000000000";
};

/** An id of the sender's own making: UUIDv7, of a moment that has come. */
export const uuidV7: Read<string> = (at) => {
  const id = uuid(at);
  if (!isUuid(String(at.value))) return id;
  if (id[14] !== "7" || !/[89ab]/.test(id[19] ?? "")) {
    at.wrong("This must be a UUID of version 7 (RFC 9562, big-endian).");
  } else if (timeOfId(id) > at.reading.now + LIMITS.futureMillis) {
    at.wrong("The moment in this UUID must not lie in the future.");
  }
  return id;
};

/** An id of the sender's own making, or a new one. */
export const givenOrNewId: Read<string> = (at) => (at.isAbsent ? at.reading.newId() : uuidV7(at));

const isUri = (value: string): boolean => !/\s/.test(value) && URL.canParse(value);

/** An absolute URI, of at most so many characters. */
export const uri = (max: number = LIMITS.uri): Read<string> => {
  const read = text({ max });
  return (at) => {
    const value = read(at);
    if (value !== "" && !isUri(value)) {
      at.wrong("This must be an absolute URI, e.g. urn:example:x or https://example.com/.");
    }
    return value;
  };
};

export const optionalUri: Read<string | null> = optional(uri());

const urlText = text({ max: LIMITS.uri });

export const httpsUrl: Read<string> = (at) => {
  const value = urlText(at);
  const isTaken = /^https:/i.test(value) || (/^http:/i.test(value) && at.reading.rights.has("PLAIN_HTTP"));
  if (value !== "" && !(isTaken && isUri(value))) {
    at.wrong("This must be an address that begins with https://.");
  }
  return value;
};
