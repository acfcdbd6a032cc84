import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { ProfileContext } from "../context.js";
import type { AddressEntry } from "../rules/addresses.js";
import { readServices } from "../rules/notification-settings.js";
import { partyIdsOf } from "../rules/parties.js";
import { MAX_SETTINGS } from "../store/notifications.js";
import {
  type NotificationAddress,
  NotificationAddressInput,
  NotificationAddressKeyInput,
  NotificationAddressPayload,
  type NotificationChannel,
  type NotificationSetting,
  NotificationSettingPayload,
  RemoveNotificationSettingInput,
  SetNotificationSettingInput,
  VerifyNotificationAddressInput,
} from "../types/address.js";
import { ProfileError, ProfileLimitReached } from "../types/profile-error.js";
import { ProfileChangedPayload } from "../types/saved-search.js";
import { changed, conflict, invalid, notFound, unchanged } from "./answers.js";
import { sendCode, tryCode, withAddress } from "./code-sending.js";
import { rememberedParty } from "./remembered.js";

/** An address as it is shown. @param now a code that has expired is none */
export const addressOf = ({ address, waiting }: AddressEntry, now: number): NotificationAddress => ({
  id: address.id,
  channel: address.channel as NotificationChannel,
  value: address.value,
  verifiedAt: address.verifiedAt,
  codeExpiresAt: waiting !== null && waiting.expiresAt > now ? waiting.expiresAt : null,
});

/** The viewer's settings as they are shown. */
export const settingsOf = async ({ loaders, clock }: ProfileContext): Promise<NotificationSetting[]> => {
  const [rows, entries, known] = await Promise.all([
    loaders.notificationSettings(),
    loaders.addresses(),
    loaders.parties(),
  ]);
  const addresses = new Map(entries.map((entry) => [entry.address.id, addressOf(entry, clock())]));
  return rows.map(({ partyId, emailId, phoneId, services, revision }) => ({
    party: rememberedParty({ partyId }, known),
    email: addresses.get(emailId ?? "") ?? null,
    phone: addresses.get(phoneId ?? "") ?? null,
    services,
    revision,
  }));
};

const answerOf = async (
  outcome: { readonly address: { readonly id: string } } | ProfileError,
  { loaders, clock }: ProfileContext,
): Promise<NotificationAddressPayload> => {
  if (outcome instanceof ProfileError) return { address: null, errors: [outcome] };
  loaders.forget();
  const entry = (await loaders.addresses()).find(({ address }) => address.id === outcome.address.id);
  return { address: entry === undefined ? null : addressOf(entry, clock()), errors: [] };
};

@Resolver()
export class NotificationAddressesResolver {
  @Mutation(() => NotificationAddressPayload, {
    description:
      "Has a code sent to an address of the viewer's, which is added where it is not there: at most 20 of them. At most " +
      "one code a minute, and five an hour; the last one sent is the one that counts, for fifteen minutes.",
  })
  async sendNotificationAddressCode(
    @Arg("input", () => NotificationAddressInput, { description: "Where to." })
    { channel, value }: NotificationAddressInput,
    @Ctx() context: ProfileContext,
  ): Promise<NotificationAddressPayload> {
    return answerOf(await withAddress(channel, value, (name) => sendCode(context, name)), context);
  }

  @Mutation(() => NotificationAddressPayload, {
    description:
      "Shows by the code that came to it that an address is the viewer's. Five can be tried of each code.",
  })
  async verifyNotificationAddress(
    @Arg("input", () => VerifyNotificationAddressInput, { description: "Which address, and the code." })
    { channel, value, code }: VerifyNotificationAddressInput,
    @Ctx() context: ProfileContext,
  ): Promise<NotificationAddressPayload> {
    return answerOf(await withAddress(channel, value, (name) => tryCode(context, name, code)), context);
  }

  @Mutation(() => ProfileChangedPayload, {
    description: "Takes an address away, also from the settings that name it.",
  })
  async removeNotificationAddress(
    @Arg("input", () => NotificationAddressKeyInput, { description: "Which one." })
    { id }: NotificationAddressKeyInput,
    @Ctx() context: ProfileContext,
  ): Promise<ProfileChangedPayload> {
    const isRemoved = await context.store.addresses.remove(context.own(), id);
    return isRemoved
      ? changed
      : unchanged(notFound("address", "workspace { viewer { notificationAddresses } }"));
  }

  @Mutation(() => NotificationSettingPayload, {
    description: "Sets how the viewer wants to be told what comes to a party.",
  })
  async setNotificationSetting(
    @Arg("input", () => SetNotificationSettingInput, { description: "Whose letters, and how." })
    { party, email, phone, services: named, revision }: SetNotificationSettingInput,
    @Ctx() context: ProfileContext,
  ): Promise<NotificationSettingPayload> {
    const { loaders, store } = context;
    const refused = (error: ProfileError): NotificationSettingPayload => ({ setting: null, errors: [error] });
    const [partyId = ""] = partyIdsOf([party], await loaders.parties());
    const services = readServices(named);
    if ("problem" in services) return refused(invalid(services.problem));
    const setting = { partyId, emailId: email ?? null, phoneId: phone ?? null, services };
    const outcome = await store.notifications.set(context.own(), revision ?? null, setting);
    if (outcome === "CONFLICT") return refused(conflict("setting"));
    if (outcome === "ADDRESS_UNKNOWN") {
      return refused(notFound("address", "workspace { viewer { notificationAddresses } }"));
    }
    if (outcome === "LIMIT_REACHED") {
      return refused(new ProfileLimitReached(`You have ${MAX_SETTINGS} settings already. Remove one first.`));
    }
    loaders.forget();
    const known = await settingsOf(context);
    return { setting: known.find((one) => one.party?.partyId === partyId) ?? null, errors: [] };
  }

  @Mutation(() => ProfileChangedPayload, {
    description: "Removes the setting of a party: the viewer is no longer told what comes to it.",
  })
  async removeNotificationSetting(
    @Arg("input", () => RemoveNotificationSettingInput, { description: "Of which party." })
    { party }: RemoveNotificationSettingInput,
    @Ctx() { call, loaders, store }: ProfileContext,
  ): Promise<ProfileChangedPayload> {
    const kept = new Set((await loaders.notificationSettings()).map(({ partyId }) => partyId));
    const [partyId = ""] = partyIdsOf([party], await loaders.parties(), kept);
    const isRemoved = await store.notifications.remove(call.viewer.party, partyId);
    return isRemoved
      ? changed
      : unchanged(notFound("setting", "workspace { viewer { notificationSettings } }"));
  }
}
