import { ArgsType, Field, ID, Int } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { ServiceOrder } from "./service-resource-connection.js";
import { ServiceAudience, ServiceResourceStatus, ServiceResourceType } from "./service-resource-type.js";

@ArgsType()
export class ServiceListArguments {
  @Field(() => String, {
    nullable: true,
    description:
      "Words to look for, in any language and form, also mistyped: at most 200 letters. Of three words or more, some " +
      "may be missing.",
  })
  search?: string | null;

  @Field(() => [ID], { nullable: true, description: "Offered by one of these agencies, by code." })
  owner?: string[] | null;

  @Field(() => [ServiceResourceType], { nullable: true, description: "Of one of these kinds." })
  type?: ServiceResourceType[] | null;

  @Field(() => [ServiceResourceStatus], {
    nullable: true,
    description: "At one of these points in their life.",
  })
  status?: ServiceResourceStatus[] | null;

  @Field(() => ID, { nullable: true, description: "That are a step of this life event." })
  lifeEvent?: string | null;

  @Field(() => [ServiceAudience], { nullable: true, description: "For one of these." })
  availableFor?: ServiceAudience[] | null;

  @Field(() => [String], { nullable: true, description: "In one of these thematic areas." })
  thematicArea?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "That you may use on behalf of this party: its `id` or its URN. Of a party that you may not act for there is none.",
  })
  usableBy?: string | null;

  @Field(() => ServiceOrder, {
    nullable: true,
    description: "Omitted: by relevance where something is searched for.",
  })
  orderBy?: ServiceOrder | null;

  @Field(() => Int, { defaultValue: 50, description: "How many, from 1 to 200." })
  first!: number;

  @Field(() => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
  after?: string | null;
}
