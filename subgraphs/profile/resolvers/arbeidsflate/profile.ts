import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver } from "type-graphql";
import type { ProfileContext } from "../../context.js";
import { profileError } from "../../errors.js";
import { readMobile } from "../../rules/addresses.js";
import { partyIdsOf, uuidNamed } from "../../rules/parties.js";
import { languageNamed } from "../../rules/preferences.js";
import { readUsername } from "../../rules/usernames.js";
import { FAVORITES, type GroupName, type GroupRefusal } from "../../store/party-groups.js";
import type { PreferenceChange } from "../../store/preferences.js";
import {
  Profile,
  ProfileSettingPreference,
  User,
  UsernameResponse,
} from "../../types/arbeidsflate-profile.js";
import { Response } from "../../types/arbeidsflate-response.js";
import { idNow } from "../answers.js";
import { groupRefusal, readGroupName } from "../party-groups.js";
import { preferencesOf } from "../viewer.js";
import { done, refused, responseOf, saying } from "./responses.js";

/** The key of the one user that there is for whoever asks. */
const USER_ID = "me";

const set = async ({ own, store }: ProfileContext, change: PreferenceChange): Promise<Response> => {
  await store.preferences.update(own(), null, () => change);
  return done("It is set.");
};

const addTo = (context: ProfileContext, group: GroupName, partyId: string | null): Promise<Response> =>
  saying(async () => {
    const [id = ""] = partyIdsOf([partyId ?? ""], await context.loaders.parties());
    const outcome = await context.store.groups.addTo(context.own(), idNow(context), group, { partyId: id });
    const refusal = typeof outcome === "string" ? groupRefusal(outcome satisfies GroupRefusal) : undefined;
    return responseOf(refusal, "The party is in the group.");
  });

@Resolver(() => User)
export class UserResolver {
  @FieldResolver(() => String, { nullable: true, description: "The username that they have chosen." })
  async userName(@Ctx() { loaders }: ProfileContext): Promise<string | null> {
    return (await loaders.preferences())?.username ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The verified mobile number that they have chosen.",
  })
  async phoneNumber(@Ctx() { loaders }: ProfileContext): Promise<string | null> {
    return (await loaders.preferences())?.phone ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The first of their verified e-mail addresses.",
  })
  async email(@Ctx() { loaders }: ProfileContext): Promise<string | null> {
    const emails = (await loaders.addresses()).map(({ address }) => address);
    return (
      emails.find(({ channel, verifiedAt }) => channel === "EMAIL" && verifiedAt !== null)?.value ?? null
    );
  }

  @FieldResolver(() => ProfileSettingPreference, {
    nullable: true,
    description: "How they want things to be.",
  })
  async profileSettingPreference(@Ctx() { loaders }: ProfileContext): Promise<ProfileSettingPreference> {
    const row = await loaders.preferences();
    const { language, promptForParty, showDeletedParties, showClientUnits } = preferencesOf(row);
    return {
      languageType: null,
      language,
      preselectedPartyUuid: row?.preselectedPartyId ?? null,
      doNotPromptForParty: !promptForParty,
      shouldShowDeletedEntities: showDeletedParties,
      showClientUnits,
    };
  }
}

@Resolver()
export class ArbeidsflateProfileResolver {
  @Query(() => Profile, {
    nullable: true,
    description: "What the viewer has set up, as Arbeidsflate has it; `workspace.viewer` has more.",
  })
  async profile(@Ctx() { call, loaders }: ProfileContext): Promise<Profile> {
    const [row, groups] = await Promise.all([loaders.preferences(), loaders.groups()]);
    return {
      language: row?.language ?? call.language,
      user: { id: USER_ID } as User,
      groups: groups.map(({ group: { number, name, isFavorites }, members }) => ({
        id: number,
        name,
        isFavorite: isFavorites,
        profilePid: null,
        parties: members.map(({ partyId }) => partyId),
      })),
      updatedAt: row === null ? null : new Date(row.updatedAt).toISOString(),
    };
  }

  @Query(() => UsernameResponse, { nullable: true, description: "The username of the viewer's own party." })
  async partyUsername(
    @Arg("partyUuid", () => String, { nullable: true, description: "UUID of the viewer's own party." })
    partyUuid: string | null,
    @Ctx() { loaders }: ProfileContext,
  ): Promise<UsernameResponse> {
    const { viewerId } = await loaders.parties();
    if (viewerId === null || uuidNamed(partyUuid ?? "") !== viewerId) {
      throw profileError("PARTY_NOT_AUTHORISED", "It is not your own party; only your own username is told.");
    }
    return { username: (await loaders.preferences())?.username ?? null };
  }

