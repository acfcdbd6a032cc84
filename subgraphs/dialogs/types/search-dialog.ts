import { Field, Int, ObjectType } from "type-graphql";
import type { DialogStatus } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar, UuidScalar } from "../../../schema/scalars.js";
import type { HistoryRow } from "../store/selection.js";
import { ContentValue } from "./content.js";
import { DialogStatusEnum } from "./enums.js";

@ObjectType("SearchContent", {
  description: "The texts of a dialog that lists show; the non-sensitive ones where the login is too weak.",
  simpleResolvers: true,
})
export class SearchContent {
  @Field(() => ContentValue, { description: "What it is about, in a few words." })
  title!: ContentValue;

  @Field(() => ContentValue, { nullable: true, description: "Where it stands, in a sentence or two." })
  summary!: ContentValue | null;

  @Field(() => ContentValue, {
    nullable: true,
    description: "Who it is from, where that is not simply the service owner.",
  })
  senderName!: ContentValue | null;

  @Field(() => ContentValue, {
    nullable: true,
    description: "A label for `SearchDialog.extendedStatus`, for people.",
  })
  extendedStatus!: ContentValue | null;
}

/** After Dialogporten's end-user schema, type `SearchDialog`: every field there is here, with the same type. */
@ObjectType("SearchDialog", { description: "A dialog as `searchDialogs` lists it.", simpleResolvers: true })
export class SearchDialog {
  @Field(() => UuidScalar, { description: "UUIDv7; `dialogById` has the whole of it." })
  id!: string;

  @Field(() => String, { description: "The service owner's short code." })
  org!: string;

  @Field(() => String, { description: "The service's URN." })
  serviceResource!: string;

  @Field(() => String, { description: "What kind of service it is, as Altinn Resource Registry sorts them." })
  serviceResourceType!: string;

  @Field(() => Int, { nullable: true, description: "How far it has come, in percent." })
  progress!: number | null;

  @Field(() => String, { nullable: true, description: "The case that it belongs to: a URI." })
  process!: string | null;

  @Field(() => String, { nullable: true, description: "The case that led to this one." })
  precedingProcess!: string | null;

  @Field(() => Int, { nullable: true, description: "How many attachments it has for people to open." })
  guiAttachmentCount!: number | null;

  @Field(() => String, { nullable: true, description: "The owner's own reference, e.g. a case number." })
  externalReference!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was created." })
  createdAt!: number;

  @Field(() => DateTimeScalar, { description: "When anything of it last changed." })
  updatedAt!: number;

  @Field(() => DateTimeScalar, { description: "When its content last changed." })
  contentUpdatedAt!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it is due; it stays there afterwards." })
  dueAt!: number | null;

  @Field(() => DialogStatusEnum, { description: "Where it stands." })
  status!: DialogStatus;

  @Field(() => Boolean, {
    description: "Whether the service owner has sent something that it has not heard was opened.",
  })
  hasUnopenedContent!: boolean;

  @Field(() => Boolean, { description: "Whether it is meant for programs, and not to be shown to people." })
  isApiOnly!: boolean;

  @Field(() => Int, { description: "How many transmissions the service owner has sent." })
  fromServiceOwnerTransmissionsCount!: number;

  @Field(() => Int, { description: "How many transmissions the party has sent." })
  fromPartyTransmissionsCount!: number;
}

/** What a resolver of SearchDialog has at hand. */
export type SearchDialogRoot = SearchDialog & HistoryRow;
