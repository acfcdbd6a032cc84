import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";
import type { ProfileContext } from "../context.js";
import { MAX_LABEL, MAX_NAME, readText } from "../rules/names.js";
import { partyIdsOf } from "../rules/parties.js";
import {
  FAVORITES,
  GROUP_LIMITS,
  type GroupName,
  type GroupRefusal,
  type NewMember,
  type PartyGroupEntry,
} from "../store/party-groups.js";
import {
  ChangePartyGroupInput,
  CreatePartyGroupInput,
  type GroupedPartyInput,
  PartyGroup,
  PartyGroupKeyInput,
  PartyGroupPayload,
  SetFavoriteInput,
} from "../types/party-group.js";
import { ProfileConflict, type ProfileError, ProfileLimitReached } from "../types/profile-error.js";
import { RememberedParty } from "../types/remembered-party.js";
import { ProfileChangedPayload } from "../types/saved-search.js";
import { changed, conflict, idNow, invalid, notFound, unchanged } from "./answers.js";
import { rememberedParty } from "./remembered.js";

const LIST = "workspace { partyGroups }";

export const groupOf = ({ group, members }: PartyGroupEntry): PartyGroup => ({ ...group, members });

/** Why a group is not changed, in words. */
export const groupRefusal = (refusal: GroupRefusal): ProfileError => {
  switch (refusal) {
    case "NAME_TAKEN":
      return new ProfileConflict("You have another group of that name. Choose another, or use that one.");
    case "GROUPS_FULL":
      return new ProfileLimitReached(`You have ${GROUP_LIMITS.groups} groups already. Remove one first.`);
    case "GROUP_FULL":
      return new ProfileLimitReached(
        `A group has at most ${GROUP_LIMITS.parties} parties. Take some out first.`,
      );
    case "CONFLICT":
      return conflict("group");
    case "NOT_FOUND":
      return notFound("group", LIST);
  }
};

/** A group's name; or what is wrong with it. */
export const readGroupName = (typed: string): GroupName | { readonly problem: string } => {
  const read = readText("name", typed, MAX_NAME);
  return "problem" in read ? read : { name: read.text, nameKey: read.text.toLowerCase() };
};

const labelOf = (
  label: string | null | undefined,
): Pick<NewMember, "label"> | { readonly problem: string } => {
  if (label === undefined) return {};
  if (label === null || label.trim() === "") return { label: null };
  const read = readText("label", label, MAX_LABEL);
  return "problem" in read ? read : { label: read.text };
};

/** @throws DomainError `PARTY_NOT_AUTHORISED` */
const membersOf = async (
  given: readonly GroupedPartyInput[],
  { loaders }: ProfileContext,
  kept: ReadonlySet<string>,
): Promise<NewMember[] | { readonly problem: string }> => {
  const known = await loaders.parties();
  const members = new Map<string, NewMember>();
  for (const { party, label } of given) {
    const [partyId = ""] = partyIdsOf([party], known, kept);
    const read = labelOf(label);
    if ("problem" in read) return read;
    members.set(partyId, { partyId, ...read });
  }
  return [...members.values()];
};

const ungrouped = (error: ProfileError): PartyGroupPayload => ({ group: null, errors: [error] });

/** The group as it is after a change, or why there was none. */
const answerOf = async (
  outcome: GroupRefusal | { readonly id: string },
  { loaders }: ProfileContext,
): Promise<PartyGroupPayload> => {
  if (typeof outcome === "string") return ungrouped(groupRefusal(outcome));
  loaders.forget();
  const entry = (await loaders.groups()).find(({ group }) => group.id === outcome.id);
  return { group: entry === undefined ? null : groupOf(entry), errors: [] };
};

@Resolver(() => PartyGroup)
export class PartyGroupResolver {
  @FieldResolver(() => [RememberedParty], {
    nullable: true,
    description: "Its parties, in the viewer's order; also those that they may no longer act for.",
  })
  async parties(
    @Root() { members }: PartyGroup,
    @Ctx() { loaders }: ProfileContext,
  ): Promise<RememberedParty[]> {
    const known = await loaders.parties();
    return members.map((member) => rememberedParty(member, known));
  }
}

