import type { Language, LocalizedText } from "./localization.js";

// What the ports say over HTTP is read with these. Each reader takes exactly the fields that the contract has, so that
// nothing else crosses in either direction, and throws at the first value that is not what the contract says.

const LANGUAGES = ["nb", "nn", "en", "se"] as const satisfies readonly Language[];

/** Reads a value of a wire contract. @param at where it stands, for the message */
export type Read<T> = (value: unknown, at: string) => T;

const wrong = (at: string, expected: string): never => {
  throw new Error(`${at} is not ${expected}`);
};

export const text: Read<string> = (value, at) => (typeof value === "string" ? value : wrong(at, "a text"));

export const level: Read<number> = (value, at) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : wrong(at, "a level");

export const int: Read<number> = (value, at) =>
  Number.isSafeInteger(value) ? (value as number) : wrong(at, "a whole number");

export const bool: Read<boolean> = (value, at) =>
  typeof value === "boolean" ? value : wrong(at, "true or false");

export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, at) =>
    value === null ? null : read(value, at);

export const wordOf =
  <Word extends string>(words: readonly Word[]): Read<Word> =>
  (value, at) =>
    words.find((word) => word === value) ?? wrong(at, `one of ${words.join(", ")}`);

export const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value, at) =>
    Array.isArray(value) ? value.map((entry, index) => read(entry, `${at}[${index}]`)) : wrong(at, "a list");

export const objectOf =
  <T extends object>(fields: { readonly [K in keyof T]-?: Read<T[K]> }): Read<T> =>
  (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(at, "an object");
    const names = Object.keys(fields) as (keyof T & string)[];
    const entries = names.map((name) => [
      name,
      fields[name]((value as Partial<Record<string, unknown>>)[name], `${at}.${name}`),
    ]);
    return Object.fromEntries(entries) as T;
  };

/** Only the languages that there are: an absent one is absent, as in the process that answers. */
export const localized: Read<LocalizedText> = (value, at) => {
  if (typeof value !== "object" || value === null) return wrong(at, "a text by language");
  const found = LANGUAGES.flatMap((language) => {
    const own = (value as Partial<Record<string, unknown>>)[language];
    return own === undefined ? [] : [[language, text(own, `${at}.${language}`)] as const];
  });
  return Object.fromEntries(found);
};
