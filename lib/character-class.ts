import { tableOf } from "./table-of.js";

/** Whether a code point belongs to a class. */
export type CharTest = (codePoint: number) => boolean;

/** A pattern that is not a regular expression of its dialect, or uses more of it than is supported. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PatternError";
  }
}

const byPattern = (source: string): CharTest => {
  const pattern = new RegExp(`^[${source}]$`, "u");
  return (codePoint) => pattern.test(String.fromCodePoint(codePoint));
};

export const not =
  (test: CharTest): CharTest =>
  (codePoint) =>
    !test(codePoint);

const NAME_START =
  ":A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";

const SPACE: CharTest = (c) => c === 0x20 || c === 0x9 || c === 0xa || c === 0xd;

/** Whose escapes a pattern is written with: XML Schema's and XPath's, or ECMAScript's as JSON Schema has them. */
export type PatternDialect = "XPATH" | "ECMA";

/** XML Schema part 2, §F.1.1: the escapes for more than one character. */
const XPATH_MULTI: Readonly<Record<string, CharTest>> = tableOf({
  s: SPACE,
  d: byPattern("\\p{Nd}"),
  w: not(byPattern("\\p{P}\\p{Z}\\p{C}")),
  i: byPattern(NAME_START),
  c: byPattern(`${NAME_START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`),
});

/** ECMA-262 §22.2.2.9: the same for ASCII alone. */
const ECMA_MULTI: Readonly<Record<string, CharTest>> = tableOf({
  s: byPattern("\\s"),
  d: byPattern("0-9"),
  w: byPattern("A-Za-z0-9_"),
});

const MULTI: Readonly<Record<PatternDialect, Readonly<Record<string, CharTest>>>> = {
  XPATH: XPATH_MULTI,
  ECMA: ECMA_MULTI,
};

const SINGLE: Readonly<Record<string, number>> = tableOf({ n: 0xa, r: 0xd, t: 0x9 });
const SELF: Readonly<Record<PatternDialect, string>> = {
  XPATH: "\\|.?*+(){}-[]^$",
  ECMA: "\\|.?*+(){}-[]^$/",
};

const BLOCKS: Readonly<Record<string, readonly [number, number]>> = tableOf({
  IsBasicLatin: [0x0, 0x7f],
  "IsLatin-1Supplement": [0x80, 0xff],
  "IsLatinExtended-A": [0x100, 0x17f],
  "IsLatinExtended-B": [0x180, 0x24f],
});

const property = (name: string): CharTest => {
  const block = BLOCKS[name];
  if (block !== undefined) return (c) => c >= block[0] && c <= block[1];
  if (!/^(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/.test(name)) {
    throw new PatternError(`the character property "${name}" is not supported`);
  }
  return byPattern(`\\p{${name}}`);
};

/** Reads a pattern character by character. */
export class PatternReader {
  readonly #points: readonly number[];
  #at = 0;
  /** How many groups are open. */
  depth = 0;

  readonly dialect: PatternDialect;

  constructor(pattern: string, dialect: PatternDialect = "XPATH") {
    this.dialect = dialect;
    this.#points = Array.from(pattern, (c) => c.codePointAt(0) ?? 0);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#points.length;
  }

  peek(ahead = 0): string {
    const point = this.#points[this.#at + ahead];
    return point === undefined ? "" : String.fromCodePoint(point);
  }

  next(): string {
    if (this.isAtEnd) throw new PatternError("the pattern ends too early");
    const char = this.peek();
    this.#at += 1;
    return char;
  }

  accept(text: string): boolean {
    const isHere = Array.from(text).every((char, index) => this.peek(index) === char);
    if (isHere) this.#at += Array.from(text).length;
    return isHere;
  }
}

const readUnicodeEscape = (reader: PatternReader): number => {
  const digits = Array.from({ length: 4 }, () => reader.next()).join("");
  if (!/^[0-9a-f]{4}$/i.test(digits)) throw new PatternError(`\\u${digits} is no character`);
  return Number.parseInt(digits, 16);
};

/** What stands after a backslash: one code point, or a class. */
export const readEscape = (reader: PatternReader): number | CharTest => {
  const char = reader.next();
  const lower = char.toLowerCase();
  if (lower === "p") {
    if (!reader.accept("{")) throw new PatternError(`\\${char} needs a name in braces`);
    let name = "";
    while (!reader.accept("}")) name += reader.next();
    return char === "p" ? property(name) : not(property(name));
  }
  if (char === "u" && reader.dialect === "ECMA") return readUnicodeEscape(reader);
  const multi = MULTI[reader.dialect][lower];
  if (multi !== undefined) return char === lower ? multi : not(multi);
  const single = SINGLE[char];
  if (single !== undefined) return single;
  if (SELF[reader.dialect].includes(char)) return char.codePointAt(0) ?? 0;
  if (/[1-9]/.test(char)) throw new PatternError("back-references are not supported");
  throw new PatternError(`the escape \\${char} is not known`);
};

const readMember = (reader: PatternReader): number | CharTest => {
  if (reader.accept("\\")) return readEscape(reader);
  const char = reader.next();
  if (char === "[") throw new PatternError('"[" inside a class must be escaped');
  return char.codePointAt(0) ?? 0;
};

/** A class in brackets, after its "[": ranges, escapes, negation and subtraction. */
export const readClass = (reader: PatternReader, depth = 0): CharTest => {
  if (depth > 20) throw new PatternError("the pattern is too deep");
  const isNegated = reader.accept("^");
  const tests: CharTest[] = [];
  let without: CharTest | null = null;
  let isFirst = true;
  while (isFirst || reader.peek() !== "]") {
    if (reader.peek() === "-" && reader.peek(1) === "[") {
      reader.accept("-[");
      without = readClass(reader, depth + 1);
      break;
    }
    const from = readMember(reader);
    isFirst = false;
    if (typeof from !== "number") {
      tests.push(from);
      continue;
    }
    const isRange = reader.peek() === "-" && reader.peek(1) !== "]" && reader.peek(1) !== "[";
    const to = isRange && reader.accept("-") ? readMember(reader) : from;
    if (typeof to !== "number" || to < from) throw new PatternError("a range that runs backwards");
    tests.push((c) => c >= from && c <= to);
  }
  if (!reader.accept("]")) throw new PatternError("a class that is not closed");
  const within: CharTest = (c) => tests.some((test) => test(c)) !== isNegated;
  const outside = without;
  return outside === null ? within : (c) => within(c) && !outside(c);
};
