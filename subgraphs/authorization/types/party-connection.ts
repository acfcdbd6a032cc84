import { Field, Int, ObjectType } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { Party } from "./party.js";

@ObjectType("PartyEdge", { description: "A party in a list.", simpleResolvers: true })
export class PartyEdge {
  @Field(() => CursorScalar, { description: "This party's position in the list." })
  cursor!: string;

  @Field(() => Party, { description: "The party." })
  node!: Party;
}

@ObjectType("PartyConnection", {
  description: "A page of parties: the viewer first, then by name.",
  simpleResolvers: true,
})
export class PartyConnection {
  @Field(() => [PartyEdge], { description: "The parties of this page." })
  edges!: PartyEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many parties the whole list has." })
  totalCount!: number;
}
