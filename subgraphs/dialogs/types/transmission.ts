import { Field, ObjectType } from "type-graphql";
import type { TransmissionType } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar, UrlScalar, UuidScalar } from "../../../schema/scalars.js";
import { Localization } from "../../../schema/types/localization.js";
import { Actor } from "./activity.js";
import { Attachment } from "./attachment.js";
import { TransmissionContent } from "./content.js";
import { TransmissionTypeEnum } from "./enums.js";

@ObjectType("TransmissionNavigationalAction", {
  description: "Somewhere to go from a transmission.",
  simpleResolvers: true,
})
export class TransmissionNavigationalAction {
  @Field(() => [Localization], { description: "What the link says." })
  title!: Localization[];

  @Field(() => UrlScalar, {
    description:
      "Where it leads; `urn:dialogporten:unauthorized` where the viewer may not read the transmission, " +
      "`urn:dialogporten:expired` where it is no longer good.",
  })
  url!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "From when on it is no longer good." })
  expiresAt!: number | null;
}

@ObjectType("Transmission", {
  description: "A message within a dialog, from either side. Never changes.",
  simpleResolvers: true,
})
export class Transmission {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => DateTimeScalar, { description: "When it was sent." })
  createdAt!: number;

  @Field(() => String, {
    nullable: true,
    description: "What of the service's policy decides who may read it; null: as the dialog itself.",
  })
  authorizationAttribute!: string | null;

  @Field(() => Boolean, {
    description: "Whether the viewer may read it; where not, its references and attachments are masked.",
  })
  isAuthorized!: boolean;

  @Field(() => UrlScalar, {
    nullable: true,
    description: "What kind of thing it is, in the owner's own terms.",
  })
  extendedType!: string | null;

  @Field(() => String, { nullable: true, description: "The owner's own reference." })
  externalReference!: string | null;

  @Field(() => UuidScalar, { nullable: true, description: "The transmission that it answers." })
  relatedTransmissionId!: string | null;

  @Field(() => TransmissionTypeEnum, { description: "What it is." })
  type!: TransmissionType;

  @Field(() => Actor, { description: "Who sent it." })
  sender!: Actor;

  @Field(() => Boolean, { description: "Whether the service owner has told that it was opened." })
  isOpened!: boolean;

  @Field(() => TransmissionContent, { description: "Its texts." })
  content!: TransmissionContent;

  @Field(() => [Attachment], { description: "What comes along with it." })
  attachments!: Attachment[];

  @Field(() => [TransmissionNavigationalAction], { description: "Where to go from it." })
  navigationalActions!: TransmissionNavigationalAction[];
}
