import { Field, InputType, Int } from "type-graphql";
import type { DialogStatus, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { DialogStatusEnum, OrderDirectionEnum, SystemLabelEnum } from "./enums.js";

type Direction = "ASC" | "DESC" | null;

@InputType("SearchDialogSortTypeInput", { description: "One thing to order by: give one field only." })
export class SearchDialogSortTypeInput {
  @Field(() => OrderDirectionEnum, { nullable: true, description: "By when it was created." })
  createdAt?: Direction;

  @Field(() => OrderDirectionEnum, { nullable: true, description: "By when anything of it last changed." })
  updatedAt?: Direction;

  @Field(() => OrderDirectionEnum, {
    nullable: true,
    description: "By when it is due; what has no due date comes last in both directions.",
  })
  dueAt?: Direction;

  @Field(() => OrderDirectionEnum, { nullable: true, description: "By when its content last changed." })
  contentUpdatedAt?: Direction;
}

@InputType("SearchDialogInput", {
  description:
    "What all dialogs must have; what is left out is not asked. Of the values of a list one is enough, unless its " +
    "description says otherwise. Name at least one party or service. Moments are inclusive.",
})
export class SearchDialogInput {
  @Field(() => [String], { nullable: true, description: "Of these agencies, by short code; at most 20." })
  org?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Of these services, by URN; at most 20." })
  serviceResource?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Of these parties, by URN, as `parties` or `SearchDialog.party` names them; at most 100.",
  })
  party?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "With one of these codes of the owner's; at most 20.",
  })
  extendedStatus?: string[] | null;

  @Field(() => String, { nullable: true, description: "With this reference of the owner's, exactly." })
  externalReference?: string | null;

  @Field(() => [DialogStatusEnum], { nullable: true, description: "With one of these statuses." })
  status?: DialogStatus[] | null;

  @Field(() => String, { nullable: true, description: "Of this case, by the process' URI." })
  process?: string | null;

  @Field(() => [SystemLabelEnum], { nullable: true, description: "With all of these labels." })
  systemLabel?: SystemLabel[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether to leave out what is meant for programs. Omitted: it is there.",
  })
  excludeApiOnly?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Created at this moment or later." })
  createdAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Created at this moment or earlier." })
  createdBefore?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Content changed at this moment or later." })
  contentUpdatedAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Content changed at this moment or earlier." })
  contentUpdatedBefore?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it was seen by anybody since its content last changed, and not marked as unopened.",
  })
  isContentSeen?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Changed at all at this moment or later." })
  updatedAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Changed at all at this moment or earlier." })
  updatedBefore?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Due at this moment or later." })
  dueAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Due at this moment or earlier." })
  dueBefore?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Words that all dialogs must have, three characters or more: read as `Workspace.history`'s `search` is.",
  })
  search?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The language of the search words, e.g. `nb`. Words are folded alike in every language here, so it changes nothing.",
  })
  searchLanguageCode?: string | null;

  @Field(() => Int, { nullable: true, description: "How many, from 1 to 1000. Omitted: 100." })
  limit?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Where to go on from: `continuationToken` of the page before. Needs that page's `orderBy`.",
  })
  continuationToken?: string | null;

  @Field(() => [SearchDialogSortTypeInput], {
    nullable: true,
    description: "What to order by, the most important first. Omitted: what changed last comes first.",
  })
  orderBy?: SearchDialogSortTypeInput[] | null;
}
