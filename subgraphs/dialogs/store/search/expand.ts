import { type SQL, sql } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import { backwards, stemsOf } from "../../../../lib/stems.js";
import type { Clause, ExpandedSearch, FoundPhrase, MatchKind } from "../../rules/expanded-search.js";
import { MIN_JOINED_DIGITS } from "../../rules/numbers.js";
import type { SearchQuery, SearchTerm } from "../../rules/search-query.js";
import { spellingsOf } from "../../rules/spelling.js";
import { isKept } from "./vocabulary.js";

/** So many words may answer to one that was typed: those that most documents have. */
const MAX_ANSWERS = 128;
/** From so many letters on a word may go on, where that is asked for. */
const MIN_BEGINNING = 3;
/** From so many letters on it always may: as the first part of a compound. */
const MIN_FRONT = 4;
/** The last part of a compound has so many letters, and what stands before it so many. */
const MIN_END = 4;
const MIN_BEFORE_END = 3;
/** Shorter words have too many neighbours. */
const MIN_SPELT = 5;
const MAX_NEIGHBOURS = 4_000;
/** Past every letter. */
const LAST = "\u{10FFFF}";

interface WordRow {
  readonly word: string;
  readonly stem: string;
  readonly english: string;
  readonly n: number;
}

type Answer = WordRow & { readonly how: MatchKind };

const RANK: Readonly<Record<MatchKind, number>> = { EXACT: 0, STEM: 1, FRONT: 2, END: 3, SPELLING: 4 };

const select = (condition: SQL, first: SQL, limit: number): SQL =>
  sql`SELECT * FROM (SELECT word, stem, english, n FROM search_word WHERE ${condition}
    ORDER BY ${first}, n DESC, word LIMIT ${limit}) AS w`;

/** How a word answers to the one that was typed; `null`: it does not. */
const matchOf = (row: WordRow, asked: Asked): MatchKind | null => {
  const { word, stems, language, mayGoOn } = asked;
  if (row.word === word) return "EXACT";
  if (language !== "OTHER" && language !== "ENGLISH" && row.stem === stems.norwegian) return "STEM";
  if (language !== "OTHER" && language !== "NORWEGIAN" && row.english === stems.english) return "STEM";
  if (mayGoOn && (row.word.startsWith(word) || row.word.startsWith(stems.norwegian))) return "FRONT";
  const isEnd =
    asked.mayEnd &&
    row.stem.endsWith(stems.norwegian) &&
    row.stem.length >= stems.norwegian.length + MIN_BEFORE_END;
  return isEnd ? "END" : null;
};

interface Asked {
  readonly word: string;
  readonly stems: { readonly norwegian: string; readonly english: string };
  readonly language: SearchQuery["language"];
  readonly mayGoOn: boolean;
  readonly mayEnd: boolean;
}

const askedOf = (
  word: string,
  { isExcluded, continues }: Pick<SearchTerm, "isExcluded" | "continues">,
  language: SearchQuery["language"],
): Asked => {
  const isNumber = /\d/.test(word);
  const stems = language === "OTHER" ? { norwegian: word, english: word } : stemsOf(word);
  const goesOn = continues !== "NO" && word.length >= MIN_BEGINNING;
  const isFront = !isNumber && !isExcluded && stems.norwegian.length >= MIN_FRONT;
  const mayEnd = !isNumber && !isExcluded && stems.norwegian.length >= MIN_END;
  return { word, stems, language, mayGoOn: goesOn || isFront, mayEnd };
};

/** Words of search_word that answer to one that was typed, the nearest first. One statement. */
const answersTo = async (read: Queries, asked: Asked): Promise<Answer[]> => {
  const { word, stems, mayGoOn, mayEnd } = asked;
  // The stem is what the word begins with, but for a few English endings.
  const base = word.startsWith(stems.norwegian) && stems.norwegian.length >= 2 ? stems.norwegian : word;
  const range = sql`word >= ${base} AND word < ${base + LAST}`;
  const isForm = sql`(stem = ${stems.norwegian} OR english = ${stems.english})`;
  const formsFirst = sql`CASE WHEN ${isForm} THEN 0 ELSE 1 END`;
  const tail = backwards(stems.norwegian);
  const selects = [
    select(mayGoOn ? range : sql`${range} AND ${isForm}`, formsFirst, MAX_ANSWERS),
    select(sql`english = ${stems.english}`, sql`english`, MAX_ANSWERS),
    ...(mayEnd ? [select(sql`tail >= ${tail} AND tail < ${tail + LAST}`, sql`n > 0`, MAX_ANSWERS)] : []),
  ];
  const rows = await read.rows<WordRow>(sql.join(selects, sql` UNION `));
  return rows
    .flatMap((row): Answer[] => {
      const how = matchOf(row, asked);
      return how === null ? [] : [{ ...row, n: Number(row.n), how }];
    })
    .sort((a, b) => RANK[a.how] - RANK[b.how] || b.n - a.n || (a.word < b.word ? -1 : 1))
    .slice(0, MAX_ANSWERS);
};

