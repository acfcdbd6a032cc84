import { Field, ObjectType } from "type-graphql";
import { Localization } from "../../../schema/types/localization.js";

@ObjectType("ContentValue", { description: "A text in all its languages.", simpleResolvers: true })
export class ContentValue {
  @Field(() => [Localization], { description: "The text, once for each language." })
  value!: Localization[];

  @Field(() => String, { description: "What the text is written in, e.g. `text/plain`." })
  mediaType!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "For references to content elsewhere: whether the viewer may have it. Null for texts.",
  })
  isAuthorized!: boolean | null;
}

@ObjectType("Content", { description: "The texts of a dialog.", simpleResolvers: true })
export class Content {
  @Field(() => ContentValue, { description: "What it is about, in a few words." })
  title!: ContentValue;

  @Field(() => ContentValue, { nullable: true, description: "Where it stands, in a sentence or two." })
  summary!: ContentValue | null;

  @Field(() => ContentValue, {
    nullable: true,
    description: "Who it is from, where that is not simply the service owner.",
  })
  senderName!: ContentValue | null;

  @Field(() => ContentValue, { nullable: true, description: "More about it; may be Markdown." })
  additionalInfo!: ContentValue | null;

  @Field(() => ContentValue, {
    nullable: true,
    description: "A label for `Dialog.extendedStatus`, for people.",
  })
  extendedStatus!: ContentValue | null;

  @Field(() => ContentValue, {
    nullable: true,
    description: "Where the main content is fetched from, by the browser itself.",
  })
  mainContentReference!: ContentValue | null;
}

@ObjectType("TransmissionContent", { description: "The texts of a transmission.", simpleResolvers: true })
export class TransmissionContent {
  @Field(() => ContentValue, { description: "What it is about." })
  title!: ContentValue;

  @Field(() => ContentValue, { nullable: true, description: "What it says, in a sentence or two." })
  summary!: ContentValue | null;

  @Field(() => ContentValue, {
    nullable: true,
    description: "Where its content is fetched from, by the browser itself.",
  })
  contentReference!: ContentValue | null;
}
