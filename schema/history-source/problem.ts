/**
 * What a problem of an answer does to it:
 * - `UNUSABLE`: nothing of the answer is shown, as if there had been none;
 * - `LEFT_OUT`: an item or a part of one is left out: the source is told of as partial;
 * - `DISREGARDED`: nothing is missing; what the source said is not taken up.
 */
export type ProblemEffect = "UNUSABLE" | "LEFT_OUT" | "DISREGARDED";

/** What can be wrong with an answer, and what comes of it. */
export const ANSWER_PROBLEMS = {
  /** There is no page: the field failed, or answered with something else. */
  ANSWER_MISSING: "UNUSABLE",
  /** `hasMore`, `asOf` or `items` can't be read. */
  PAGE_UNREADABLE: "UNUSABLE",
  /** More items than asked for. */
  TOO_MANY_ITEMS: "UNUSABLE",
  /** Not newest first. */
  WRONG_ORDER: "UNUSABLE",
  /** One item twice. */
  REPEATED_ITEM: "UNUSABLE",
  /** An item that does not come after the position asked for. */
  BEFORE_POSITION: "UNUSABLE",
  /** An item of a party that was not asked about. */
  FOREIGN_PARTY: "UNUSABLE",
  /** More is said to come, but not after what. */
  NO_PROGRESS: "UNUSABLE",
  /** Errors beside the page. */
  ANSWER_HAS_ERRORS: "LEFT_OUT",
  /** An item without something that every item has. */
  ITEM_UNREADABLE: "LEFT_OUT",
  /** Something that an item or the page may have, and that can't be read. */
  PART_UNREADABLE: "LEFT_OUT",
  /** An item from another time than asked for. */
  OUTSIDE_MOMENTS: "DISREGARDED",
  /** An item that none of the identifiers asked for names. */
  OUTSIDE_IDENTIFIERS: "DISREGARDED",
  /** Fewer items counted than are there. */
  COUNT_TOO_LOW: "DISREGARDED",
} as const satisfies Readonly<Record<string, ProblemEffect>>;

export type AnswerProblemCode = keyof typeof ANSWER_PROBLEMS;

/** One thing that is wrong with an answer. Says where and what, and nothing that an item holds. */
export interface AnswerProblem {
  readonly code: AnswerProblemCode;
  readonly effect: ProblemEffect;
  /** E.g. `items[3].updatedAt`. */
  readonly at: string;
  readonly message: string;
}

/** Of one answer, no more are told. */
const MAX_PROBLEMS = 20;

/** Notes what is wrong with one answer. */
export class AnswerProblems {
  readonly #problems: AnswerProblem[] = [];

  note(code: AnswerProblemCode, at: string, message: string): void {
    const effect = ANSWER_PROBLEMS[code];
    // What makes the answer unusable is told whatever came before it, each kind once.
    const isTold =
      effect === "UNUSABLE"
        ? this.#problems.some((problem) => problem.code === code)
        : this.#problems.length >= MAX_PROBLEMS;
    if (isTold) return;
    this.#problems.push({ code, effect, at, message });
  }

  get all(): readonly AnswerProblem[] {
    return this.#problems;
  }

  get areFatal(): boolean {
    return this.#problems.some(({ effect }) => effect === "UNUSABLE");
  }
}