/** Words that are spelt nearly like one that nobody has written, and their other forms. */
const spelledLike = async (read: Queries, asked: Asked): Promise<Answer[]> => {
  const { word, language } = asked;
  const head = word.slice(0, 2);
  const stem = stemsOf(word).norwegian;
  const tail = backwards(stem).slice(0, 3);
  const isNearInLength = sql`length(word) BETWEEN ${word.length - 3} AND ${word.length + 3}`;
  const neighbours = await read.rows<WordRow>(
    sql.join(
      [
        select(
          sql`word >= ${head} AND word < ${head + LAST} AND ${isNearInLength}`,
          sql`n > 0`,
          MAX_NEIGHBOURS,
        ),
        select(
          sql`tail >= ${tail} AND tail < ${tail + LAST} AND ${isNearInLength}`,
          sql`n > 0`,
          MAX_NEIGHBOURS,
        ),
      ],
      sql` UNION `,
    ),
  );
  const found: Answer[] = [];
  for (const near of spellingsOf({ word, stem }, neighbours)) {
    const forms = await answersTo(read, {
      ...askedOf(near, { isExcluded: true, continues: "NO" }, language),
    });
    found.push(...forms.map((form) => ({ ...form, how: "SPELLING" as const })));
  }
  return found;
};

const phraseOf = (words: readonly string[], how: MatchKind, isPrefix = false): FoundPhrase => ({
  words,
  how,
  isPrefix,
});

const clauseOfWord = async (
  read: Queries,
  term: SearchTerm,
  word: string,
  language: SearchQuery["language"],
): Promise<Clause> => {
  if (!isKept(word)) {
    return { phrases: [phraseOf([word], "EXACT", term.continues === "YES")], tokens: [], n: null };
  }
  const asked = askedOf(word, term, language);
  const answers = await answersTo(read, asked);
  const isUnheardOf =
    answers.length === 0 && word.length >= MIN_SPELT && !/\d/.test(word) && !term.isExcluded;
  const found = isUnheardOf ? await spelledLike(read, asked) : answers;
  const others = found.filter((answer) => answer.word !== word);
  return {
    phrases: [phraseOf([word], "EXACT"), ...others.map((answer) => phraseOf([answer.word], answer.how))],
    tokens: [],
    n: found.reduce((sum, { n }) => sum + n, 0),
  };
};

/** Several words next to each other: as they stand, the last one perhaps going on; a number also without its gaps. */
const clauseOfWords = async (read: Queries, term: SearchTerm): Promise<Clause> => {
  const { words, continues } = term;
  const last = words.at(-1) ?? "";
  const phrases = [phraseOf(words, "EXACT", continues === "YES" && !isKept(last))];
  const joined = words.join("");
  if (!term.isQuoted && /^\d+$/.test(joined) && joined.length >= MIN_JOINED_DIGITS) {
    phrases.push(phraseOf([joined], "EXACT"));
  }
  if (continues !== "NO" && isKept(last) && last.length >= 2) {
    const range = sql`word > ${last} AND word < ${last + LAST}`;
    const longer = await read.rows<WordRow>(select(range, sql`n > 0`, MAX_ANSWERS));
    phrases.push(...longer.map(({ word }) => phraseOf([...words.slice(0, -1), word], "FRONT")));
  }
  return { phrases, tokens: [], n: null };
};

/**
 * What answers to each term of a search: other forms of a word, compounds that begin or end with it, words that are
 * spelt nearly so. A statement or two for each word, whatever the index holds.
 * @param tokensOf services and owners whose names answer to a term
 */
export const expandSearch = async (
  read: Queries,
  { groups, language }: SearchQuery,
  tokensOf: (term: SearchTerm) => readonly string[],
): Promise<ExpandedSearch> => {
  const clauseOf = async (term: SearchTerm): Promise<Clause> => {
    const [word, ...more] = term.words;
    const tokens = tokensOf(term);
    if (word === undefined) return { phrases: [], tokens, n: 0 };
    const isWord = more.length === 0;
    if (isWord && term.isQuoted) return { phrases: [phraseOf([word], "EXACT")], tokens, n: null };
    const clause = await (isWord ? clauseOfWord(read, term, word, language) : clauseOfWords(read, term));
    return { ...clause, tokens };
  };
  return {
    groups: await Promise.all(
      groups.map(async (terms) => ({
        wanted: await Promise.all(terms.filter(({ isExcluded }) => !isExcluded).map(clauseOf)),
        excluded: await Promise.all(terms.filter(({ isExcluded }) => isExcluded).map(clauseOf)),
      })),
    ),
  };
};