  @Mutation(() => Response, { nullable: true, description: "Makes a party one of the viewer's favourites." })
  addFavoriteParty(
    @Arg("partyId", () => String, { nullable: true, description: "UUID or URN of the party." })
    partyId: string | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    return addTo(context, FAVORITES, partyId);
  }

  @Mutation(() => Response, {
    nullable: true,
    description:
      "Puts a party into one of the viewer's groups, which is made where there is none of that name.",
  })
  async addFavoritePartyToGroup(
    @Arg("partyId", () => String, { nullable: true, description: "UUID or URN of the party." })
    partyId: string | null,
    @Arg("groupName", () => String, { nullable: true, description: "What the group is called." })
    groupName: string | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    const named = readGroupName(groupName ?? "");
    return "problem" in named ? refused(named.problem) : addTo(context, named, partyId);
  }

  @Mutation(() => Response, { nullable: true, description: "Takes a party from the viewer's favourites." })
  deleteFavoriteParty(
    @Arg("partyId", () => String, { nullable: true, description: "UUID or URN of the party." })
    partyId: string | null,
    @Ctx() { loaders, own, store }: ProfileContext,
  ): Promise<Response> {
    return saying(async () => {
      const [id = ""] = partyIdsOf([partyId ?? ""], await loaders.parties(), await loaders.favorites());
      const isRemoved = await store.groups.removeFavorite(own(), id);
      return isRemoved
        ? done("The party is no favourite any more.")
        : refused("It is none of your favourites.");
    });
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Sets whom the viewer wants to act for to begin with.",
  })
  setPreSelectedParty(
    @Arg("partyUuid", () => String, { nullable: true, description: "UUID of the one to act for." })
    partyUuid: string | null,
    @Arg("operationType", () => String, { description: "`set`, or `unset` for nobody in particular." })
    operationType: string,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    return saying(async () => {
      if (operationType === "unset") return set(context, { preselectedPartyId: null });
      if (operationType !== "set") return refused('operationType is neither "set" nor "unset".');
      const [id = ""] = partyIdsOf([partyUuid ?? ""], await context.loaders.parties());
      return set(context, { preselectedPartyId: id });
    });
  }

  @Mutation(() => Response, { nullable: true, description: "Sets whether to show parties that are deleted." })
  setShouldShowSubEntities(
    @Arg("shouldShowDeletedEntities", () => Boolean, {
      nullable: true,
      description: "Whether to; null: not.",
    })
    isShown: boolean | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    return set(context, { showDeletedParties: isShown ?? false });
  }

  @Mutation(() => Response, { nullable: true, description: "Sets whether to list clients' units as well." })
  setShowClientUnits(
    @Arg("shouldShowClientUnits", () => Boolean, { nullable: true, description: "Whether to; null: not." })
    isShown: boolean | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    return set(context, { showClientUnits: isShown ?? false });
  }

  @Mutation(() => Response, { nullable: true, description: "Sets the language that the viewer wants." })
  async updateLanguage(
    @Arg("language", () => String, { nullable: true, description: "nb, nn, en or se." })
    code: string | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    const language = languageNamed(code ?? "");
    return language === null
      ? refused("language is none of nb, nn, en, se; choose one of them.")
      : set(context, { language });
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Sets the viewer's username, which nobody else has then; null or empty takes it away.",
  })
  async setUsername(
    @Arg("username", () => String, {
      nullable: true,
      description: "Letters, digits, `.`, `-` and `_`, from 3 to 32 of them.",
    })
    username: string | null,
    @Ctx() { own, store }: ProfileContext,
  ): Promise<Response> {
    const read = readUsername(username);
    if (read !== null && "problem" in read) return refused(read.problem);
    const outcome = await store.preferences.setUsername(own(), read?.username ?? null);
    return outcome === "SET"
      ? done("It is set.")
      : refused("Somebody else has that username. Choose another.");
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Chooses one of the viewer's verified mobile numbers as theirs; null or empty: none.",
  })
  async updateSIPrivatePhoneNumber(
    @Arg("value", () => String, { nullable: true, description: "The number." }) value: string | null,
    @Ctx() { own, store }: ProfileContext,
  ): Promise<Response> {
    const read = (value ?? "").trim() === "" ? null : readMobile(value ?? "");
    if (read !== null && "problem" in read) return refused(read.problem);
    const isChosen = await store.addresses.choosePhone(own(), read?.value ?? null);
    return isChosen
      ? done("It is set.")
      : refused("The number is not verified. Have a code sent to it first.");
  }
}
