import { wordsOf } from "../../../lib/words.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { HistoryRow } from "../store/selection.js";
import type { Clause, ExpandedSearch, MatchKind } from "./expanded-search.js";

/** What a match is worth, by how a word answers. */
const KINDS: Readonly<Record<MatchKind, number>> = {
  EXACT: 10,
  STEM: 7,
  FRONT: 4,
  END: 4,
  SPELLING: 3,
};

/** By where it stands. What stands in no field of the row (a message, a tag, the service's name) is worth `ELSEWHERE`. */
const FIELDS = { title: 10, externalReference: 10, senderName: 5, summary: 4 } as const;
const ELSEWHERE = 10;

/** A match that leaves little of a short title over is a better one. */
const WHOLE_TITLE = 20;

const occursAt = (phrase: readonly string[], words: readonly string[], isPrefix: boolean): boolean =>
  words.some((_, start) =>
    phrase.every((word, index) => {
      const there = words[start + index];
      const mayGoOn = isPrefix && index === phrase.length - 1;
      return there !== undefined && (mayGoOn ? there.startsWith(word) : there === word);
    }),
  );

/** What the best of a clause's phrases that stands in one text is worth. */
const worthIn = (words: readonly string[], { phrases }: Clause): number =>
  phrases.reduce(
    (most, { words: phrase, how, isPrefix }) =>
      KINDS[how] > most && occursAt(phrase, words, isPrefix) ? KINDS[how] : most,
    0,
  );

const textsOf = (text: LocalizedText | null): string[][] => Object.values(text ?? {}).map(wordsOf);

/**
 * How well a row answers to a search, by the texts that it shows: each term counts where it stands best. Rows are only
 * compared with others of the same search.
 */
export const scoreOf = (search: ExpandedSearch, row: HistoryRow): number => {
  const fields = [
    [FIELDS.title, textsOf(row.title)],
    [FIELDS.summary, textsOf(row.summary)],
    [FIELDS.senderName, textsOf(row.senderName)],
    [FIELDS.externalReference, row.externalReference === null ? [] : [wordsOf(row.externalReference)]],
  ] as const;
  const titles = textsOf(row.title);
  const scores = search.groups.map(({ wanted }) => {
    const terms = wanted.map((clause) =>
      Math.max(
        ELSEWHERE,
        ...fields.flatMap(([weight, texts]) => texts.map((words) => weight * worthIn(words, clause))),
      ),
    );
    const covered = titles.map((words) => {
      const met = wanted.filter((clause) => worthIn(words, clause) > 0).length;
      return words.length === 0 ? 0 : (WHOLE_TITLE * met) / Math.max(words.length, wanted.length);
    });
    return terms.reduce((sum, score) => sum + score, 0) + Math.max(0, ...covered);
  });
  return Math.round(Math.max(0, ...scores) * 100);
};
