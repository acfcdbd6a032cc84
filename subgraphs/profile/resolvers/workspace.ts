import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ProfileContext } from "../context.js";
import { Party } from "../types/party.js";
import { PartyGroup } from "../types/party-group.js";
import { RememberedParty } from "../types/remembered-party.js";
import { SavedSearch } from "../types/saved-search.js";
import { Workspace } from "../types/workspace.js";
import { groupOf } from "./party-groups.js";
import { rememberedParty } from "./remembered.js";

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @FieldResolver(() => [SavedSearch], {
    nullable: true,
    description: "Searches that the viewer has saved, oldest first, whoever they are about.",
  })
  async savedSearches(@Ctx() { loaders }: ProfileContext): Promise<SavedSearch[]> {
    return loaders.savedSearches();
  }

  @FieldResolver(() => [RememberedParty], {
    nullable: true,
    description: "Parties that the viewer has made their favourites, in their order.",
  })
  async favoriteParties(@Ctx() { loaders }: ProfileContext): Promise<RememberedParty[]> {
    const [groups, known] = await Promise.all([loaders.groups(), loaders.parties()]);
    const favorites = groups.find(({ group }) => group.isFavorites);
    return (favorites?.members ?? []).map((member) => rememberedParty(member, known));
  }

  @FieldResolver(() => [PartyGroup], {
    nullable: true,
    description:
      "Groups of parties that the viewer has made, in their order. The favourites are not among them.",
  })
  async partyGroups(@Ctx() { loaders }: ProfileContext): Promise<PartyGroup[]> {
    return (await loaders.groups()).filter(({ group }) => !group.isFavorites).map(groupOf);
  }
}

@Resolver(() => Party)
export class PartyResolver {
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether it is one of the viewer's favourites.",
  })
  async isFavorite(@Root() { id }: Party, @Ctx() { loaders }: ProfileContext): Promise<boolean> {
    return (await loaders.favorites()).has(id);
  }

  @FieldResolver(() => [PartyGroup], {
    nullable: true,
    description: "The viewer's groups that it is in, the favourites not among them.",
  })
  async groups(@Root() { id }: Party, @Ctx() { loaders }: ProfileContext): Promise<PartyGroup[]> {
    return (await loaders.groups())
      .filter(({ group, members }) => !group.isFavorites && members.some(({ partyId }) => partyId === id))
      .map(groupOf);
  }
}
