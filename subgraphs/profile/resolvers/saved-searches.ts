import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { SavedFilter, SavedSearchRow } from "../../../drizzle/profile/tables.js";
import { SavedFilterScalar } from "../../../schema/saved-filter.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import type { ProfileContext } from "../context.js";
import { partyIdsOf } from "../rules/parties.js";
import { filterAt, problemOf, type ReadSearch, readSearch } from "../rules/saved-search.js";
import { MAX_SAVED_SEARCHES, type SearchContent } from "../store/saved-searches.js";
import { type ProfileError, ProfileLimitReached } from "../types/profile-error.js";
import { RememberedParty } from "../types/remembered-party.js";
import {
  ChangeSavedSearchInput,
  ProfileChangedPayload,
  SavedSearch,
  SavedSearchKeyInput,
  SavedSearchPayload,
  SaveSearchInput,
} from "../types/saved-search.js";
import { changed, conflict, idNow, invalid, notFound, unchanged } from "./answers.js";
import { rememberedParty } from "./remembered.js";

const saved = (row: SavedSearchRow): SavedSearchPayload => ({ savedSearch: row, errors: [] });
const unsaved = (error: ProfileError): SavedSearchPayload => ({ savedSearch: null, errors: [error] });
const unknown = () => notFound("saved search", "workspace { savedSearches }");

/** With the parties by their UUIDs. @throws DomainError `PARTY_NOT_AUTHORISED` */
const contentOf = async (
  read: ReadSearch,
  { loaders }: ProfileContext,
  kept?: ReadonlySet<string>,
): Promise<Partial<SearchContent>> => {
  const { parties, ...content } = read;
  if (parties === undefined) return content;
  const partyIds = parties === null ? null : partyIdsOf(parties, await loaders.parties(), kept);
  return { ...content, partyIds };
};

@Resolver(() => SavedSearch)
export class SavedSearchResolver {
  @FieldResolver(() => [RememberedParty], {
    nullable: true,
    description: "The parties that it is about; null: whoever the workspace is about.",
  })
  async parties(
    @Root() { partyIds }: SavedSearch,
    @Ctx() { loaders }: ProfileContext,
  ): Promise<RememberedParty[] | null> {
    if (partyIds === null) return null;
    const known = await loaders.parties();
    return partyIds.map((partyId) => rememberedParty({ partyId }, known));
  }

  @FieldResolver(() => DateTimeScalar, {
    description: "What came after this moment is new: when it was last opened, else when it was saved.",
  })
  newSince(@Root() { lastOpenedAt, createdAt }: SavedSearch): number {
    return lastOpenedAt ?? createdAt;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Why it can't be looked up as it is: it was saved for a history of other filters than today's. Null where it can.",
  })
  problem(@Root() search: SavedSearchRow, @Ctx() { clock }: ProfileContext): string | null {
    return problemOf(filterAt(search, clock()));
  }

  @FieldResolver(() => SavedFilterScalar, {
    nullable: true,
    description:
      "What all items must have; what was saved as a time from today on, e.g. this week, as it is now. Null where another " +
      "client saved what the history has no filter for.",
  })
  filter(@Root() search: SavedSearchRow, @Ctx() { clock }: ProfileContext): SavedFilter | null {
    return filterAt(search, clock());
  }
}

@Resolver()
export class SavedSearchesResolver {
  @Mutation(() => SavedSearchPayload, {
    description: `Saves a search of the history; at most ${MAX_SAVED_SEARCHES} of them.`,
  })
  async saveSearch(
    @Arg("input", () => SaveSearchInput, { description: "What to look for, and what to call it." })
    input: SaveSearchInput,
    @Ctx() context: ProfileContext,
  ): Promise<SavedSearchPayload> {
    const { name, search = null, filter = {}, parties = null } = input;
    const read = readSearch({ name, search, filter, parties });
    if ("problem" in read) return unsaved(invalid(read.problem));
    const empty = { name, search: null, filter: {}, partyIds: null, asked: null };
    const content = { ...empty, ...(await contentOf(read, context)) };
    const row = await context.store.searches.create(context.own(), idNow(context), content);
    return row === "LIMIT_REACHED"
      ? unsaved(
          new ProfileLimitReached(`You have ${MAX_SAVED_SEARCHES} saved searches already. Remove one first.`),
        )
      : saved(row);
  }

  @Mutation(() => SavedSearchPayload, {
    description: "Changes a saved search: its name, or what it looks for.",
  })
  async changeSavedSearch(
    @Arg("input", () => ChangeSavedSearchInput, { description: "Which one, and what to change." })
    { id, revision, ...given }: ChangeSavedSearchInput,
    @Ctx() context: ProfileContext,
  ): Promise<SavedSearchPayload> {
    const before = (await context.loaders.savedSearches()).find((row) => row.id === id);
    if (before === undefined) return unsaved(unknown());
    const read = readSearch(given);
    if ("problem" in read) return unsaved(invalid(read.problem));
    const content = await contentOf(read, context, new Set(before.partyIds ?? []));
    // What another client saved word for word holds no longer, unless only the name is another.
    const isOnlyNamed = Object.keys(content).every((key) => key === "name");
    const changes = isOnlyNamed ? content : { ...content, asked: null };
    const row = await context.store.searches.update(context.own(), { id }, revision ?? null, changes);
    if (row === null) return unsaved(unknown());
    return row === "CONFLICT" ? unsaved(conflict("saved search")) : saved(row);
  }

  @Mutation(() => SavedSearchPayload, {
    description: "Notes that the viewer looks at a saved search now: what comes from now on is new.",
  })
  async openSavedSearch(
    @Arg("input", () => SavedSearchKeyInput, { description: "Which one." }) { id }: SavedSearchKeyInput,
    @Ctx() context: ProfileContext,
  ): Promise<SavedSearchPayload> {
    const row = await context.store.searches.open(context.own(), id);
    return row === null ? unsaved(unknown()) : saved(row);
  }

  @Mutation(() => ProfileChangedPayload, { description: "Removes a saved search." })
  async removeSavedSearch(
    @Arg("input", () => SavedSearchKeyInput, { description: "Which one." }) { id }: SavedSearchKeyInput,
    @Ctx() context: ProfileContext,
  ): Promise<ProfileChangedPayload> {
    const isRemoved = await context.store.searches.remove(context.call.viewer.party, { id });
    return isRemoved ? changed : unchanged(unknown());
  }
}
