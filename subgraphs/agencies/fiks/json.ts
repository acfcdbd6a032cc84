/** An object of somebody else's, of which only what is read is known. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectIn = (value: unknown): Json => (isJson(value) ? value : {});

/** What of a list is an object; `[]` where it is no list. */
export const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** `null` where it is no text, or an empty one. */
export const textIn = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;

export const numberIn = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const ZONE = "Europe/Oslo";
const offsets = new Intl.DateTimeFormat("en", { timeZone: ZONE, timeZoneName: "longOffset" });

/** `+01:00` or `+02:00`. */
const offsetOn = (date: string): string => {
  const parts = offsets.formatToParts(new Date(`${date}T12:00:00Z`));
  return parts.find(({ type }) => type === "timeZoneName")?.value.slice("GMT".length) ?? "+00:00";
};

const parsed = (text: string): number | null => {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? null : millis;
};

/** A moment in RFC 3339 form or in milliseconds since 1970 UTC; a date is its beginning in Norway. */
export const momentIn = (value: unknown): number | null => {
  if (typeof value !== "string") return numberIn(value);
  if (!DATE.test(value)) return parsed(value);
  return parsed(`${value}T12:00:00Z`) === null ? null : parsed(`${value}T00:00:00${offsetOn(value)}`);
};

/** As {@link momentIn}, but a date is its last moment in Norway: until then there is time. */
export const deadlineIn = (value: unknown): number | null => {
  if (typeof value !== "string" || !DATE.test(value)) return momentIn(value);
  return parsed(`${value}T12:00:00Z`) === null ? null : parsed(`${value}T23:59:59.999${offsetOn(value)}`);
};

/** Kroner as øre; `null` where it is no amount that the history's contract can hold. */
export const oreIn = (kroner: unknown): number | null => {
  const amount = numberIn(kroner);
  if (amount === null) return null;
  const ore = Math.round(amount * 100);
  return Math.abs(ore) < 2 ** 31 ? ore : null;
};
