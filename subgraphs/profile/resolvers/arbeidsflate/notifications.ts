import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { AddressRow } from "../../../../drizzle/profile/tables.js";
import { isOrganizationNumber, ORGANIZATION_PREFIX } from "../../../../schema/urns.js";
import type { ProfileContext } from "../../context.js";
import { profileError } from "../../errors.js";
import { readAddress } from "../../rules/addresses.js";
import { readServices } from "../../rules/notification-settings.js";
import { partyIdsOf } from "../../rules/parties.js";
import { MAX_ADDRESSES } from "../../store/addresses.js";
import {
  NotificationSettingsInput,
  NotificationSettingsResponse,
  OrganizationResponse,
  SendVerificationCodeInput,
  VerifiedAddressResponse,
  VerifyAddressInput,
} from "../../types/arbeidsflate-notifications.js";
import { Response } from "../../types/arbeidsflate-response.js";
import { idNow } from "../answers.js";
import { sendCode, tryCode, withAddress } from "../code-sending.js";
import { done, isRefusal, refused, responseOf, saying } from "./responses.js";

const FOUND = 200;
const NOTHING_KEPT = 404;

const typeOf = ({ channel }: Pick<AddressRow, "channel">): string => (channel === "EMAIL" ? "Email" : "Sms");

const channelNamed = (type: string | null | undefined): "EMAIL" | "SMS" | null => {
  const word = (type ?? "").trim().toLowerCase();
  return word === "email" ? "EMAIL" : word === "sms" ? "SMS" : null;
};

const NO_TYPE = 'type is neither "Email" nor "Sms".';

const statusOf = (address: AddressRow | undefined): string | null =>
  address === undefined ? null : address.verifiedAt === null ? "Unverified" : "Verified";

/** Id of an address that is given by itself, kept unverified where it is not there; `null` where none is given. */
const addressIdOf = async (
  context: ProfileContext,
  channel: "EMAIL" | "SMS",
  typed: string | null | undefined,
): Promise<{ readonly id: string | null } | { readonly problem: string }> => {
  if ((typed ?? "").trim() === "") return { id: null };
  const read = readAddress(channel, typed ?? "");
  if ("problem" in read) return read;
  const kept = await context.store.addresses.keep(context.own(), idNow(context), read);
  return kept === "LIMIT_REACHED"
    ? { problem: `You have ${MAX_ADDRESSES} addresses already. Remove one first.` }
    : { id: kept.id };
};

@Resolver()
export class ArbeidsflateNotificationsResolver {
  @Query(() => [NotificationSettingsResponse], {
    nullable: "itemsAndList",
    description: "How the viewer is told what comes to each party, as Arbeidsflate has it.",
  })
  async notificationsettingsForCurrentUser(
    @Ctx() { loaders }: ProfileContext,
  ): Promise<NotificationSettingsResponse[]> {
    const [rows, entries] = await Promise.all([loaders.notificationSettings(), loaders.addresses()]);
    const addresses = new Map(entries.map(({ address }) => [address.id, address]));
    return rows.map(({ partyId, emailId, phoneId, services }) => {
      const [email, phone] = [addresses.get(emailId ?? ""), addresses.get(phoneId ?? "")];
      return {
        emailAddress: email?.value ?? null,
        phoneNumber: phone?.value ?? null,
        resourceIncludeList: services,
        userId: null,
        partyUuid: partyId,
        emailVerificationStatus: statusOf(email),
        smsVerificationStatus: statusOf(phone),
        needsConfirmation: [email, phone].some((address) => address?.verifiedAt === null),
      };
    });
  }

  @Query(() => [VerifiedAddressResponse], {
    nullable: "itemsAndList",
    description: "Addresses that the viewer has shown to be theirs, as Arbeidsflate has them.",
  })
  async verifiedAddresses(@Ctx() { loaders }: ProfileContext): Promise<VerifiedAddressResponse[]> {
    return (await loaders.addresses())
      .filter(({ address }) => address.verifiedAt !== null)
      .map(({ address }) => ({ value: address.value, addressType: typeOf(address) }));
  }

