/**
 * How a word of a text answers to a word that was typed: it is the same; another form of it; a word that goes on where
 * it ends (`skatt` and `skattemelding`); a compound that ends with it (`melding` and `skattemelding`); a word that is
 * spelt nearly like it, where nothing is spelt so.
 */
export type MatchKind = "EXACT" | "STEM" | "FRONT" | "END" | "SPELLING";

/** Words next to each other that answer to a term. */
export interface FoundPhrase {
  readonly words: readonly string[];
  readonly how: MatchKind;
  /** Whether the last one may go on: of long numbers, which no list has. */
  readonly isPrefix: boolean;
}

/** What answers to one term. */
export interface Clause {
  readonly phrases: readonly FoundPhrase[];
  /** Services and owners whose names answer to it: words that the index has for them. */
  readonly tokens: readonly string[];
  /** About how many documents have any of it; `null`: not known, and hardly many. */
  readonly n: number | null;
}

/** Terms that must all be met, and some that must not. */
export interface ClauseGroup {
  readonly wanted: readonly Clause[];
  readonly excluded: readonly Clause[];
}

/** A search, each term of which stands for all that answers to it. One of the groups must be met. */
export interface ExpandedSearch {
  readonly groups: readonly ClauseGroup[];
}
