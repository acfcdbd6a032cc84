/** Writes a string as JSON, quotes included. */
export type WriteString = (text: string) => string;

/** What JSON has to escape, and lone surrogates, which have no UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that JSON escapes
const NOT_PLAIN = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Escapes what has to be escaped. Most strings have nothing of that, and are told fast. */
export const writeString: WriteString = (text) => (NOT_PLAIN.test(text) ? JSON.stringify(text) : `"${text}"`);

/** A leaf as JSON: whatever a subgraph's JSON can hold. */
export const leafJson = (value: unknown): string =>
  typeof value === "string" ? writeString(value) : JSON.stringify(value);

/** A value of a custom scalar, other than a string. */
export const customJson = (value: unknown): string => JSON.stringify(value) ?? "null";
