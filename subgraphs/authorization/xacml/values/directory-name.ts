import { tableOf } from "../../../../lib/table-of.js";
import { ValueError } from "./value-error.js";

/** Attribute types that have a number as well as a keyword (RFC 4514 §3). */
const KEYWORDS: Readonly<Record<string, string>> = tableOf({
  "2.5.4.3": "cn",
  "2.5.4.7": "l",
  "2.5.4.8": "st",
  "2.5.4.10": "o",
  "2.5.4.11": "ou",
  "2.5.4.6": "c",
  "2.5.4.9": "street",
  "0.9.2342.19200300.100.1.25": "dc",
  "0.9.2342.19200300.100.1.1": "uid",
});

/** A directory name as RFC 2253 and RFC 4514 write it, ready to be compared part by part. */
export class X500Name {
  constructor(
    readonly text: string,
    /** Each relative name normalised: keyword and value in lower case, white space collapsed, parts in order. */
    readonly parts: readonly string[],
  ) {}

  toString(): string {
    return this.text;
  }

  /** Equal for equal names. */
  get key(): string {
    return JSON.stringify(this.parts);
  }

  /** Whether `other` ends with all the relative names of this one. */
  isEndOf(other: X500Name): boolean {
    const from = other.parts.length - this.parts.length;
    return from >= 0 && this.parts.every((part, index) => part === other.parts[from + index]);
  }
}

/** One `type=value`; escapes are resolved. Reads up to an unescaped `,` `;` `+` or the end. */
const readPart = (text: string, start: number): { part: string; end: number } => {
  const equals = text.indexOf("=", start);
  const type =
    equals < 0
      ? ""
      : text
          .slice(start, equals)
          .trim()
          .toLowerCase()
          .replace(/^oid\./, "");
  if (!/^([a-z][a-z0-9-]*|\d+(\.\d+)*)$/.test(type)) throw new ValueError("not a value of the type x500Name");
  let value = "";
  let isQuoted = false;
  let at = equals + 1;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\\") {
      const hex = /^[0-9a-fA-F]{2}/.exec(text.slice(at + 1))?.[0];
      if (at + 1 >= text.length) throw new ValueError("an x500Name that ends in an escape");
      value += hex === undefined ? text.charAt(at + 1) : String.fromCharCode(Number.parseInt(hex, 16));
      at += hex === undefined ? 1 : 2;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === "," || char === ";" || char === "+")) break;
    else value += char;
  }
  if (isQuoted) throw new ValueError("an x500Name with a quote that is not closed");
  const normal = value.trim().replace(/\s+/g, " ").toLowerCase();
  return { part: `${KEYWORDS[type] ?? type}=${normal}`, end: at };
};

/** @throws ValueError */
export const readX500Name = (text: string): X500Name => {
  const names: string[] = [];
  let parts: string[] = [];
  let at = 0;
  if (text.trim() === "") return new X500Name("", []);
  while (at <= text.length) {
    const { part, end } = readPart(text, at);
    parts.push(part);
    if (text.charAt(end) !== "+") {
      names.push(parts.sort().join("+"));
      parts = [];
    }
    if (end >= text.length) break;
    at = end + 1;
  }
  return new X500Name(text, names);
};
