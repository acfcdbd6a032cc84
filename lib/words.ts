import { tableOf } from "./table-of.js";

/** Letters that Unicode does not take apart, as people without them on their keyboard write them. */
const LETTERS: Readonly<Record<string, string>> = tableOf({
  æ: "ae",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ŋ: "n",
  ŧ: "t",
  ß: "ss",
  ł: "l",
  œ: "oe",
  ı: "i",
});

const MAX_WORD_LENGTH = 64;

/** Letters one by one: small, without accents. */
const foldLetters = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[æøđðþŋŧßłœı]/g, (letter) => LETTERS[letter] ?? letter);

/** `aa` and `oe` stand for å and ø, which are a and o here; in other words they lose as much wherever they are. */
const foldPairs = (word: string): string =>
  word.includes("aa") || word.includes("oe") ? word.replace(/a{2,}/g, "a").replace(/oe/g, "o") : word;

/** As a word is in the index. */
const finished = (word: string): string => foldPairs(word).slice(0, MAX_WORD_LENGTH);

/** Small letters without accents: `SØKNAD på ål`, `soeknad paa aal` and `soknad pa al` are the same. */
export const fold = (text: string): string => foldPairs(foldLetters(text));

const addWordsOfAny = (text: string, words: string[]): void => {
  for (const word of foldLetters(text).match(/[\p{L}\p{N}]+/gu) ?? []) words.push(finished(word));
};

/** Letters up to here fold each by itself, whatever stands beside them; nearly all texts have no others. */
const LATIN_END = 0x180;

/** What each of them folds to; null: it stands between words; undefined: both, as ½ does. */
const LATIN: readonly (string | null | undefined)[] = Array.from({ length: LATIN_END }, (_, code) => {
  const folded = foldLetters(String.fromCharCode(code));
  if (/^[\p{L}\p{N}]+$/u.test(folded)) return folded;
  return /[\p{L}\p{N}]/u.test(folded) ? undefined : null;
});

/** Adds the words of a text that is Latin throughout. @returns whether it is; where it is not, some have been added */
const addWordsOfLatin = (text: string, words: string[]): boolean => {
  const small = text.toLowerCase();
  const hasPairs = small.includes("aa") || small.includes("oe");
  let start = 0;
  let folded: string | null = ""; // null: the word is, so far, as it stands
  const end = (at: number): void => {
    const word = folded ?? small.slice(start, at);
    const isFinished = folded === null && !hasPairs && word.length <= MAX_WORD_LENGTH;
    if (word !== "") words.push(isFinished ? word : finished(word));
    folded = "";
  };
  for (let at = 0; at < small.length; at++) {
    const code = small.charCodeAt(at);
    const letters = code < LATIN_END ? LATIN[code] : undefined;
    if (letters === undefined) return false;
    if (letters === null) {
      end(at);
    } else if (letters.length === 1 && letters.charCodeAt(0) === code) {
      if (folded === "") {
        start = at;
        folded = null;
      } else if (folded !== null) folded += letters;
    } else {
      folded = (folded ?? small.slice(start, at)) + letters;
    }
  }
  end(small.length);
  return true;
};

/** Adds the folded words of a text to others: runs of letters and digits, each cut at 64 characters. */
export const addWordsOf = (text: string, words: string[]): void => {
  const before = words.length;
  if (addWordsOfLatin(text, words)) return;
  words.length = before;
  addWordsOfAny(text, words);
};

/** The folded words of a text. */
export const wordsOf = (text: string): string[] => {
  const words: string[] = [];
  addWordsOf(text, words);
  return words;
};
