/** A JSON value (RFC 8259), as it was parsed. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The one text of a value (RFC 8785, JCS): members in order of their UTF-16 code units, no spaces. Equal values give
 * equal texts, so that a hash of the text is a hash of the value.
 */
export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
};

/** How deep a value goes, and how many values it holds; stops counting where a bound is passed. */
export const isWithin = (
  value: Json,
  bounds: { readonly depth: number; readonly values: number },
): boolean => {
  let left = bounds.values;
  const visit = (inner: Json, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > bounds.depth) return false;
    if (inner === null || typeof inner !== "object") return true;
    return Object.values(inner).every((member: Json) => visit(member, depth + 1));
  };
  return visit(value, 1);
};
