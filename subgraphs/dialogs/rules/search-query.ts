import type { Stems } from "../../../lib/stems.js";
import { tableOf } from "../../../lib/table-of.js";
import { wordsOf } from "../../../lib/words.js";
import { dialogsError } from "../errors.js";
import { MIN_JOINED_DIGITS } from "./numbers.js";

/** Whether a word may go on: not at all, as it may be half typed, or because a `*` says so. */
export type Continuation = "NO" | "MAYBE" | "YES";

/** One thing that must, or must not, be in what is found. */
export interface SearchTerm {
  /** Next to each other, in this order; one word or more, folded. */
  readonly words: readonly string[];
  /** As it stands, and in no other form. */
  readonly isQuoted: boolean;
  /** Whether the last word may go on. */
  readonly continues: Continuation;
  readonly isExcluded: boolean;
}

/** What somebody typed in a search box. */
export interface SearchQuery {
  /** One of these must be met, all terms of it; without any nothing can be found. */
  readonly groups: readonly (readonly SearchTerm[])[];
  /** By which language's rules other forms of a word are found; `null`: by Norwegian's and English's. */
  readonly language: "NORWEGIAN" | "ENGLISH" | "OTHER" | null;
  /** What services and owners are called, who are found by their names as well. */
  readonly names?: readonly SearchableName[];
}

/** What a service, or an owner, is called in one language. */
export interface SearchableName {
  /** URN of the service, or code of the owner. */
  readonly of: { readonly service: string } | { readonly owner: string };
  /** Folded. */
  readonly words: readonly { readonly word: string; readonly stems: Stems }[];
}

/** How a text is read. */
export interface Reading {
  /**
   * What words without anything between them mean: all of them (`AND`), or, as Dialogporten has it, any of them (`OR`)
   * unless the text has an operator of its own.
   */
  readonly between?: "AND" | "OR";
  /** ISO 639-1 of what was typed; `null`: not known. */
  readonly languageCode?: string | null;
}

const MAX_LENGTH = 500;
const MAX_TERMS = 32;

/** `-"a phrase"`, `-word`, and a quote that is never closed runs to the end. */
const TERM = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/g;

const OR = /^(or|OR|ELLER)$/;
const AND = /^(AND|OG)$/;

/**
 * Words that join others. Beside other words they are not asked for: hardly any text is about them. The English `by` is
 * not among them, as it is a town in Norwegian.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  wordsOf(
    "og i på om for til av en et ei ein eit den det de dei som er å med fra frå ved the a an of and to in on for is at",
  ),
);

type Part = { readonly kind: "TERM"; readonly term: SearchTerm } | { readonly kind: "OR" | "AND" };

const partsOf = (text: string): Part[] =>
  [...text.matchAll(TERM)].flatMap(([, minus, phrase, bare = ""]): Part[] => {
    const isQuoted = phrase !== undefined;
    const isExcluded = minus === "-";
    if (!isQuoted && !isExcluded && OR.test(bare)) return [{ kind: "OR" }];
    if (!isQuoted && !isExcluded && AND.test(bare)) return [{ kind: "AND" }];
    const words = wordsOf(phrase ?? bare);
    const continues = !isQuoted && bare.endsWith("*") ? "YES" : "NO";
    return words.length === 0 ? [] : [{ kind: "TERM", term: { words, isQuoted, continues, isExcluded } }];
  });

const isDigits = ({ words, isQuoted, isExcluded }: SearchTerm): boolean =>
  !isQuoted && !isExcluded && words.every((word) => /^\d+$/.test(word));

/** `974 761 076` is one number, as in the documents. */
const withJoinedNumbers = (terms: readonly SearchTerm[]): SearchTerm[] => {
  const joined: SearchTerm[] = [];
  for (let at = 0; at < terms.length; at++) {
    let end = at;
    while (end < terms.length && isDigits(terms[end] as SearchTerm)) end += 1;
    const run = terms.slice(at, end);
    const words = run.flatMap((term) => term.words);
    const [term] = terms.slice(at, at + 1);
    if (run.length > 1 && words.join("").length >= MIN_JOINED_DIGITS) {
      joined.push({ words, isQuoted: false, continues: "NO", isExcluded: false });
      at = end - 1;
    } else if (term !== undefined) joined.push(term);
  }
  return joined;
};

const withoutStopWords = (terms: readonly SearchTerm[]): readonly SearchTerm[] => {
  const telling = terms.filter(
    ({ words: [word = "", ...more], isQuoted, continues }) =>
      isQuoted || more.length > 0 || continues === "YES" || !STOP_WORDS.has(word),
  );
  return telling.some(({ isExcluded }) => !isExcluded) ? telling : terms;
};

const groupsOf = (parts: readonly Part[], between: "AND" | "OR"): SearchTerm[][] => {
  const hasOperator = parts.some(({ kind, ...part }) =>
    "term" in part ? (part as { term: SearchTerm }).term.isExcluded : kind !== "TERM",
  );
  const groups: SearchTerm[][] = [[]];
  for (const part of parts) {
    const isNew = part.kind === "OR" || (part.kind === "TERM" && between === "OR" && !hasOperator);
    if (isNew) groups.push([]);
    if (part.kind === "TERM") groups.at(-1)?.push(part.term);
  }
  return groups.filter((terms) => terms.length > 0);
};

/** The last word may be half typed, unless it is excluded or quoted. */
const withHalfTyped = (parts: readonly Part[]): Part[] =>
  parts.map((part, index) => {
    const isOpen =
      index === parts.length - 1 &&
      part.kind === "TERM" &&
      !part.term.isQuoted &&
      !part.term.isExcluded &&
      part.term.continues === "NO";
    return isOpen ? { kind: "TERM", term: { ...part.term, continues: "MAYBE" } } : part;
  });

const LANGUAGES: Readonly<Record<string, SearchQuery["language"]>> = tableOf({
  nb: "NORWEGIAN",
  nn: "NORWEGIAN",
  no: "NORWEGIAN",
  en: "ENGLISH",
});

const tooLong = (what: string, most: number) =>
  dialogsError("SEARCH_TOO_LONG", `The search has ${what}; at most ${most} are read. Leave some out.`);

/**
 * Reads what somebody typed in a search box. Any text is good: signs are skipped, `"…"` is a phrase, a leading `-`
 * excludes, `OR` gives a choice between what stands on its two sides, a trailing `*` lets the word go on, and the last
 * word may always go on, as it may be half typed.
 * @returns `null` where there is nothing but white space: no search at all
 * @throws DomainError `SEARCH_TOO_LONG`
 */
export const parseSearch = (
  text: string | null | undefined,
  { between = "AND", languageCode = null }: Reading = {},
): SearchQuery | null => {
  if (text == null || text.trim() === "") return null;
  if (text.length > MAX_LENGTH) throw tooLong(`${text.length} characters`, MAX_LENGTH);
  const parts = withHalfTyped(partsOf(text));
  const count = parts.filter(({ kind }) => kind === "TERM").length;
  if (count > MAX_TERMS) throw tooLong(`${count} words`, MAX_TERMS);
  const groups = groupsOf(parts, between).map((terms) => withoutStopWords(withJoinedNumbers(terms)));
  const code = languageCode?.toLowerCase().split(/[-_]/)[0];
  return { groups, language: code === undefined ? null : (LANGUAGES[code] ?? "OTHER") };
};
