import { Field, ID, ObjectType } from "type-graphql";
import { HistorySource } from "./history-source.js";

@ObjectType("HistoryTwin", {
  description:
    "The same thing as another platform has it, and why it is known to be the same: only one of them is a row of the " +
    "history.",
  simpleResolvers: true,
})
export class HistoryTwin {
  @Field(() => HistorySource, { description: "The platform that has it too." })
  source!: HistorySource;

  @Field(() => ID, { description: "Its id in the history: that of the `HistoryItem` that it would be." })
  id!: string;

  @Field(() => String, {
    description: "The name that both have, e.g. `urn:altinn:correspondence-id:…`: the evidence.",
  })
  identifier!: string;

  @Field(() => String, {
    nullable: true,
    description: "Where it is to be read at that platform; null where the platform does not say.",
  })
  url!: string | null;
}
