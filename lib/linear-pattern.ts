import {
  type CharTest,
  type PatternDialect,
  PatternError,
  PatternReader,
  readClass,
  readEscape,
} from "./character-class.js";

/**
 * Regular expressions of XML Schema with the additions of XPath functions §7.6.1 (`^`, `$`, reluctant quantifiers), or
 * what ECMAScript's have in common with them (no look-around, no back-references), compiled to a small machine that follows all alternatives at once. A match takes time in proportion to the pattern's
 * size times the text's length, whatever the pattern: there is no backtracking to blow up.
 */
const MAX_PROGRAM = 5_000;
const MAX_LENGTH = 4_000;
const MAX_GROUPS = 100;

type Instruction =
  | { readonly op: "char"; readonly test: CharTest }
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "start" | "end" | "match" };

type Part =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Part[] }
  | { readonly kind: "repeat"; readonly part: Part; readonly min: number; readonly max: number | null };

const literal = (point: number): Part => ({ kind: "char", test: (c) => c === point });
const ANY: CharTest = (c) => c !== 0xa && c !== 0xd;

const readAtom = (reader: PatternReader): Part => {
  const char = reader.next();
  switch (char) {
    case ".":
      return { kind: "char", test: ANY };
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case "[":
      return { kind: "char", test: readClass(reader) };
    case "\\": {
      const escaped = readEscape(reader);
      return typeof escaped === "number" ? literal(escaped) : { kind: "char", test: escaped };
    }
    case "(": {
      reader.accept("?:");
      reader.depth += 1;
      if (reader.depth > MAX_GROUPS) throw new PatternError("the pattern is too deep");
      const inner = readChoice(reader);
      if (!reader.accept(")")) throw new PatternError("a group that is not closed");
      reader.depth -= 1;
      return inner;
    }
    default:
      if ("?*+{}]".includes(char)) throw new PatternError(`"${char}" stands where it has no meaning`);
      return literal(char.codePointAt(0) ?? 0);
  }
};

const readCount = (reader: PatternReader): { min: number; max: number | null } => {
  let text = "";
  while (!reader.accept("}")) text += reader.next();
  const [, min, comma, max] = /^(\d{1,4})(,(\d{1,4})?)?$/.exec(text) ?? [];
  if (min === undefined) throw new PatternError(`{${text}} is not a count`);
  const most = comma === undefined ? Number(min) : max === undefined ? null : Number(max);
  if (most !== null && most < Number(min)) throw new PatternError(`{${text}} counts backwards`);
  return { min: Number(min), max: most };
};

const readPiece = (reader: PatternReader): Part => {
  const part = readAtom(reader);
  let bounds: { min: number; max: number | null } | null = null;
  if (reader.accept("?")) bounds = { min: 0, max: 1 };
  else if (reader.accept("*")) bounds = { min: 0, max: null };
  else if (reader.accept("+")) bounds = { min: 1, max: null };
  else if (reader.accept("{")) bounds = readCount(reader);
  if (bounds === null) return part;
  // Reluctant or greedy is one for a match that only says yes or no.
  reader.accept("?");
  return { kind: "repeat", part, ...bounds };
};

const readSequence = (reader: PatternReader): Part => {
  const parts: Part[] = [];
  while (!reader.isAtEnd && reader.peek() !== "|" && reader.peek() !== ")") parts.push(readPiece(reader));
  return { kind: "sequence", parts };
};

