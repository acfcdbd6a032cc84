import { wordsOf } from "../../../lib/words.js";
import { dialogsError } from "../errors.js";

/** One thing that must, or must not, be in what is found. */
export interface SearchTerm {
  /** Next to each other, in this order; one word or more, folded. */
  readonly words: readonly string[];
  /** Whether the last word may go on. */
  readonly isPrefix: boolean;
  readonly isExcluded: boolean;
}

const MAX_LENGTH = 500;
const MAX_TERMS = 32;

/** `-"a phrase"`, `-word`, and a quote that is never closed runs to the end. */
const TERM = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/g;

/**
 * Reads what somebody typed in a search box. Any text is good: signs are skipped, `"…"` is a phrase, a leading `-`
 * excludes, a trailing `*` lets the word go on, and the last word may always go on, as it may be half typed.
 * @returns `null` where there is nothing but white space: no search at all; `[]` where there is no letter or digit in
 * it: nothing can be found
 * @throws DomainError `SEARCH_TOO_LONG`
 */
export const parseSearch = (text: string | null | undefined): readonly SearchTerm[] | null => {
  if (text == null || text.trim() === "") return null;
  if (text.length > MAX_LENGTH) {
    throw dialogsError(
      "SEARCH_TOO_LONG",
      `The search has ${text.length} characters; at most ${MAX_LENGTH} are read. Leave some out.`,
    );
  }
  const terms = [...text.matchAll(TERM)].flatMap(([, minus, phrase, word]) => {
    const words = wordsOf(phrase ?? word ?? "");
    const isBare = phrase === undefined;
    return words.length === 0
      ? []
      : [{ words, isBare, isPrefix: isBare && (word ?? "").endsWith("*"), isExcluded: minus === "-" }];
  });
  if (terms.length > MAX_TERMS) {
    throw dialogsError(
      "SEARCH_TOO_LONG",
      `The search has ${terms.length} words; at most ${MAX_TERMS} are read. Leave some out.`,
    );
  }
  return terms.map(({ isBare, ...term }, index) => ({
    ...term,
    isPrefix: term.isPrefix || (isBare && !term.isExcluded && index === terms.length - 1),
  }));
};
