import type { AskedSearch, SavedFilter, SavedSearchRow } from "../../../drizzle/profile/tables.js";
import { readSavedFilter } from "../../../schema/saved-filter.js";
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

/** What keeps a saved search from being looked up today; `null`: nothing. */
export const problemOf = ({ filter }: Pick<SavedSearchRow, "filter">): string | null => {
  if (filter === null) return "It asks for something that the history has no filter for.";
  const read = readSavedFilter(filter);
  return "problem" in read ? read.problem : null;
};

const FOLDERS: Readonly<Record<string, string>> = {
  "/drafts": "DRAFTS",
  "/sent": "SENT",
  "/archive": "ARCHIVE",
  "/bin": "BIN",
};
const VIEWS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FOLDERS).map(([view, folder]) => [folder, view]),
);

/** Arbeidsflate's names of what can be filtered by, and ours. Several values of one are alternatives there as here. */
const LISTS: Readonly<Record<string, string>> = { org: "owner", status: "status", service: "service" };
const MOMENTS: Readonly<Record<string, string>> = { fromDate: "updatedAfter", toDate: "updatedBefore" };

/** A date alone is the whole day, in UTC. */
const momentOf = (id: string, value: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(value)
    ? `${value}T${id === "fromDate" ? "00:00:00.000" : "23:59:59.999"}Z`
    : value;

/**
 * The history's filter for what a client of Arbeidsflate's saves; `null` where the history has none for it: then it is
 * given back as it came, but not looked up.
 */
export const filterOfAsked = ({ searchString, fromView, filters }: AskedSearch): SavedFilter | null => {
  const filter: Record<string, unknown> = {};
  const isNarrowed = (searchString ?? "").trim() !== "" || (filters ?? []).length > 0;
  const folder = FOLDERS[fromView ?? ""];
  if (folder !== undefined) filter["folder"] = folder;
  else if (!isNarrowed) filter["folder"] = "INBOX"; // with anything asked for, its inbox looks everywhere
  for (const { id, value } of filters ?? []) {
    if (id === null || value === null) continue;
    const list = LISTS[id];
    const moment = MOMENTS[id];
    if (list !== undefined) filter[list] = [...((filter[list] as string[] | undefined) ?? []), value];
    else if (moment !== undefined) filter[moment] = momentOf(id, value);
    else return null;
  }
  return "problem" in readSavedFilter(filter) ? null : filter;
};

/** What a client of Arbeidsflate's is shown of a search that was saved by another. */
export const askedOf = ({ search, filter, asked }: SavedSearchRow): AskedSearch => {
  if (asked !== null) return asked;
  const entries = Object.entries({ ...LISTS, ...MOMENTS }).flatMap(([id, ours]) => {
    const value = filter?.[ours];
    const values = Array.isArray(value) ? value : value == null ? [] : [value];
    return values.map((one) => ({ id, value: String(one) }));
  });
  return { searchString: search ?? "", fromView: VIEWS[String(filter?.["folder"])] ?? "/", filters: entries };
};
