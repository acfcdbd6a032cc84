import { type Errors, refusalOf } from "../owners-api/refusals.js";
import type { Created, DialogWriter, OwnerCall, Refusal, WriteOptions } from "../writing/index.js";
import type { Line } from "./lines.js";

/** What became of a line. */
export type LineResult =
  | {
      readonly line: number;
      readonly status: "CREATED";
      readonly dialogId: string;
      readonly revision: string;
    }
  /** A dialog with the line's id or idempotent key is there already: made by an earlier attempt, most likely. */
  | { readonly line: number; readonly status: "EXISTS"; readonly dialogId: string }
  | {
      readonly line: number;
      readonly status: "REFUSED";
      /** What a single create would have been answered with. */
      readonly code: number;
      readonly errors: Errors;
    };

/** What lines are made into dialogs with. */
export interface RowsParts {
  readonly writer: Pick<DialogWriter, "createMany">;
  readonly call: OwnerCall;
  readonly options: WriteOptions;
}

const ATTEMPTS = 3;

const refused = (line: number, code: number, errors: Errors): LineResult => ({
  line,
  status: "REFUSED",
  code,
  errors,
});

/** The dialog in a line, or why there is none. */
const readLine = ({ number, text }: Line, lineBytes: number): { body: unknown } | { result: LineResult } => {
  if (text === null) {
    return { result: refused(number, 413, { "": [`The line has more than ${lineBytes} bytes.`] }) };
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { result: refused(number, 400, { "": ["The line is not JSON. Write one dialog on each line."] }) };
  }
  const { id, idempotentKey } = (body ?? {}) as { id?: unknown; idempotentKey?: unknown };
  if (typeof id === "string" || typeof idempotentKey === "string") return { body };
  const message =
    "Give an id or an idempotentKey: without either, sending the line again would make another dialog.";
  return { result: refused(number, 400, { id: [message] }) };
};

const resultOf = (line: number, outcome: Created | Refusal): LineResult => {
  if (outcome.outcome === "CREATED") {
    return { line, status: "CREATED", dialogId: outcome.dialogId, revision: outcome.revision };
  }
  const isOwn = outcome.outcome === "CONFLICT" && ["id", "idempotentKey"].includes(outcome.problem.path);
  if (isOwn && outcome.dialogId !== null) return { line, status: "EXISTS", dialogId: outcome.dialogId };
  const { status, errors } = refusalOf(outcome);
  return refused(line, status, errors);
};

/** The database's own code of what went wrong, however deep it is wrapped. */
const databaseCode = (error: unknown): string => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return "";
};

/** It is about what a row holds, not about the database. */
const isFaultOfRow = (code: string): boolean => /^2[23]|^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH)/.test(code);
/** Two transactions were in each other's way; neither is wrong. */
const isCollision = (code: string): boolean => /^40/.test(code);

type Entry = { readonly line: number; readonly body: unknown };

/** Makes dialogs; where one of them can't be stored, finds out which. */
const createAll = async (entries: readonly Entry[], parts: RowsParts, attempt = 1): Promise<LineResult[]> => {
  const { writer, call, options } = parts;
  try {
    const outcomes = await writer.createMany(
      call,
      entries.map(({ body }) => body),
      options,
    );
    return entries.map(({ line }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error(`There is no answer to line ${line}.`);
      return resultOf(line, outcome);
    });
  } catch (error) {
    const code = databaseCode(error);
    if (isCollision(code) && attempt < ATTEMPTS) return createAll(entries, parts, attempt + 1);
    if (!isFaultOfRow(code)) throw error;
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) {
      return [refused(first.line, 422, { "": ["The dialog holds something that can't be stored."] })];
    }
    const half = Math.ceil(entries.length / 2);
    const firstHalf = await createAll(entries.slice(0, half), parts);
    return [...firstHalf, ...(await createAll(entries.slice(half), parts))];
  }
};

/**
 * Makes a run of lines into dialogs, in one transaction, with the same rules as single ones. A line that was sent
 * before makes nothing.
 * @returns one result for each line, in order
 * @throws where the database is away: nothing of the run is done then
 */
export const createRows = async (
  lines: readonly Line[],
  lineBytes: number,
  parts: RowsParts,
): Promise<LineResult[]> => {
  const read = lines.map((line) => ({ line: line.number, ...readLine(line, lineBytes) }));
  const entries = read.flatMap((entry) => ("body" in entry ? [{ line: entry.line, body: entry.body }] : []));
  const made = entries.length === 0 ? [] : await createAll(entries, parts);
  const byLine = new Map(made.map((result) => [result.line, result]));
  return read.flatMap((entry) => {
    const result = "result" in entry ? entry.result : byLine.get(entry.line);
    return result === undefined ? [] : [result];
  });
};
