import type { SavedFilter, SavedSearchRow } from "../../../drizzle/profile/tables.js";
import { readSavedFilter } from "../../../schema/saved-filter.js";
import { filterOfAsked } from "./arbeidsflate-search.js";
import { MAX_NAME, readText } from "./names.js";

/** The history reads no more of a search either. */
const MAX_SEARCH = 500;
const MAX_PARTIES = 1_000;

/** A search as somebody wants it saved. Parties are named by UUID or URN. */
export interface GivenSearch {
  readonly name?: string | null;
  readonly search?: string | null;
  readonly filter?: SavedFilter | null;
  readonly parties?: readonly string[] | null;
}

/** What of it can be kept; absent: not spoken of. */
export interface ReadSearch {
  readonly name?: string;
  readonly search?: string | null;
  readonly filter?: SavedFilter;
  readonly parties?: readonly string[] | null;
}

const withoutParties = ({ parties: _, ...filter }: SavedFilter): SavedFilter => filter;

/** Parties that a filter names itself; `undefined` where it names none, a problem where it names something else. */
const partiesIn = (filter: SavedFilter): readonly string[] | undefined => {
  const { parties } = filter as { parties?: readonly string[] | null };
  return parties ?? undefined;
};

/** Reads a search that is to be saved; or says what is wrong with it. */
export const readSearch = (given: GivenSearch): ReadSearch | { readonly problem: string } => {
  const read: { -readonly [Key in keyof ReadSearch]: ReadSearch[Key] } = {};
  if (given.name !== undefined) {
    const name = readText("name", given.name ?? "", MAX_NAME);
    if ("problem" in name) return name;
    read.name = name.text;
  }
  if (given.search !== undefined) {
    const search = given.search?.trim() ?? "";
    if (search.length > MAX_SEARCH) {
      return { problem: `search has ${search.length} characters; at most ${MAX_SEARCH} are read.` };
    }
    read.search = search === "" ? null : search;
  }
  if (given.parties !== undefined) read.parties = given.parties;
  if (given.filter !== undefined) {
    const filter = given.filter ?? {};
    const checked = readSavedFilter(filter);
    if ("problem" in checked) return checked;
    const named = partiesIn(filter);
    if (named !== undefined && (given.parties ?? null) !== null) {
      return { problem: "Both filter.parties and parties name parties; name them in one of the two." };
    }
    if (named !== undefined) read.parties = named;
    read.filter = withoutParties(filter);
  }
  if ((read.parties ?? []).length > MAX_PARTIES) {
    return { problem: `${read.parties?.length} parties are named; name at most ${MAX_PARTIES}.` };
  }
  return read;
};

/** What a saved search is narrowed by, at a moment: some clients' searches say "this week". */
export const filterAt = (
  { filter, asked }: Pick<SavedSearchRow, "filter" | "asked">,
  now: number,
): SavedFilter | null => (asked === null ? filter : filterOfAsked(asked, now));

/** What keeps a saved search from being looked up; `null`: nothing. */
export const problemOf = (filter: SavedFilter | null): string | null => {
  if (filter === null) return "It asks for something that the history has no filter for.";
  const read = readSavedFilter(filter);
  return "problem" in read ? read.problem : null;
};
