import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import type { AskedSearch, SavedSearchRow } from "../../../../drizzle/profile/tables.js";
import type { ProfileContext } from "../../context.js";
import { profileError } from "../../errors.js";
import { askedOf, filterOfAsked } from "../../rules/arbeidsflate-search.js";
import { MAX_NAME, readText } from "../../rules/names.js";
import { type KnownParties, partyIdsOf } from "../../rules/parties.js";
import { readSearch } from "../../rules/saved-search.js";
import { MAX_SAVED_SEARCHES } from "../../store/saved-searches.js";
import { Response } from "../../types/arbeidsflate-response.js";
import { SavedSearches, SavedSearchInput } from "../../types/arbeidsflate-search.js";
import { idNow } from "../answers.js";
import { done, refused } from "./responses.js";

const MAX_FILTERS = 200;
const MAX_VALUE = 300;

const shown = (row: SavedSearchRow, known: KnownParties): SavedSearches => ({
  id: row.number,
  name: row.name,
  data: { ...askedOf(row), urn: (row.partyIds ?? []).map((id) => known.publicUrnOf(id)) },
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

/** There, a search may be called nothing. */
const readName = (name: string | null | undefined): string | { readonly problem: string } => {
  if ((name ?? "").trim() === "") return "";
  const read = readText("name", name ?? "", MAX_NAME);
  return "problem" in read ? read : read.text;
};

const askedIn = ({ searchString, fromView, filters }: SavedSearchInput): AskedSearch => ({
  searchString: searchString ?? null,
  fromView: fromView ?? null,
  filters:
    filters?.flatMap((one) => (one === null ? [] : [{ id: one.id ?? null, value: one.value ?? null }])) ??
    null,
});

/** What is too much of it to be kept word for word. */
const sizeProblem = ({ fromView, filters }: AskedSearch): string | null => {
  if ((filters ?? []).length > MAX_FILTERS)
    return `data.filters has ${filters?.length}; at most ${MAX_FILTERS} are kept.`;
  const values = [fromView, ...(filters ?? []).flatMap(({ id, value }) => [id, value])];
  return values.some((value) => (value ?? "").length > MAX_VALUE)
    ? `A value has more than ${MAX_VALUE} characters; leave it out.`
    : null;
};

@Resolver()
export class ArbeidsflateSearchesResolver {
  @Query(() => [SavedSearches], {
    nullable: "itemsAndList",
    description:
      "Searches that the viewer has saved, as Arbeidsflate has them; `workspace.savedSearches` has more.",
  })
  async savedSearches(@Ctx() { loaders }: ProfileContext): Promise<SavedSearches[]> {
    const [rows, known] = await Promise.all([loaders.savedSearches(), loaders.parties()]);
    return rows.map((row) => shown(row, known));
  }

  @Mutation(() => SavedSearches, {
    nullable: true,
    description: "Saves a search, as Arbeidsflate does; `saveSearch` takes any filter of the history.",
  })
  async createSavedSearch(
    @Arg("name", () => String, { nullable: true, description: "What to call it; it may be called nothing." })
    name: string | null,
    @Arg("data", () => SavedSearchInput, { nullable: true, description: "What to look for." })
    data: SavedSearchInput | null | undefined,
    @Ctx() context: ProfileContext,
  ): Promise<SavedSearches> {
    const refuse = (problem: string): never => {
      throw profileError("SAVED_SEARCH_REFUSED", problem);
    };
    const read = readName(name);
    if (typeof read !== "string") return refuse(read.problem);
    if (data == null) return refuse("data is missing; say what to look for.");
    const asked = askedIn(data);
    const problem = sizeProblem(asked);
    if (problem !== null) return refuse(problem);
    const search = readSearch({ search: asked.searchString });
    if ("problem" in search) return refuse(search.problem);
    const known = await context.loaders.parties();
    const named = data.urn?.filter((urn) => urn !== null) ?? [];
    const content = {
      name: read,
      search: search.search ?? null,
      filter: filterOfAsked(asked, context.clock()),
      partyIds: named.length === 0 ? null : partyIdsOf(named, known),
      asked,
    };
    const row = await context.store.searches.create(context.own(), idNow(context), content);
    return row === "LIMIT_REACHED"
      ? refuse(`You have ${MAX_SAVED_SEARCHES} saved searches already. Remove one first.`)
      : shown(row, known);
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Gives one of the viewer's saved searches another name, as Arbeidsflate does.",
  })
  async updateSavedSearch(
    @Arg("id", () => Int, { description: "Its number." }) number: number,
    @Arg("name", () => String, { nullable: true, description: "What to call it." }) name: string | null,
    @Ctx() { own, store }: ProfileContext,
  ): Promise<Response> {
    const read = readName(name);
    if (typeof read !== "string") return refused(read.problem);
    const row = await store.searches.update(own(), { number }, null, { name: read });
    return row === null
      ? refused("You have no such saved search.")
      : done("The saved search has its new name.");
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Removes one of the viewer's saved searches, as Arbeidsflate does.",
  })
  async deleteSavedSearch(
    @Arg("id", () => Int, { description: "Its number." }) number: number,
    @Ctx() { call, store }: ProfileContext,
  ): Promise<Response> {
    const isRemoved = await store.searches.remove(call.viewer.party, { number });
    return isRemoved ? done("The saved search is removed.") : refused("You have no such saved search.");
  }
}
