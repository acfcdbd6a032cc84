import { fold } from "../../../lib/words.js";
import type { Clause, ExpandedSearch, FoundPhrase } from "./expanded-search.js";

/** A stretch of a text, in UTF-16 code units, as JavaScript counts. */
export interface TextRange {
  readonly start: number;
  readonly length: number;
}

/** A piece of a text, and the words of it that answer to a search. */
export interface Fragment {
  readonly text: string;
  readonly ranges: readonly TextRange[];
}

const MAX_FRAGMENT = 240;
/** What is shown before the first word that answers. */
const LEAD = 60;

interface PlacedWord extends TextRange {
  readonly word: string;
}

const placedWordsOf = (text: string): PlacedWord[] =>
  [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    word: fold(match[0]).slice(0, 64),
    start: match.index,
    length: match[0].length,
  }));

const isAt = (words: readonly PlacedWord[], at: number, { words: phrase, isPrefix }: FoundPhrase): boolean =>
  phrase.every((word, index) => {
    const there = words[at + index]?.word;
    if (there === undefined) return false;
    return isPrefix && index === phrase.length - 1 ? there.startsWith(word) : there === word;
  });

/** For each word that a phrase begins with, the phrases. */
const byFirstWord = (clauses: readonly Clause[]): ReadonlyMap<string, FoundPhrase[]> => {
  const phrases = new Map<string, FoundPhrase[]>();
  for (const phrase of clauses.flatMap((clause) => clause.phrases)) {
    const first = phrase.words[0] ?? "";
    phrases.set(first, [...(phrases.get(first) ?? []), phrase]);
  }
  return phrases;
};

/** What a search marks in texts: made once for a search, used for many texts. */
export type Marker = (text: string) => TextRange[];

/** Marks the words of a text that answer to what is wanted. What a phrase marks is marked from its first word to its last. */
export const markerOf = ({ groups }: ExpandedSearch): Marker => {
  const clauses = groups.flatMap(({ wanted }) => wanted);
  const phrases = byFirstWord(clauses);
  const prefixes = clauses.flatMap((clause) =>
    clause.phrases.filter(({ isPrefix, words }) => isPrefix && words.length === 1),
  );
  return (text) => {
    const words = placedWordsOf(text);
    const ranges: TextRange[] = [];
    for (let at = 0; at < words.length; ) {
      const first = words[at];
      const candidates = [...(phrases.get(first?.word ?? "") ?? []), ...prefixes];
      const lengths = candidates
        .filter((phrase) => isAt(words, at, phrase))
        .map((phrase) => phrase.words.length);
      const most = Math.max(0, ...lengths);
      const last = words[at + most - 1];
      if (most > 0 && first !== undefined && last !== undefined) {
        ranges.push({ start: first.start, length: last.start + last.length - first.start });
      }
      at += Math.max(1, most);
    }
    return ranges;
  };
};

/** The piece of a text around its first word that answers; `null` where none does. Never cuts through a word. */
export const fragmentOf = (text: string, mark: Marker): Fragment | null => {
  const ranges = mark(text);
  const [first] = ranges;
  if (first === undefined) return null;
  if (text.length <= MAX_FRAGMENT) return { text, ranges };
  const wordsBefore = text.slice(0, Math.max(0, first.start - LEAD)).search(/\S*$/);
  const start = first.start <= LEAD ? 0 : wordsBefore;
  const space = text.lastIndexOf(" ", start + MAX_FRAGMENT);
  const end = start + MAX_FRAGMENT >= text.length ? text.length : Math.max(space, first.start + first.length);
  return {
    text: text.slice(start, end),
    ranges: ranges
      .filter((range) => range.start + range.length <= end)
      .map((range) => ({ start: range.start - start, length: range.length })),
  };
};
