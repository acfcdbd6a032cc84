import type { Refusal } from "../delegation/rules/refusal.js";

/** Why nothing was done with a request or a consent; in answers as data. */
export type ProblemCode =
  | "NOT_AUTHORISED"
  | "NOT_CONNECTED"
  | "NOT_FOUND"
  | "STATUS_CONFLICT"
  | "UNKNOWN_SUBJECT"
  | "NOT_DELEGABLE"
  | "LEVEL_TOO_LOW"
  | "LIMIT_REACHED"
  | "VALIDATION";

export interface Problem {
  readonly code: ProblemCode;
  /** Says what to do. */
  readonly message: string;
  /** The level that is needed, where that is what is wrong. */
  readonly requiredLevel: number | null;
}

export const problem = (
  code: ProblemCode,
  message: string,
  requiredLevel: number | null = null,
): Problem => ({
  code,
  message,
  requiredLevel,
});

/** What was done, or why nothing was. */
export type Result<T> =
  | { readonly done: T; readonly problems: readonly [] }
  | { readonly done: null; readonly problems: readonly Problem[] };

export const done = <T>(value: T): Result<T> => ({ done: value, problems: [] });
export const notDone = (...problems: readonly Problem[]): Result<never> => ({ done: null, problems });

/** What delegation refuses, in the words of requests. */
export const problemOfRefusal = (refusal: Refusal): Problem => {
  switch (refusal.kind) {
    case "NOT_AUTHORISED":
    case "NOT_DELEGABLE":
    case "UNKNOWN_SUBJECT":
    case "VALIDATION":
      return problem(refusal.kind, refusal.message);
    case "LEVEL_TOO_LOW":
      return problem(refusal.kind, refusal.message, refusal.requiredLevel);
    default:
      return problem("NOT_DELEGABLE", refusal.message);
  }
};

/** Ends a transaction without a trace of it; whoever began it gives the problems out. */
export class Undone extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("The change was refused, and is undone.");
    this.name = "Undone";
    this.problems = problems;
  }
}

/** Runs a transaction whose refusal undoes it. */
export const undoing = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Undone) return { done: null, problems: error.problems };
    throw error;
  }
};
