import { type Stems, stemsOf } from "../../../lib/stems.js";
import type { SearchableName, SearchTerm } from "./search-query.js";

const MIN_FRONT = 4;
const MIN_BEGINNING = 3;

const answers = (
  name: { readonly word: string; readonly stems: Stems },
  { word: asked, stems }: { readonly word: string; readonly stems: Stems },
  { continues, isQuoted }: SearchTerm,
): boolean => {
  if (name.word === asked) return true;
  if (isQuoted) return false;
  if (name.stems.norwegian === stems.norwegian || name.stems.english === stems.english) return true;
  const mayGoOn = asked.length >= MIN_FRONT || (continues !== "NO" && asked.length >= MIN_BEGINNING);
  return (
    (mayGoOn && name.word.startsWith(asked)) ||
    (stems.norwegian.length >= MIN_FRONT && name.stems.norwegian.endsWith(stems.norwegian))
  );
};

/** Which names of services and owners answer to a term, as texts would. */
export const namesFor = (names: readonly SearchableName[], term: SearchTerm): SearchableName[] => {
  const [word = "", ...more] = term.words;
  if (more.length > 0) {
    return names.filter(({ words }) =>
      words.some((_, start) => term.words.every((each, index) => words[start + index]?.word === each)),
    );
  }
  const asked = { word, stems: stemsOf(word) };
  return names.filter(({ words }) => words.some((name) => answers(name, asked, term)));
};
