import { Field, ID, ObjectType } from "type-graphql";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import type { TimelineEntry } from "../store/cases/case-store.js";
import type { View } from "../store/selection.js";
import { ProcessEntryKindEnum } from "./enums.js";
import { HistoryItem } from "./history-item.js";

@ObjectType("Process", {
  description:
    "One case that several items, also of several agencies and parties, belong to: those with its URI, and those of the " +
    "processes before and after it. Of all of it the viewer sees what they may see; so it is told, and so it is counted.",
})
export class Process {
  @Field(() => ID, { description: "The URI that its agencies have agreed on." })
  id!: string;

  /** What the viewer may see of it. */
  readonly view!: View;
}

@ObjectType("ProcessItemEdge", { description: "An item of a case.", simpleResolvers: true })
export class ProcessItemEdge {
  @Field(() => CursorScalar, { description: "Its position in the case." })
  cursor!: string;

  @Field(() => HistoryItem, { description: "The item." })
  node!: HistoryItem;
}

@ObjectType("ProcessItemConnection", { description: "A page of a case's items.", simpleResolvers: true })
export class ProcessItemConnection {
  @Field(() => [ProcessItemEdge], { description: "The items of this page, oldest first." })
  edges!: ProcessItemEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the case." })
  pageInfo!: PageInfo;
}

@ObjectType("ProcessEntry", { description: "Something that happened in a case." })
export class ProcessEntry {
  @Field(() => DateTimeScalar, { description: "When." })
  at!: number;

  @Field(() => ProcessEntryKindEnum, { description: "What it is." })
  kind!: TimelineEntry["kind"];

  readonly entry!: TimelineEntry;
}

@ObjectType("ProcessEntryEdge", { description: "Something that happened in a case.", simpleResolvers: true })
export class ProcessEntryEdge {
  @Field(() => CursorScalar, { description: "Its position in the timeline." })
  cursor!: string;

  @Field(() => ProcessEntry, { description: "What happened." })
  node!: ProcessEntry;
}

@ObjectType("ProcessTimeline", { description: "A page of what happened in a case.", simpleResolvers: true })
export class ProcessTimeline {
  @Field(() => [ProcessEntryEdge], { description: "The entries of this page, oldest first." })
  edges!: ProcessEntryEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the timeline." })
  pageInfo!: PageInfo;
}
