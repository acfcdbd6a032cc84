import type { SQL } from "drizzle-orm";
import type { Queries, Transaction } from "../../../../drizzle/database.js";
import type { ExpandedSearch } from "../../rules/expanded-search.js";
import type { SearchDocument } from "../../rules/search-document.js";
import { EVERY_TOKEN, ownerToken, partyToken, serviceToken } from "./tokens.js";

/** What the search index is asked. */
export interface SearchRequest {
  readonly search: ExpandedSearch;
  /** All words, or the open ones only. */
  readonly words: "ALL" | "OPEN";
}

/** Whose dialogs are looked for. Numbers tell parties apart nearly always; authorization is asked afterwards. */
export type PartiesSought =
  | { readonly kind: "FEW"; readonly parties: readonly string[] }
  | { readonly kind: "MANY"; readonly numbers: readonly number[] };

/** A search of which it is asked how far to look at first. */
export interface WholeSearch {
  readonly search: ExpandedSearch;
  readonly kind: PartiesSought["kind"];
  /** About how many documents there are. */
  readonly documents: number;
}

/** A stretch of the index that is looked through in its order. */
export interface StretchRequest extends SearchRequest {
  readonly parties: PartiesSought;
  /** About how many documents there are. */
  readonly documents: number;
  /** The first place, and the place after the last. */
  readonly from: number;
  readonly to: number;
  readonly direction: "NEWEST_FIRST" | "OLDEST_FIRST";
  readonly limit: number;
}

/** What a new search document is of, and where it goes. */
export interface SearchEntry {
  readonly seq: number;
  readonly party: string;
  readonly org: string;
  readonly serviceResource: string;
  readonly contentUpdatedAt: number;
  /** Makes its words; to be asked once, so that of many documents only one's words are held at a time. */
  document(): SearchDocument;
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
  /** A statement on (seq, place, party) of what is found in a stretch, in its order, at most `limit`. */
  stretch(request: StretchRequest): SQL;

  /** About how many documents are looked through first. */
  firstDocuments(search: WholeSearch): number;

  /**
   * A select of `seq` of what is found, in no order.
   * @param parties look only for dialogs of these; empty: whoever's they are
   */
  find(request: SearchRequest & { readonly parties: readonly string[] }): SQL;

  /** A statement on `seq` of those, of some dialogs, that are found. */
  among(request: SearchRequest, seqs: readonly number[]): SQL;

  /** A statement on `seq` of dialogs that are not in the index, the last inserted first. Both bounds are inclusive. */
  missing(seqs: { readonly from: number; readonly to: number; readonly limit: number }): SQL;

  /** One row (newest, oldest, documents): the first place and the last, and about how many documents there are. */
  readonly extent: SQL;

  /** Adds documents, at the transaction's end at the latest. */
  add(tx: Transaction, entries: readonly SearchEntry[]): Promise<void>;

  /** Takes dialogs out, e.g. before they are added anew. */
  remove(tx: Queries, seqs: readonly number[]): Promise<void>;
}
