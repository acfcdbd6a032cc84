import { Field, ObjectType } from "type-graphql";
import { DateTimeScalar, UrlScalar, UuidScalar } from "../../../schema/scalars.js";
import { Localization } from "../../../schema/types/localization.js";
import { AttachmentUrlConsumerEnum } from "./enums.js";

@ObjectType("AttachmentUrl", { description: "One form of an attachment.", simpleResolvers: true })
export class AttachmentUrl {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => UrlScalar, {
    description:
      "Its address; `urn:dialogporten:unauthorized` where the viewer may not have it, `urn:dialogporten:expired` " +
      "where it is gone.",
  })
  url!: string;

  @Field(() => String, { nullable: true, description: "What it is, e.g. `application/pdf`." })
  mediaType!: string | null;

  @Field(() => AttachmentUrlConsumerEnum, { description: "Whether it is for people or for programs." })
  consumerType!: "GUI" | "API";
}

@ObjectType("Attachment", { description: "Something that comes along with a text.", simpleResolvers: true })
export class Attachment {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => [Localization], { description: "What people are shown." })
  displayName!: Localization[];

  @Field(() => String, { nullable: true, description: "What programs know it by." })
  name!: string | null;

  @Field(() => [AttachmentUrl], { description: "The forms that it can be had in." })
  urls!: AttachmentUrl[];

  @Field(() => DateTimeScalar, { nullable: true, description: "From when on it can't be had any more." })
  expiresAt!: number | null;
}
