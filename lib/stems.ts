import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";

/** What is left of a folded word without its endings, by each language's rules. */
export interface Stems {
  /** Bokmål and nynorsk. */
  readonly norwegian: string;
  readonly english: string;
}

/** Stems of a folded word; a number is its own. */
export const stemsOf = (word: string): Stems =>
  /\d/.test(word)
    ? { norwegian: word, english: word }
    : { norwegian: norwegian(word), english: english(word) };

/** Backwards: words that end alike begin alike then, and an index finds beginnings. */
export const backwards = (text: string): string => [...text].reverse().join("");
