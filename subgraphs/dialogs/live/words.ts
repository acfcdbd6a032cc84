import { type Stems, stemsOf } from "../../../lib/stems.js";
import { wordsOf } from "../../../lib/words.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { namesFor } from "../rules/name-matching.js";
import { joinedNumbersOf } from "../rules/numbers.js";
import type { SearchableName, SearchQuery, SearchTerm } from "../rules/search-query.js";
import type { HistoryRow } from "../store/selection.js";

type Words = SearchableName["words"];

const textsOf = (text: LocalizedText | null): string[] => Object.values(text ?? {});

/** What a live item is found by, text by text: a phrase does not reach over from one to the next. */
const documentOf = (row: HistoryRow): string[] => {
  const texts = [
    ...textsOf(row.title),
    ...textsOf(row.summary),
    ...textsOf(row.senderName),
    row.externalReference ?? "",
  ];
  return [...texts, ...texts.flatMap(joinedNumbersOf)];
};

/**
 * Whether items have the words that are looked for, of sources that don't look for words themselves. As the index does:
 * any form of a word, the beginning of one, and the names of services and owners; but no other spelling.
 */
export const createWordMatcher = ({ groups, names = [] }: SearchQuery): ((row: HistoryRow) => boolean) => {
  const stems = new Map<string, Stems>();
  const stemmed = (word: string): Words[number] => {
    const known = stems.get(word) ?? stemsOf(word);
    stems.set(word, known);
    return { word, stems: known };
  };
  const named = new Map<SearchTerm, { services: ReadonlySet<string>; owners: ReadonlySet<string> }>(
    groups.flat().map((term) => {
      const found = namesFor(names, term).map(({ of }) => of);
      const services = new Set(found.flatMap((of) => ("service" in of ? [of.service] : [])));
      const owners = new Set(found.flatMap((of) => ("owner" in of ? [of.owner] : [])));
      return [term, { services, owners }];
    }),
  );
  return (row) => {
    const texts: SearchableName[] = documentOf(row).map((text) => ({
      of: { service: row.serviceResource },
      words: wordsOf(text).map(stemmed),
    }));
    const answers = (term: SearchTerm): boolean =>
      named.get(term)?.services.has(row.serviceResource) === true ||
      named.get(term)?.owners.has(row.org) === true ||
      namesFor(texts, term).length > 0;
    return groups.some((terms) => terms.every((term) => answers(term) !== term.isExcluded));
  };
};
