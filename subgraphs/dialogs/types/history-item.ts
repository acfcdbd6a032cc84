import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import type { DialogStatus } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import type { HistoryRow } from "../store/selection.js";
import { DialogStatusEnum } from "./enums.js";

/** Its root is a row of the history; what needs more than the row is in the resolver. */
@ObjectType("HistoryItem", {
  description:
    "A row of the history: a dialog as a list shows it, or what a live source has. The whole of it is `dialog`, or at " +
    "`url`.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class HistoryItem {
  @Field(() => ID, {
    description:
      "The dialog's id; of what a live source has `urn:tunet:source:{source}:{the source's own id}`.",
  })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "The status in the platform's own words, beside the common one.",
  })
  sourceStatus!: string | null;

  @Field(() => DialogStatusEnum, { description: "The common status." })
  status!: DialogStatus;

  @Field(() => String, {
    nullable: true,
    description: "`urn:altinn:instance-id:…` of the form instance that it is about.",
  })
  instanceRef!: string | null;

  @Field(() => String, { nullable: true, description: "The owner's own reference, e.g. a case number." })
  externalReference!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was created." })
  createdAt!: number;

  @Field(() => DateTimeScalar, { description: "When its content last changed." })
  contentUpdatedAt!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it is due, where it is." })
  dueAt!: number | null;

  @Field(() => Boolean, {
    description: "Whether the service owner has sent something that it has not heard was opened.",
  })
  hasUnopenedContent!: boolean;

  @Field(() => Boolean, {
    description:
      "Whether title and summary are the non-sensitive ones, because the login is too weak for its own. See " +
      "`requiredAuthenticationLevel`.",
  })
  isRedacted!: boolean;

  @Field(() => Int, { description: "The authentication level, from 0 to 4, that its own texts need." })
  requiredAuthenticationLevel!: number;

  @Field(() => Int, { description: "How many attachments it has for people to open." })
  guiAttachmentCount!: number;
}

/** What a resolver of HistoryItem has at hand. */
export type HistoryItemRoot = HistoryItem & HistoryRow;

/** A row as the root of its item. */
export const historyItemOf = (row: HistoryRow): HistoryItemRoot => ({
  ...row,
  requiredAuthenticationLevel: row.requiredLevel,
});
