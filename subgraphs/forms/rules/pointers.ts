import { isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";

/** Stands for each item of a list. */
export const EACH = "*";
/** Names that mean something to JavaScript itself. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);
const INDEX = /^(0|[1-9]\d{0,5})$/;

/** The parts of a JSON pointer (RFC 6901); `null` where the text is none, or names what no answer may be called. */
export const partsOf = (path: string): readonly string[] | null => {
  if (path === "") return [];
  if (!path.startsWith("/") || /~(?![01])/.test(path)) return null;
  const parts = path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts.some((part) => RESERVED.has(part)) ? null : parts;
};

export const pathOf = (parts: readonly string[]): string =>
  parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** What stands at a place; `undefined` where nothing does. */
export const valueAt = (value: Json | undefined, parts: readonly string[]): Json | undefined => {
  let found: Json | undefined = value;
  for (const part of parts) {
    if (Array.isArray(found)) found = INDEX.test(part) ? (found as readonly Json[])[Number(part)] : undefined;
    else found = isJsonObject(found) && Object.hasOwn(found, part) ? found[part] : undefined;
  }
  return found;
};

const withItem = (list: readonly Json[], part: string, rest: readonly string[], value: Json | undefined) => {
  if (!INDEX.test(part) || Number(part) > list.length) return null;
  const inner = withValue(list[Number(part)], rest, value);
  if (inner === null) return null;
  const items = [...list];
  if (inner.value === undefined) items.splice(Number(part), 1);
  else items[Number(part)] = inner.value;
  return { value: items };
};

/**
 * The value with another at a place, without changing the one that was given. Objects on the way are made where there
 * is nothing; in a list, an item that is there is replaced, and one is added at its end.
 * @param value `undefined` takes away what is there
 * @returns `null` where the way leads through a text, a number, or an item that is not there
 */
export const withValue = (
  root: Json | undefined,
  parts: readonly string[],
  value: Json | undefined,
): { readonly value: Json | undefined } | null => {
  const [part, ...rest] = parts;
  if (part === undefined) return { value };
  if (Array.isArray(root)) return withItem(root as readonly Json[], part, rest, value);
  if (root !== undefined && root !== null && !isJsonObject(root)) return null;
  const members: JsonObject = root ?? {};
  const inner = withValue(Object.hasOwn(members, part) ? members[part] : undefined, rest, value);
  if (inner === null) return null;
  const { [part]: _, ...others } = members;
  return { value: inner.value === undefined ? others : { ...others, [part]: inner.value } };
};

/** Whether one place is the other, lies within it or around it. @param pattern may hold `*` */
export const overlaps = (pattern: readonly string[], parts: readonly string[]): boolean => {
  const shorter = Math.min(pattern.length, parts.length);
  for (let i = 0; i < shorter; i += 1) {
    if (pattern[i] !== parts[i] && !(pattern[i] === EACH && INDEX.test(parts[i] ?? ""))) return false;
  }
  return true;
};

/** Whether a place lies at or within what a pattern names. */
export const isWithinPattern = (pattern: readonly string[], parts: readonly string[]): boolean =>
  parts.length >= pattern.length && overlaps(pattern, parts);

/** The value without what a pattern names. */
export const without = (value: Json, pattern: readonly string[]): Json => {
  const [part, ...rest] = pattern;
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    if (part !== EACH) return value;
    return (value as readonly Json[]).map((item) => (rest.length === 0 ? item : without(item, rest)));
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, part)) return value;
  const { [part]: inner = null, ...others } = value;
  return rest.length === 0 ? others : { ...others, [part]: without(inner, rest) };
};
