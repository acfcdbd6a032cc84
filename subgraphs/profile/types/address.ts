import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTimeScalar, PartyUrnScalar, UuidScalar } from "../../../schema/scalars.js";
import { ProfileError } from "./profile-error.js";
import { RememberedParty } from "./remembered-party.js";

export enum NotificationChannel {
  EMAIL = "EMAIL",
  SMS = "SMS",
}

registerEnumType(NotificationChannel, {
  name: "NotificationChannel",
  description: "How a message is sent.",
  valuesConfig: {
    EMAIL: { description: "To an e-mail address." },
    SMS: { description: "To a mobile number." },
  },
});

@ObjectType("NotificationAddress", {
  description: "Where the viewer can be told that something has come. It is not used before it is verified.",
  simpleResolvers: true,
})
export class NotificationAddress {
  @Field(() => ID, { description: "UUIDv7." })
  id!: string;

  @Field(() => NotificationChannel, { description: "Whether it is an e-mail address or a mobile number." })
  channel!: NotificationChannel;

  @Field(() => String, {
    description: "The address, or the number in the form of E.164, e.g. `+4790000000`.",
  })
  value!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the viewer showed that it is theirs; null where they have not yet.",
  })
  verifiedAt!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when the code that was sent last can be used; null where none can.",
  })
  codeExpiresAt!: number | null;
}

@ObjectType("NotificationSetting", {
  description: "How the viewer wants to be told what comes to a party.",
  simpleResolvers: true,
})
export class NotificationSetting {
  @Field(() => RememberedParty, { nullable: true, description: "Whose letters it is about." })
  party!: RememberedParty | null;

  @Field(() => NotificationAddress, {
    nullable: true,
    description: "The e-mail address to use, when it is verified; null: none.",
  })
  email!: NotificationAddress | null;

  @Field(() => NotificationAddress, {
    nullable: true,
    description: "The mobile number to use, when it is verified; null: none.",
  })
  phone!: NotificationAddress | null;

  @Field(() => [ID], { description: "Services that it is about, by URN; empty: all of them." })
  services!: readonly string[];

  @Field(() => Int, {
    description: "Counts its changes: give it back with a change, and none is overwritten.",
  })
  revision!: number;
}

@InputType("NotificationAddressInput", { description: "Somewhere that the viewer can be told." })
export class NotificationAddressInput {
  @Field(() => NotificationChannel, { description: "Whether it is an e-mail address or a mobile number." })
  channel!: NotificationChannel;

  @Field(() => String, {
    description:
      "The address, or the number: a Norwegian one with or without +47, another with its country code.",
  })
  value!: string;
}

@InputType("VerifyNotificationAddressInput", { description: "The code that came to an address." })
export class VerifyNotificationAddressInput extends NotificationAddressInput {
  @Field(() => String, { description: "Six digits." })
  code!: string;
}

@InputType("NotificationAddressKeyInput", { description: "Names one of the viewer's addresses." })
export class NotificationAddressKeyInput {
  @Field(() => UuidScalar, { description: "Which one." })
  id!: string;
}

@InputType("SetNotificationSettingInput", {
  description: "How to be told what comes to a party. It takes the place of what was set.",
})
export class SetNotificationSettingInput {
  @Field(() => PartyUrnScalar, { description: "Whose letters it is about." })
  party!: string;

  @Field(() => UuidScalar, {
    nullable: true,
    description: "One of the viewer's e-mail addresses; null: none.",
  })
  email?: string | null;

  @Field(() => UuidScalar, { nullable: true, description: "One of the viewer's mobile numbers; null: none." })
  phone?: string | null;

  @Field(() => [ID], { defaultValue: [], description: "Services, by URN, at most 200; none: all of them." })
  services!: string[];

  @Field(() => Int, {
    nullable: true,
    description: "The revision that you saw, 0 where there was none; with another nothing is changed.",
  })
  revision?: number | null;
}

@InputType("RemoveNotificationSettingInput", { description: "Names the setting of a party." })
export class RemoveNotificationSettingInput {
  @Field(() => PartyUrnScalar, {
    description: "Whose letters it was about; also one that is acted for no longer.",
  })
  party!: string;
}

@ObjectType("NotificationAddressPayload", { description: "What came of it.", simpleResolvers: true })
export class NotificationAddressPayload {
  @Field(() => NotificationAddress, {
    nullable: true,
    description: "As it is now; null where nothing came of it.",
  })
  address!: NotificationAddress | null;

  @Field(() => [ProfileError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: ProfileError[];
}

@ObjectType("NotificationSettingPayload", { description: "What came of it.", simpleResolvers: true })
export class NotificationSettingPayload {
  @Field(() => NotificationSetting, {
    nullable: true,
    description: "As it is now; null where nothing came of it.",
  })
  setting!: NotificationSetting | null;

  @Field(() => [ProfileError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: ProfileError[];
}
