import { wordsOf } from "../../../lib/words.js";
import { termsOfWord } from "./words-of-service.js";

// Mistyped words are found by what is left of a word when letters are left out: two words that differ in one letter
// have a rest in common (Garbe's symmetric deletion). Of long words the beginning alone is taken apart.

const MIN_PREFIX = 3;
const TAKEN_APART = 7;
const MAX_WORDS = 12;

/** How many letters may be wrong in a word of this length. */
const wrongLetters = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

const withoutOne = (word: string): string[] =>
  [...word].map((_, index) => word.slice(0, index) + word.slice(index + 1));

/** A word, and what is left of it with letters left out. */
const restsOf = (word: string): Set<string> => {
  const rests = new Set([word.slice(0, TAKEN_APART)]);
  let last = [...rests];
  for (let left = wrongLetters(word.length); left > 0; left--) {
    last = last.flatMap(withoutOne);
    for (const rest of last) rests.add(rest);
  }
  return rests;
};

/** Everything that a term of the index is found by: itself, its beginnings, and what is left of it without a letter. */
export const variantsOfTerm = (term: string): ReadonlySet<string> => {
  const variants = restsOf(term).add(term);
  for (let length = MIN_PREFIX; length < term.length; length++) variants.add(term.slice(0, length));
  return variants;
};

/** Letters that must be put in, taken out, changed or swapped with their neighbour to make one word the other. */
export const distance = (one: string, other: string): number => {
  const rows = Array.from({ length: one.length + 1 }, (_, row) => [row]);
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let column = 0; column <= other.length; column++) rows[0]?.splice(column, 1, column);
  for (let row = 1; row <= one.length; row++) {
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]?.splice(
        column,
        1,
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(one.length, other.length);
};

/** Words that say nothing of what is looked for, folded. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are at av bli de den det du eg ein eit en er et fa far for fra from har hva hvor hvordan how i in is jeg kan " +
    "kva kvar korleis ma med meg mi min mitt my of og om on or pa paa skal som til the to ved vi what when where with"
  ).split(" "),
);

/** A word that is looked for, by its stems. */
export interface SoughtWord {
  readonly stems: readonly string[];
}

/** The words of a search: those that say something, where there are any. */
export const soughtWords = (search: string): readonly SoughtWord[] => {
  const words = [...new Set(wordsOf(search))];
  const telling = words.filter((word) => !EMPTY_WORDS.has(word));
  return (telling.length > 0 ? telling : words)
    .slice(0, MAX_WORDS)
    .map((word) => ({ stems: termsOfWord(word) }));
};

/** What the index is asked for to find the terms of these words. */
export const variantsOfWords = (words: readonly SoughtWord[]): string[] => [
  ...new Set(words.flatMap(({ stems }) => stems.flatMap((stem) => [stem, ...restsOf(stem)]))),
];

/** How well a term answers a word. */
const QUALITY = { same: 10, begins: 6, oneLetter: 4, twoLetters: 2 };

const qualityOf = (term: string, stem: string): number => {
  if (term === stem) return QUALITY.same;
  if (stem.length >= MIN_PREFIX && term.startsWith(stem)) return QUALITY.begins;
  const allowed = wrongLetters(stem.length);
  if (Math.abs(term.length - stem.length) > allowed) return 0;
  const wrong = distance(term, stem);
  if (wrong > allowed) return 0;
  return wrong === 1 ? QUALITY.oneLetter : QUALITY.twoLetters;
};

/** A term of the index that stands for a word of the search. */
export interface WantedTerm {
  /** Which word of the search, from 0. */
  readonly word: number;
  readonly term: string;
  readonly quality: number;
}

/** A search as it is put to the index. */
export interface WantedTerms {
  readonly terms: readonly WantedTerm[];
  /** How many of the words a service must have: all of one or two, all but one in three of more. */
  readonly required: number;
}

/**
 * The terms to look for. A word that the index knows is not taken for a mistyped one.
 * @param candidates terms that the index found by `variantsOfWords`
 */
export const wantedTerms = (words: readonly SoughtWord[], candidates: readonly string[]): WantedTerms => {
  const terms = words.flatMap(({ stems }, word) => {
    const found = candidates
      .map((term) => ({ word, term, quality: Math.max(...stems.map((stem) => qualityOf(term, stem))) }))
      .filter(({ quality }) => quality > 0);
    const known = found.filter(({ quality }) => quality >= QUALITY.begins);
    return known.length > 0 ? known : found;
  });
  const all = words.length;
  return { terms, required: all <= 2 ? all : all - Math.floor(all / 3) };
};
