import { Field, ID, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { Party } from "./party.js";

@ObjectType("RememberedParty", {
  description:
    "A party that the viewer has put somewhere. It stays there when they may no longer act for it, but is not named then.",
  simpleResolvers: true,
})
export class RememberedParty {
  @Field(() => ID, { description: "UUID, as `Party.id`; also of one that they may no longer act for." })
  partyId!: string;

  @Field(() => Boolean, { description: "Whether the viewer may act for it now." })
  isActedFor!: boolean;

  @Field(() => Party, {
    nullable: true,
    description: "The party itself; null where the viewer may not act for it now.",
  })
  party!: Party | null;

  @Field(() => String, { nullable: true, description: "The viewer's own words for it." })
  label!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was put there; null where that is not kept.",
  })
  addedAt!: number | null;
}
