import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PageEdge } from "../../../schema/paging.js";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { Count } from "../../../schema/types/count.js";
import type { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import type { LimitedTruth, LiveSelection } from "../live/index.js";
import type { SearchQuery } from "../rules/search-query.js";
import type {
  FacetKey,
  HistoryOrder,
  HistoryPosition,
  HistoryRow,
  Selection,
  SourceRow,
} from "../store/selection.js";
import { FacetKeyEnum } from "./enums.js";
import { HistoryItem } from "./history-item.js";
import { HistorySource } from "./history-source.js";
import { Party } from "./party.js";
import { ServiceOwnerReference } from "./service-owner.js";

@ObjectType("HistoryEdge", { description: "An item in the history.", simpleResolvers: true })
export class HistoryEdge {
  @Field(() => CursorScalar, { description: "This item's position in the history." })
  cursor!: string;

  @Field(() => HistoryItem, { description: "The item." })
  node!: HistoryItem;

  @Field(() => Boolean, {
    description:
      "Whether it belongs above what the pages before have shown: its source was away, or too slow, and brings it now. " +
      "Late items come first on their page, in order; put each where its moment says.",
  })
  isLate!: boolean;

  readonly row!: HistoryRow;
  /** What was looked for; `null` without a search. */
  readonly search!: SearchQuery | null;
}

@ObjectType("HistorySearch", {
  description: "What became of a search.",
  simpleResolvers: true,
})
export class HistorySearch {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "How far back this page has been looked for, where that took so long that it ends before it is full, or is empty: " +
      "`pageInfo.endCursor` goes on from there. By relevance the newest thousand that match are looked at, or those that " +
      "are found in time: this is then how far back they go, and a narrower filter, or the order by date, finds what is " +
      "older. Null where nothing was left to look at for this page.",
  })
  searchedBackTo!: number | null;

  @Field(() => Boolean, {
    description:
      "Whether services and agencies were found by their names as well. False while the catalogue can't be asked.",
  })
  areNamesSearched!: boolean;
}

@ObjectType("HiddenByLogin", { description: "What a stronger login would add.", simpleResolvers: true })
export class HiddenByLogin {
  @Field(() => Count, { description: "How many items are hidden." })
  count!: Count;

  @Field(() => Int, { description: "The authentication level, up to 4, that shows all of them." })
  requiredLevel!: number;
}

@ObjectType("FacetValue", { description: "How many items have one value.", simpleResolvers: true })
export class FacetValue {
  @Field(() => ID, { description: "The value: filter by it. A party is named by its UUID." })
  key!: string;

  @Field(() => Count, { description: "How many items have it." })
  count!: Count;

  @Field(() => Count, { description: "How many of these nobody has seen since they last changed." })
  unreadCount!: Count;

  @Field(() => Party, { nullable: true, description: "The party, where items are counted by party." })
  party!: Party | null;

  @Field(() => ServiceResourceReference, {
    nullable: true,
    description: "The service, where items are counted by service.",
  })
  serviceResource!: ServiceResourceReference | null;

  @Field(() => ServiceOwnerReference, {
    nullable: true,
    description: "The agency, where items are counted by owner.",
  })
  serviceOwner!: ServiceOwnerReference | null;

  @Field(() => HistorySource, {
    nullable: true,
    description: "The source, where items are counted by source.",
  })
  source!: HistorySource | null;
}

@ObjectType("Facet", {
  description: "The items of the history, counted by one thing.",
  simpleResolvers: true,
})
export class Facet {
  @Field(() => FacetKeyEnum, { description: "What they are counted by." })
  by!: FacetKey;

  @Field(() => [FacetValue], { description: "The values that occur, most items first." })
  values!: FacetValue[];

  @Field(() => Int, { description: "How many different values occur among the items counted." })
  valueCount!: number;
}

/** A page as it was read, and how long that took. */
export interface LoadedPage {
  readonly edges: readonly PageEdge<{ readonly row: HistoryRow; readonly isLate: boolean }>[];
  readonly pageInfo: PageInfo;
  /** Of the index. */
  readonly latencyMillis: number;
  /** Where looking for it stopped before it was full. */
  readonly stoppedAt: HistoryPosition | null;
  /** What is to be said of each live source, and back to when it is complete by itself. */
  readonly live: readonly LimitedTruth[];
}

@ObjectType("HistoryConnection", {
  description:
    "A page of the history, and what is to be said of the whole. What is not selected is not computed.",
})
export class HistoryConnection {
  readonly selection!: Selection;
  /** `null`: what answers best to the search comes first. */
  readonly order!: HistoryOrder | null;
  readonly areNamesSearched!: boolean;
  /** What live sources have of it; `null` where there are none. */
  readonly live!: LiveSelection | null;
  /** Reads the page, once. */
  readonly page!: () => Promise<LoadedPage>;
  /** Reads the sources, once; with whether the filter leaves each in. */
  readonly searched!: () => Promise<readonly { source: SourceRow; isSearched: boolean }[]>;
}