const readChoice = (reader: PatternReader): Part => {
  const parts = [readSequence(reader)];
  while (reader.accept("|")) parts.push(readSequence(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "choice", parts };
};

/** A program being written. Steps are counted too: an empty group repeated often writes nothing but takes time. */
class Program {
  readonly instructions: Instruction[] = [];
  steps = 0;

  get length(): number {
    return this.instructions.length;
  }

  push(instruction: Instruction): void {
    this.instructions.push(instruction);
  }
}

const emit = (part: Part, program: Program): void => {
  program.steps += 1;
  if (program.length > MAX_PROGRAM || program.steps > 4 * MAX_PROGRAM) {
    throw new PatternError("the pattern is too large");
  }
  switch (part.kind) {
    case "char":
      program.push({ op: "char", test: part.test });
      return;
    case "start":
    case "end":
      program.push({ op: part.kind });
      return;
    case "sequence":
      for (const inner of part.parts) emit(inner, program);
      return;
    case "choice":
      emitChoice(part.parts, program);
      return;
    case "repeat":
      emitRepeat(part, program);
  }
};

const emitChoice = (parts: readonly Part[], program: Program): void => {
  const jumps: { op: "jump"; to: number }[] = [];
  parts.forEach((inner, index) => {
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    const isLast = index === parts.length - 1;
    if (!isLast) program.push(split);
    emit(inner, program);
    if (isLast) return;
    const jump = { op: "jump" as const, to: 0 };
    jumps.push(jump);
    program.push(jump);
    split.second = program.length;
  });
  for (const jump of jumps) jump.to = program.length;
};

const emitRepeat = (
  { part, min, max }: { readonly part: Part; readonly min: number; readonly max: number | null },
  program: Program,
): void => {
  for (let i = 0; i < min; i += 1) emit(part, program);
  if (max === null) {
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    const at = program.length;
    program.push(split);
    emit(part, program);
    program.push({ op: "jump", to: at });
    split.second = program.length;
    return;
  }
  const splits: { op: "split"; first: number; second: number }[] = [];
  for (let i = min; i < max; i += 1) {
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    splits.push(split);
    program.push(split);
    emit(part, program);
  }
  for (const split of splits) split.second = program.length;
};

/** Says of a text whether the pattern matches some part of it, and tells the steps that it takes as it goes. */
export type Pattern = (text: string, spend: (steps: number) => void) => boolean;

/**
 * Compiles a pattern.
 * @throws PatternError
 */
export const compilePattern = (pattern: string, dialect: PatternDialect = "XPATH"): Pattern => {
  if (pattern.length > MAX_LENGTH) throw new PatternError("the pattern is too long");
  const reader = new PatternReader(pattern, dialect);
  const whole = readChoice(reader);
  if (!reader.isAtEnd) throw new PatternError('a ")" without its "("');
  const program = new Program();
  emit(whole, program);
  program.push({ op: "match" });
  return (text, spend) => run(program.instructions, text, spend);
};

const run = (program: readonly Instruction[], text: string, spend: (steps: number) => void): boolean => {
  spend(program.length + text.length);
  const points = Array.from(text, (c) => c.codePointAt(0) ?? 0);
  const seenAt = new Int32Array(program.length).fill(-1);
  let current: number[] = [];
  /** Adds what can be reached from `start` without reading a character; true where that is a match. */
  const follow = (start: number, position: number, into: number[]): boolean => {
    const waiting = [start];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seenAt[at] === position) continue;
      seenAt[at] = position;
      const instruction = program[at];
      if (instruction === undefined || instruction.op === "match") return true;
      if (instruction.op === "char") into.push(at);
      else if (instruction.op === "jump") waiting.push(instruction.to);
      else if (instruction.op === "split") waiting.push(instruction.second, instruction.first);
      else if (instruction.op === "start" ? position === 0 : position === points.length) waiting.push(at + 1);
    }
    return false;
  };
  for (let position = 0; position <= points.length; position += 1) {
    // A match may begin anywhere.
    if (follow(0, position, current)) return true;
    const point = points[position];
    if (point === undefined) return false;
    const next: number[] = [];
    let isMatch = false;
    for (const at of current) {
      const instruction = program[at];
      if (instruction?.op === "char" && instruction.test(point)) {
        isMatch = follow(at + 1, position + 1, next) || isMatch;
      }
    }
    if (isMatch) return true;
    spend(1 + current.length + next.length);
    current = next;
  }
  return false;
};
