import { Arg, Ctx, FieldResolver, Mutation, Resolver } from "type-graphql";
import type { ProfileRow } from "../../../drizzle/profile/tables.js";
import type { ProfileContext } from "../context.js";
import { partyIdsOf } from "../rules/parties.js";
import { OWN_TOO_MANY, readPreferences } from "../rules/preferences.js";
import { NotificationAddress, NotificationSetting } from "../types/address.js";
import {
  PreferencesPayload,
  PreselectPartyInput,
  SetPreferencesInput,
  ViewerPreferences,
} from "../types/preferences.js";
import { type ProfileError, ProfileLimitReached } from "../types/profile-error.js";
import { RememberedParty } from "../types/remembered-party.js";
import { ProfileChangedPayload } from "../types/saved-search.js";
import { Viewer } from "../types/viewer.js";
import { addressOf, settingsOf } from "./addresses.js";
import { changed, conflict, invalid } from "./answers.js";
import { rememberedParty } from "./remembered.js";

/** What somebody has who has set nothing. */
const UNSET = {
  language: null,
  showDeletedParties: false,
  showClientUnits: false,
  promptForParty: true,
  ownSettings: {},
  revision: 0,
};

export const preferencesOf = (row: ProfileRow | null): ViewerPreferences => {
  const { ownSettings, ...rest } = row ?? UNSET;
  const own = Object.entries(ownSettings).map(([key, value]) => ({ key, value }));
  return { ...rest, own: own.sort((a, b) => (a.key < b.key ? -1 : 1)) };
};

@Resolver(() => Viewer)
export class ViewerResolver {
  @FieldResolver(() => ViewerPreferences, {
    nullable: true,
    description: "How they want things to be.",
  })
  async preferences(@Ctx() { loaders }: ProfileContext): Promise<ViewerPreferences> {
    return preferencesOf(await loaders.preferences());
  }

  @FieldResolver(() => RememberedParty, {
    nullable: true,
    description: "Whom they want to act for to begin with; null: nobody in particular.",
  })
  async preselectedParty(@Ctx() { loaders }: ProfileContext): Promise<RememberedParty | null> {
    const partyId = (await loaders.preferences())?.preselectedPartyId ?? null;
    return partyId === null ? null : rememberedParty({ partyId }, await loaders.parties());
  }

  @FieldResolver(() => [NotificationAddress], {
    nullable: true,
    description: "Where they can be told that something has come, oldest first; verified or not.",
  })
  async notificationAddresses(@Ctx() { loaders, clock }: ProfileContext): Promise<NotificationAddress[]> {
    return (await loaders.addresses()).map((entry) => addressOf(entry, clock()));
  }

  @FieldResolver(() => [NotificationSetting], {
    nullable: true,
    description: "How they want to be told what comes to each party.",
  })
  async notificationSettings(@Ctx() context: ProfileContext): Promise<NotificationSetting[]> {
    return settingsOf(context);
  }
}

@Resolver()
export class PreferencesResolver {
  @Mutation(() => PreferencesPayload, { description: "Changes the viewer's preferences." })
  async setPreferences(
    @Arg("input", () => SetPreferencesInput, { description: "What to change." })
    { revision, ...given }: SetPreferencesInput,
    @Ctx() context: ProfileContext,
  ): Promise<PreferencesPayload> {
    const refused = (error: ProfileError): PreferencesPayload => ({ preferences: null, errors: [error] });
    const change = readPreferences(given);
    if ("problem" in change) return refused(invalid(change.problem));
    const outcome = await context.store.preferences.update(context.own(), revision ?? null, change);
    if (outcome === "CONFLICT") return refused(conflict("preferences"));
    if (outcome === "LIMIT_REACHED") return refused(new ProfileLimitReached(OWN_TOO_MANY));
    return { preferences: preferencesOf(outcome), errors: [] };
  }

  @Mutation(() => ProfileChangedPayload, {
    description: "Sets whom the viewer wants to act for to begin with.",
  })
  async preselectParty(
    @Arg("input", () => PreselectPartyInput, { description: "Which party, or none." })
    { party }: PreselectPartyInput,
    @Ctx() { loaders, own, store }: ProfileContext,
  ): Promise<ProfileChangedPayload> {
    const [partyId = null] = party == null ? [] : partyIdsOf([party], await loaders.parties());
    await store.preferences.update(own(), null, () => ({ preselectedPartyId: partyId }));
    return changed;
  }

  @Mutation(() => ProfileChangedPayload, {
    description:
      "Deletes everything that is kept here of the viewer: saved searches, favourites and groups, preferences, addresses " +
      "and settings. It can't be undone; GET /profile/export gives all of it out first.",
  })
  async deleteProfile(@Ctx() { call, store }: ProfileContext): Promise<ProfileChangedPayload> {
    await store.whole.delete(call.viewer.party);
    return changed;
  }
}
