import type { SQL } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { SearchDocument } from "../../rules/search-document.js";
import type { SearchTerm } from "../../rules/search-query.js";
import { EVERY_TOKEN, ownerToken, partyToken, serviceToken } from "./tokens.js";

/** What the search index is asked. */
export interface SearchRequest {
  readonly terms: readonly SearchTerm[];
  /** Look only for dialogs of these; empty: whoever's they are. */
  readonly parties: readonly string[];
  /** All words, or the open ones only. */
  readonly words: "ALL" | "OPEN";
}

/** What a new search document is of, and where it goes. */
export interface SearchEntry {
  readonly seq: number;
  readonly party: string;
  readonly org: string;
  readonly serviceResource: string;
  readonly contentUpdatedAt: number;
  readonly document: SearchDocument;
}

/** The words that a document is narrowed by; no word of a text is among them. */
export const scopeTokensOf = ({
  party,
  org,
  serviceResource,
}: Pick<SearchEntry, "party" | "org" | "serviceResource">): string[] => [
  EVERY_TOKEN,
  partyToken(party),
  serviceToken(serviceResource),
  ownerToken(org),
];

/** The full-text index of one database. */
export interface SearchIndex {
  /** A select of `seq` of what is found. */
  find(request: SearchRequest): SQL;

  /** Adds documents. */
  add(tx: Queries, entries: readonly SearchEntry[]): Promise<void>;

  /** Takes dialogs out, e.g. before they are added anew. */
  remove(tx: Queries, seqs: readonly number[]): Promise<void>;
}