@Resolver()
export class PartyGroupsResolver {
  @Mutation(() => PartyGroupPayload, {
    description:
      "Makes a party one of the viewer's favourites, or takes it from them. Answers with the favourites.",
  })
  async setFavoriteParty(
    @Arg("input", () => SetFavoriteInput, { description: "Which party, and whether it is to be one." })
    { party, isFavorite, label }: SetFavoriteInput,
    @Ctx() context: ProfileContext,
  ): Promise<PartyGroupPayload> {
    const { loaders, store } = context;
    const [partyId = ""] = partyIdsOf([party], await loaders.parties(), await loaders.favorites());
    const read = labelOf(label);
    if ("problem" in read) return ungrouped(invalid(read.problem));
    if (isFavorite) {
      const member = { partyId, ...read };
      return answerOf(await store.groups.addTo(context.own(), idNow(context), FAVORITES, member), context);
    }
    await store.groups.removeFavorite(context.own(), partyId);
    loaders.forget();
    const favorites = (await loaders.groups()).find(({ group }) => group.isFavorites);
    return { group: favorites === undefined ? null : groupOf(favorites), errors: [] };
  }

  @Mutation(() => PartyGroupPayload, {
    description: `Puts parties together under a name; at most ${GROUP_LIMITS.groups} groups.`,
  })
  async createPartyGroup(
    @Arg("input", () => CreatePartyGroupInput, { description: "What to call it, and who is in it." })
    { name, parties }: CreatePartyGroupInput,
    @Ctx() context: ProfileContext,
  ): Promise<PartyGroupPayload> {
    const named = readGroupName(name);
    if ("problem" in named) return ungrouped(invalid(named.problem));
    const members = await membersOf(parties, context, new Set());
    if ("problem" in members) return ungrouped(invalid(members.problem));
    const outcome = await context.store.groups.create(context.own(), idNow(context), named, members);
    return answerOf(outcome, context);
  }

  @Mutation(() => PartyGroupPayload, {
    description: "Changes a group: its name, or its parties and their order.",
  })
  async changePartyGroup(
    @Arg("input", () => ChangePartyGroupInput, { description: "Which group, and what to change." })
    { id, revision, name, parties }: ChangePartyGroupInput,
    @Ctx() context: ProfileContext,
  ): Promise<PartyGroupPayload> {
    const before = (await context.loaders.groups()).find(({ group }) => group.id === id);
    if (before === undefined) return ungrouped(groupRefusal("NOT_FOUND"));
    const named = name == null ? undefined : readGroupName(name);
    if (named !== undefined && "problem" in named) return ungrouped(invalid(named.problem));
    if (named !== undefined && before.group.isFavorites) {
      return ungrouped(invalid("The favourites keep their name; leave name out."));
    }
    const kept = new Set(before.members.map(({ partyId }) => partyId));
    const members = parties == null ? undefined : await membersOf(parties, context, kept);
    if (members !== undefined && "problem" in members) return ungrouped(invalid(members.problem));
    const change = { ...(named && { named }), ...(members && { members }) };
    const outcome = await context.store.groups.update(context.own(), id, revision ?? null, change);
    return answerOf(outcome, context);
  }

  @Mutation(() => ProfileChangedPayload, {
    description: "Removes a group; its parties are only taken out of it.",
  })
  async removePartyGroup(
    @Arg("input", () => PartyGroupKeyInput, { description: "Which group." }) { id }: PartyGroupKeyInput,
    @Ctx() context: ProfileContext,
  ): Promise<ProfileChangedPayload> {
    const isRemoved = await context.store.groups.remove(context.own(), id);
    return isRemoved ? changed : unchanged(notFound("group", LIST));
  }

  @Mutation(() => ProfileChangedPayload, { description: "Puts the viewer's groups into an order." })
  async orderPartyGroups(
    @Arg("ids", () => [UuidScalar], {
      description: "Groups, first to last; those that are left out come after.",
    })
    ids: string[],
    @Ctx() context: ProfileContext,
  ): Promise<ProfileChangedPayload> {
    if (ids.length > GROUP_LIMITS.groups || new Set(ids).size < ids.length) {
      return unchanged(invalid("Name each group once."));
    }
    const isOrdered = await context.store.groups.order(context.own(), ids);
    return isOrdered ? changed : unchanged(notFound("group", LIST));
  }
}