  @Query(() => OrganizationResponse, {
    nullable: true,
    description: "Where an organisation that the viewer acts for is told, as a register has it.",
  })
  async getNotificationAddressByOrgNumber(
    @Arg("orgnr", () => String, { nullable: true, description: "Nine digits." }) orgnr: string | null,
    @Ctx() { loaders, store }: ProfileContext,
  ): Promise<OrganizationResponse> {
    const number = (orgnr ?? "").replace(/\s/g, "");
    const known = await loaders.parties();
    if (!isOrganizationNumber(number) || known.idOf(ORGANIZATION_PREFIX + number) === null) {
      throw profileError("PARTY_NOT_AUTHORISED", "You act for no organisation of that number.");
    }
    const rows = await store.notifications.ofOrganization(number);
    return {
      organizationNumber: number,
      notificationAddresses: rows.map(({ id, email, phone, countryCode }) => ({
        countryCode,
        email,
        phone,
        notificationAddressId: id,
      })),
      status: rows.length === 0 ? NOTHING_KEPT : FOUND,
    };
  }

  @Mutation(() => Response, {
    nullable: true,
    description:
      "Sets how the viewer is told what comes to a party. Addresses are not used before they are verified.",
  })
  updateNotificationSetting(
    @Arg("data", () => NotificationSettingsInput, { nullable: true, description: "Whose letters, and how." })
    data: NotificationSettingsInput | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    return saying(async () => {
      const [partyId = ""] = partyIdsOf([data?.partyUuid ?? ""], await context.loaders.parties());
      const services = readServices((data?.resourceIncludeList ?? []).filter((service) => service !== null));
      if ("problem" in services) return refused(services.problem);
      const email = await addressIdOf(context, "EMAIL", data?.emailAddress);
      if ("problem" in email) return refused(email.problem);
      const phone = await addressIdOf(context, "SMS", data?.phoneNumber);
      if ("problem" in phone) return refused(phone.problem);
      const setting = { partyId, emailId: email.id, phoneId: phone.id, services };
      const outcome = await context.store.notifications.set(context.own(), null, setting);
      return typeof outcome === "string"
        ? refused("There are too many settings already, or an address is gone. Look again, and try again.")
        : done("It is set.");
    });
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Removes the setting of a party: the viewer is no longer told what comes to it.",
  })
  deleteNotificationSetting(
    @Arg("partyUuid", () => String, { nullable: true, description: "UUID of the party that it was about." })
    partyUuid: string | null,
    @Ctx() { call, loaders, store }: ProfileContext,
  ): Promise<Response> {
    return saying(async () => {
      const kept = new Set((await loaders.notificationSettings()).map(({ partyId }) => partyId));
      const [partyId = ""] = partyIdsOf([partyUuid ?? ""], await loaders.parties(), kept);
      const isRemoved = await store.notifications.remove(call.viewer.party, partyId);
      return isRemoved ? done("It is removed.") : refused("You have no setting for that party.");
    });
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Has a code sent to an address, by which the viewer can show that it is theirs.",
  })
  async sendVerificationCode(
    @Arg("data", () => SendVerificationCodeInput, { nullable: true, description: "Where to." })
    data: SendVerificationCodeInput | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    const channel = channelNamed(data?.type);
    if (channel === null) return refused(NO_TYPE);
    const sent = await withAddress(channel, data?.value ?? "", (name) => sendCode(context, name));
    return responseOf(
      isRefusal(sent) ? sent : undefined,
      "A code is on its way, or the address is verified already.",
    );
  }

  @Mutation(() => Response, {
    nullable: true,
    description: "Shows by its code that an address is the viewer's.",
  })
  async verifyAddress(
    @Arg("data", () => VerifyAddressInput, { nullable: true, description: "Which address, and the code." })
    data: VerifyAddressInput | null,
    @Ctx() context: ProfileContext,
  ): Promise<Response> {
    const channel = channelNamed(data?.type);
    if (channel === null) return refused(NO_TYPE);
    const tried = await withAddress(channel, data?.value ?? "", (name) =>
      tryCode(context, name, data?.verificationCode ?? ""),
    );
    return responseOf(isRefusal(tried) ? tried : undefined, "The address is verified.");
  }
}
