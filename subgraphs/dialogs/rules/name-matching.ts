import { stemsOf } from "../../../lib/stems.js";
import type { SearchableName, SearchTerm } from "./search-query.js";

const MIN_FRONT = 4;
const MIN_BEGINNING = 3;

const answers = (word: string, { words: [asked = ""], continues, isQuoted }: SearchTerm): boolean => {
  if (word === asked) return true;
  if (isQuoted) return false;
  const [mine, theirs] = [stemsOf(asked), stemsOf(word)];
  if (mine.norwegian === theirs.norwegian || mine.english === theirs.english) return true;
  const mayGoOn = asked.length >= MIN_FRONT || (continues !== "NO" && asked.length >= MIN_BEGINNING);
  return (
    (mayGoOn && word.startsWith(asked)) ||
    (mine.norwegian.length >= MIN_FRONT && theirs.norwegian.endsWith(mine.norwegian))
  );
};

const isPhraseIn = (words: readonly string[], name: readonly string[]): boolean =>
  name.some((_, start) => words.every((word, index) => name[start + index] === word));

/** Whether the name of a service or an owner answers to a term, as a text would. */
export const isNamed = ({ words }: Pick<SearchableName, "words">, term: SearchTerm): boolean =>
  term.words.length === 1 ? words.some((word) => answers(word, term)) : isPhraseIn(term.words, words);
