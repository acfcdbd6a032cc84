const MAX_SPELLINGS = 3;
/** Longer words may have two mistakes. */
const LONG = 8;

/**
 * How many letters are wrong, missing, too many or swapped with their neighbour.
 * @param most where there are more it does not matter how many
 */
export const mistakesBetween = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[b.length] ?? most + 1;
};

/** A word, and its Norwegian stem: of a word that is known in another form only, the stems are compared. */
interface Stemmed {
  readonly word: string;
  readonly stem: string;
}

/** The words that one is most likely a misspelling of: with the fewest mistakes, then those that most documents have. */
export const spellingsOf = (
  { word, stem }: Stemmed,
  neighbours: readonly (Stemmed & { readonly n: number })[],
): string[] => {
  const most = word.length >= LONG ? 2 : 1;
  const near = neighbours
    .map((neighbour) => ({
      ...neighbour,
      mistakes: Math.min(
        mistakesBetween(word, neighbour.word, most),
        mistakesBetween(stem, neighbour.stem, most),
      ),
    }))
    .filter(({ mistakes }) => mistakes <= most);
  const fewest = Math.min(...near.map(({ mistakes }) => mistakes));
  return near
    .filter(({ mistakes }) => mistakes === fewest)
    .sort((a, b) => Number(b.n) - Number(a.n) || (a.word < b.word ? -1 : 1))
    .slice(0, MAX_SPELLINGS)
    .map((neighbour) => neighbour.word);
};
