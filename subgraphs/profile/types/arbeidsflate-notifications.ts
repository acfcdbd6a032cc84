import { Field, InputType, Int, ObjectType } from "type-graphql";

@ObjectType("NotificationSettingsResponse", {
  description: "How the viewer is told what comes to a party, as Arbeidsflate has it.",
  simpleResolvers: true,
})
export class NotificationSettingsResponse {
  @Field(() => String, { nullable: true, description: "The e-mail address; null: none." })
  emailAddress!: string | null;

  @Field(() => String, { nullable: true, description: "The mobile number in the form of E.164; null: none." })
  phoneNumber!: string | null;

  @Field(() => [String], {
    nullable: "itemsAndList",
    description: "Services that it is about, by URN; empty: all of them.",
  })
  resourceIncludeList!: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: "Always null: nobody has a number of Altinn's here." })
  userId!: number | null;

  @Field(() => String, { nullable: true, description: "UUID of the party that it is about." })
  partyUuid!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "`Verified` or `Unverified`; null where there is none.",
  })
  emailVerificationStatus!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "`Verified` or `Unverified`; null where there is none.",
  })
  smsVerificationStatus!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether an address must be verified before it is used.",
  })
  needsConfirmation!: boolean | null;
}

@ObjectType("VerifiedAddressResponse", {
  description: "An address that the viewer has shown to be theirs.",
  simpleResolvers: true,
})
export class VerifiedAddressResponse {
  @Field(() => String, { nullable: true, description: "The address, or the number in the form of E.164." })
  value!: string | null;

  @Field(() => String, { nullable: true, description: "`Email` or `Sms`." })
  addressType!: string | null;
}

@ObjectType("NotificationAddressResponse", {
  description: "Where an organisation itself is told.",
  simpleResolvers: true,
})
export class NotificationAddressResponse {
  @Field(() => String, { nullable: true, description: "Of the number, e.g. `+47`." })
  countryCode!: string | null;

  @Field(() => String, { nullable: true, description: "An e-mail address; null where it is a number." })
  email!: string | null;

  @Field(() => String, { nullable: true, description: "A number without its country's code." })
  phone!: string | null;

  @Field(() => Int, { nullable: true, description: "Tells it from others." })
  notificationAddressId!: number | null;
}

@ObjectType("OrganizationResponse", {
  description: "Where an organisation is told, as a register has it.",
  simpleResolvers: true,
})
export class OrganizationResponse {
  @Field(() => String, { nullable: true, description: "Nine digits." })
  organizationNumber!: string | null;

  @Field(() => [NotificationAddressResponse], {
    nullable: "itemsAndList",
    description: "Where it is told; empty: the register has none of it.",
  })
  notificationAddresses!: NotificationAddressResponse[] | null;

  @Field(() => Int, { nullable: true, description: "200; 404 where the register has none of it." })
  status!: number | null;
}

@InputType("NotificationSettingsInput", { description: "How to be told what comes to a party." })
export class NotificationSettingsInput {
  @Field(() => Int, { nullable: true, description: "Not looked at: it is always about whoever asks." })
  userId?: number | null;

  @Field(() => String, { nullable: true, description: "UUID of the party whose letters it is about." })
  partyUuid?: string | null;

  @Field(() => String, { nullable: true, description: "An e-mail address; null or empty: none." })
  emailAddress?: string | null;

  @Field(() => String, { nullable: true, description: "A mobile number; null or empty: none." })
  phoneNumber?: string | null;

  @Field(() => [String], {
    nullable: "itemsAndList",
    description: "Services that it is about, by URN; none: all of them.",
  })
  resourceIncludeList?: (string | null)[] | null;
}

@InputType("SendVerificationCodeInput", { description: "Where to send a code." })
export class SendVerificationCodeInput {
  @Field(() => String, { nullable: true, description: "An e-mail address or a mobile number." })
  value?: string | null;

  @Field(() => String, { nullable: true, description: "`Email` or `Sms`, in any letters." })
  type?: string | null;
}

@InputType("VerifyAddressInput", { description: "The code that came to an address." })
export class VerifyAddressInput extends SendVerificationCodeInput {
  @Field(() => String, { nullable: true, description: "Six digits." })
  verificationCode?: string | null;
}
