/** Letters that Unicode does not take apart, as people without them on their keyboard write them. */
const LETTERS: Readonly<Record<string, string>> = {
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
};

const MAX_WORD_LENGTH = 64;

/** Small letters without accents: `SØKNAD på ål` and `soknad pa al` are the same. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[æøđðþŋŧßłœı]/g, (letter) => LETTERS[letter] ?? letter);

/** The folded words of a text: runs of letters and digits, each cut at 64 characters. */
export const wordsOf = (text: string): string[] =>
  (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, MAX_WORD_LENGTH));
