import { Directive, Field, Int, ObjectType } from "type-graphql";
import type { DialogStatus } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar, UuidScalar } from "../../../schema/scalars.js";
import type { HistoryRow } from "../store/selection.js";
import { DialogStatusEnum } from "./enums.js";

/** After Dialogporten's end-user schema, type `Dialog`: every field there is here, with the same type. */
@ObjectType("Dialog", {
  description:
    "An exchange between a party and a service owner: its texts, its messages, and what can be done.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class Dialog {
  @Field(() => UuidScalar, { description: "UUIDv7." })
  id!: string;

  @Field(() => UuidScalar, { description: "Changes whenever the service owner changes the dialog." })
  revision!: string;

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

  @Field(() => String, { nullable: true, description: "The owner's own reference, e.g. a case number." })
  externalReference!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "`urn:altinn:instance-id:…` of the form instance that it is about; authorization asks for it.",
  })
  instanceRef!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it is due; it stays there afterwards." })
  dueAt!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "From when on nobody can read it any more." })
  expiresAt!: number | null;

  @Field(() => DateTimeScalar, { description: "When it was created." })
  createdAt!: number;

  @Field(() => DateTimeScalar, { description: "When anything of it last changed." })
  updatedAt!: number;

  @Field(() => DateTimeScalar, { description: "When its content last changed." })
  contentUpdatedAt!: number;

  @Field(() => DialogStatusEnum, { description: "Where it stands." })
  status!: DialogStatus;

  @Field(() => Boolean, {
    description:
      "Whether the service owner has sent something that it has not heard was opened. Its own account, and nothing to " +
      "do with `isContentSeen`.",
  })
  hasUnopenedContent!: boolean;

  @Field(() => Int, { description: "How many transmissions the service owner has sent." })
  fromServiceOwnerTransmissionsCount!: number;

  @Field(() => Int, { description: "How many transmissions the party has sent." })
  fromPartyTransmissionsCount!: number;

  @Field(() => Boolean, { description: "Whether it is meant for programs, and not to be shown to people." })
  isApiOnly!: boolean;
}

/** What a resolver of Dialog has at hand. Its `party` and `extendedStatus` are resolved: the row's are other things. */
export type DialogRoot = Dialog & HistoryRow;
