import { wordsOf } from "../../../lib/words.js";
import { termsOfWord } from "./words-of-service.js";

// Mistyped words are found by what is left of a word when letters are left out: two words that differ in one letter
// have a rest in common (Garbe's symmetric deletion). Of long words the beginning alone is taken apart.

const MIN_PREFIX = 3;
const TAKEN_APART = 7;
const MAX_WORDS = 12;
/** Of a compound that nobody knows, what it begins with and what it ends with: an ending says more, and is longer. */
const MIN_BEGINNING = 5;
const MIN_ENDING = 8;

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
  /** Stems of what it is with its neighbours: `skatte melding` is how many write `skattemelding`. */
  readonly joined: readonly string[];
}

/** The words of a search: those that say something, where there are any. */
export const soughtWords = (search: string): readonly SoughtWord[] => {
  const words = [...new Set(wordsOf(search))];
  const isTelling = (word: string | undefined) => word !== undefined && !EMPTY_WORDS.has(word);
  const together = (one: string | undefined, other: string | undefined) =>
    isTelling(one) && isTelling(other) ? termsOfWord(`${one}${other}`) : [];
  const sought = words.map((word, index) => ({
    word,
    stems: termsOfWord(word),
    joined: [...together(words[index - 1], word), ...together(word, words[index + 1])],
  }));
  const telling = sought.filter(({ word }) => isTelling(word));
  return (telling.length > 0 ? telling : sought)
    .slice(0, MAX_WORDS)
    .map(({ stems, joined }) => ({ stems, joined }));
};

/** What a compound may be made of: its beginnings and its endings. */
const partsOf = (stem: string): string[] => {
  const parts: string[] = [];
  for (let at = MIN_BEGINNING; at < stem.length; at++) parts.push(stem.slice(0, at));
  for (let at = stem.length - MIN_ENDING; at > 0; at--) parts.push(stem.slice(at));
  return parts;
};

/** What the index is asked for to find the terms of these words. */
export const variantsOfWords = (words: readonly SoughtWord[]): string[] => [
  ...new Set(
    words.flatMap(({ stems, joined }) => [
      ...[...stems, ...joined].flatMap((stem) => [stem, ...restsOf(stem)]),
      ...stems.flatMap(partsOf),
    ]),
  ),
];

/** How well a term answers a word. */
const QUALITY = { same: 10, begins: 6, oneLetter: 4, part: 3, twoLetters: 2 };

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

/** The longest terms that a compound begins or ends with. */
const partsAmong = (word: number, stems: readonly string[], candidates: readonly string[]): WantedTerm[] => {
  const parts = new Set(stems.flatMap(partsOf));
  const found = candidates.filter((term) => parts.has(term));
  const longest = Math.max(...found.map(({ length }) => length));
  return found
    .filter(({ length }) => length === longest)
    .map((term) => ({ word, term, quality: QUALITY.part }));
};

/** How well terms answer a word: those that do at all. */
const answersAmong = (word: number, stems: readonly string[], candidates: readonly string[]): WantedTerm[] =>
  candidates
    .map((term) => ({ word, term, quality: Math.max(0, ...stems.map((stem) => qualityOf(term, stem))) }))
    .filter(({ quality }) => quality > 0);

/**
 * The terms to look for. A word that the index knows is not taken for a mistyped one, and is not taken apart.
 * @param candidates terms that the index found by `variantsOfWords`
 */
export const wantedTerms = (words: readonly SoughtWord[], candidates: readonly string[]): WantedTerms => {
  const terms = words.flatMap(({ stems, joined }, word) => {
    const alone = answersAmong(word, stems, candidates);
    const known = alone.filter(({ quality }) => quality >= QUALITY.begins);
    const found = [...(known.length > 0 ? known : alone), ...answersAmong(word, joined, candidates)];
    return found.length > 0 ? found : partsAmong(word, stems, candidates);
  });
  const all = words.length;
  return { terms, required: all <= 2 ? all : all - Math.floor(all / 3) };
};
