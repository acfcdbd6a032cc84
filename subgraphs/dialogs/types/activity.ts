import { Field, ObjectType } from "type-graphql";
import type { ActivityType, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar, UrlScalar, UuidScalar } from "../../../schema/scalars.js";
import { Localization } from "../../../schema/types/localization.js";
import { ActivityTypeEnum, ActorTypeEnum, SystemLabelEnum } from "./enums.js";

@ObjectType("Actor", {
  description: "Who did something. Persons are told apart, but not named by number.",
  simpleResolvers: true,
})
export class Actor {
  @Field(() => ActorTypeEnum, { nullable: true, description: "On whose side." })
  actorType!: "PARTY_REPRESENTATIVE" | "SERVICE_OWNER" | null;

  @Field(() => String, {
    nullable: true,
    description:
      "An organisation's URN, or for a person `urn:altinn:person:identifier-ephemeral:…`: the same for the same " +
      "person always.",
  })
  actorId!: string | null;

  @Field(() => String, { nullable: true, description: "A name, where it was given instead of an id." })
  actorName!: string | null;
}

@ObjectType("Activity", { description: "Something that happened. Never changes.", simpleResolvers: true })
export class Activity {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it happened." })
  createdAt!: number | null;

  @Field(() => UrlScalar, {
    nullable: true,
    description: "What kind of thing it is, in the owner's own terms.",
  })
  extendedType!: string | null;

  @Field(() => ActivityTypeEnum, { description: "What happened." })
  type!: ActivityType;

  @Field(() => UuidScalar, { nullable: true, description: "The transmission that it is about." })
  transmissionId!: string | null;

  @Field(() => Actor, { description: "Who did it." })
  performedBy!: Actor;

  @Field(() => [Localization], { description: "In words; only where the type is INFORMATION." })
  description!: Localization[];
}

@ObjectType("SeenLog", { description: "Somebody has seen the dialog.", simpleResolvers: true })
export class SeenLog {
  @Field(() => UuidScalar, {
    description: "UUIDv7 that follows from the dialog, its latest change and who saw it.",
  })
  id!: string;

  @Field(() => DateTimeScalar, { description: "When they saw it first, since it last changed." })
  seenAt!: number;

  @Field(() => Actor, { description: "Who saw it." })
  seenBy!: Actor;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether they saw it through the service owner's system.",
  })
  isViaServiceOwner!: boolean | null;

  @Field(() => Boolean, { description: "Whether it was the viewer." })
  isCurrentEndUser!: boolean;
}

@ObjectType("EndUserContext", {
  description: "What its readers have done with a dialog; all who have access to it share this.",
  simpleResolvers: true,
})
export class EndUserContext {
  @Field(() => UuidScalar, { description: "Changes whenever this changes." })
  revision!: string;

  @Field(() => [SystemLabelEnum], { description: "Its labels, in the enum's order." })
  systemLabels!: SystemLabel[];
}
