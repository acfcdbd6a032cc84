import { Field, Int, ObjectType } from "type-graphql";

@ObjectType("EndUserSearchLimits", {
  description: "How many values the filters of `searchDialogs` may name.",
  simpleResolvers: true,
})
export class EndUserSearchLimits {
  @Field(() => Int, { description: "In `party`." })
  maxPartyFilterValues!: number;

  @Field(() => Int, { description: "In `serviceResource`." })
  maxServiceResourceFilterValues!: number;

  @Field(() => Int, { description: "In `org`." })
  maxOrgFilterValues!: number;

  @Field(() => Int, { description: "In `extendedStatus`." })
  maxExtendedStatusFilterValues!: number;
}

@ObjectType("ServiceOwnerSearchLimits", {
  description: "How many values the filters of the service owners' search may name.",
  simpleResolvers: true,
})
export class ServiceOwnerSearchLimits {
  @Field(() => Int, { description: "In `party`." })
  maxPartyFilterValues!: number;

  @Field(() => Int, { description: "In `serviceResource`." })
  maxServiceResourceFilterValues!: number;

  @Field(() => Int, { description: "In `extendedStatus`." })
  maxExtendedStatusFilterValues!: number;
}

@ObjectType("Limits", { description: "What may be asked for at once.", simpleResolvers: true })
export class Limits {
  @Field(() => EndUserSearchLimits, { description: "Of `searchDialogs`." })
  endUserSearch!: EndUserSearchLimits;

  @Field(() => ServiceOwnerSearchLimits, { description: "Of the service owners' REST search." })
  serviceOwnerSearch!: ServiceOwnerSearchLimits;
}
