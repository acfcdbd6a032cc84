import { Field, ID, InputType } from "type-graphql";
import type { DialogStatus, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar, PartyUrnScalar, UuidScalar } from "../../../schema/scalars.js";
import type { HistoryFolder, HistoryOrderField } from "../store/selection.js";
import {
  DialogStatusEnum,
  HistoryFolderEnum,
  HistoryOrderFieldEnum,
  OrderDirectionEnum,
  SystemLabelEnum,
} from "./enums.js";

@InputType("HistoryFilter", {
  description:
    "What all items must have; what is left out is not asked. Of the values of a list, one is enough, unless its " +
    "description says otherwise; an empty list finds nothing. Moments are inclusive.",
})
export class HistoryFilterInput {
  @Field(() => [PartyUrnScalar], {
    nullable: true,
    description:
      "Items of these of the workspace's parties. Any other party is an error, not an empty answer.",
  })
  parties?: string[] | null;

  @Field(() => [DialogStatusEnum], { nullable: true, description: "Items with one of these statuses." })
  status?: DialogStatus[] | null;

  @Field(() => [String], { nullable: true, description: "Items of these agencies, by short code." })
  owner?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "Items of these services, by URN; also of what they were before they moved from another platform.",
  })
  service?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Items that come from these sources, by id." })
  source?: string[] | null;

  @Field(() => HistoryFolderEnum, { nullable: true, description: "Items in this view." })
  folder?: HistoryFolder | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Created at this moment or later." })
  createdAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Created at this moment or earlier." })
  createdBefore?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Content changed at this moment or later." })
  updatedAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Content changed at this moment or earlier." })
  updatedBefore?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Due at this moment or later." })
  dueAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Due at this moment or earlier." })
  dueBefore?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it was seen by anybody since its content last changed, and not marked as unopened.",
  })
  isContentSeen?: boolean | null;

  @Field(() => String, { nullable: true, description: "Items of this case, by the process' URI." })
  process?: string | null;

  @Field(() => [SystemLabelEnum], { nullable: true, description: "Items with all of these labels." })
  systemLabel?: SystemLabel[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the viewer themself has seen its content as it is now, whoever else has.",
  })
  isSeenByMe?: boolean | null;

  @Field(() => [UuidScalar], {
    nullable: true,
    description: "Items with all of these of the viewer's own labels, by id, at most 20.",
  })
  ownLabel?: string[] | null;
}

@InputType("HistoryOrder", {
  description: "How the history is ordered. Ties are broken by id, so the order is total.",
})
export class HistoryOrderInput {
  @Field(() => HistoryOrderFieldEnum, {
    description: "By which moment, or by how well it answers to the search.",
  })
  field!: HistoryOrderField | "RELEVANCE";

  @Field(() => OrderDirectionEnum, { description: "Which end comes first." })
  direction!: "ASC" | "DESC";
}
