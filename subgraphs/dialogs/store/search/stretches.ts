import type { ExpandedSearch } from "../../rules/expanded-search.js";
import type { WholeSearch } from "./search-index.js";

/** A search with fewer hits than that is looked through at once. */
const FEW_HITS = 50_000;
/** So many documents the first stretch has, where there are more hits. */
const FIRST_DOCUMENTS = { FEW: 500_000, MANY: 200_000 } as const;

/** About how many documents a search finds, whoever's they are. */
const estimateOf = ({ groups }: ExpandedSearch, documents: number): number =>
  groups.reduce((sum, { wanted }) => sum + Math.min(documents, ...wanted.map(({ n }) => n ?? 0)), 0);

/** About how many documents are looked through first: all of them, where little is found. */
export const firstDocuments = ({ search, kind, documents }: WholeSearch): number =>
  estimateOf(search, documents) <= FEW_HITS ? documents : Math.min(documents, FIRST_DOCUMENTS[kind]);
