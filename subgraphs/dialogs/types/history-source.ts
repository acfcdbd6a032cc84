import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { SourceRow } from "../../../drizzle/dialogs/tables.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import type { LiveTruth } from "../live/index.js";
import { type SourceState, type SourceTruth, truthOf } from "../rules/sources.js";
import { SourceStateEnum } from "./enums.js";

@ObjectType("HistorySource", { description: "A platform that the history comes from." })
export class HistorySource {
  @Field(() => ID, { description: "Short name, the same always: filter by it." })
  id!: string;

  name!: SourceRow["name"];
}

@ObjectType("SourceCoverage", {
  description: "How much of a source is here. A source can be up to date and still lack most of its dialogs.",
  simpleResolvers: true,
})
export class SourceCoverage {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "From when on everything is meant to be here; null: from the source's beginning.",
  })
  from!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when; null where nothing was ever had of the source.",
  })
  to!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The part of its dialogs that are here, from 0 to 1; null where the source does not say how many it has.",
  })
  ratio!: number | null;
}

@ObjectType("SourceReport", { description: "The truth about one source at the moment of the answer." })
export class SourceReport {
  @Field(() => HistorySource, { description: "Which source." })
  source!: HistorySource;

  @Field(() => SourceStateEnum, { description: "How far it can be relied on." })
  state!: SourceState;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The moment that the answer shows the source at: now where owners write here themselves, else when it was last " +
      "copied, or, of one that is asked live, what it says itself; null where nothing was had of it.",
  })
  asOf!: number | null;

  @Field(() => SourceCoverage, { description: "How much of it is here." })
  coverage!: SourceCoverage;

  @Field(() => Boolean, {
    description:
      "Whether this answer looked into it; false where the filter leaves it out, and where it has more than can be put " +
      "in the order that was asked for.",
  })
  searched!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: "How long it took to look into it, in milliseconds; null where it was not searched.",
  })
  latencyMillis!: number | null;

  reasonText!: SourceTruth["reason"];
}

/**
 * What is told of a source.
 * @param now milliseconds since 1970 UTC
 * @param latencyMillis how long it took to look into it; null where it was not searched
 */
export const sourceReportOf = (
  source: SourceRow,
  now: number,
  latencyMillis: number | null,
): SourceReport => {
  const { state, asOf, from, ratio, reason } = truthOf(source, now);
  return {
    source,
    state,
    asOf,
    coverage: { from, to: asOf, ratio },
    searched: latencyMillis !== null,
    latencyMillis,
    reasonText: reason,
  };
};

/** What is told of a live source. */
export const liveReportOf = ({
  source,
  state,
  asOf,
  from,
  ratio,
  reason,
  isSearched,
  latencyMillis,
}: LiveTruth): SourceReport => ({
  source,
  state,
  asOf,
  coverage: { from, to: asOf, ratio },
  searched: isSearched,
  latencyMillis,
  reasonText: reason,
});
