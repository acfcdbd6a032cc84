import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { PartyReference } from "../../../schema/types/references.js";
import type { ServiceUses } from "../rules/usable.js";
import type { ServiceSelection } from "../store/listing.js";
import { LifeEvent } from "./life-event.js";
import { ServiceOwner } from "./service-owner.js";
import { ServiceResource } from "./service-resource.js";

@ObjectType("ServiceUse", {
  description: "That somebody may use a service on a party's behalf.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class ServiceUse {
  @Field(() => ID, { description: "Good for this answer only." })
  id!: string;

  @Field(() => PartyReference, { nullable: true, description: "On whose behalf." })
  party!: PartyReference;

  @Field(() => ServiceResource, { description: "Which service." })
  serviceResource!: { readonly id: string };

  @Field(() => Int, {
    description:
      "The authentication level that it needs; where it is above yours, a stronger login opens it.",
  })
  requiredAuthenticationLevel!: number;

  @Field(() => String, {
    nullable: true,
    description: "The one thing in it that may be used, where not all of it may.",
  })
  instanceRef!: string | null;
}

@ObjectType("ServiceResourceEdge", { description: "A service in a list.", simpleResolvers: true })
export class ServiceResourceEdge {
  @Field(() => CursorScalar, { description: "This service's position in the list." })
  cursor!: string;

  @Field(() => ServiceResource, { description: "The service." })
  node!: ServiceResource;

  /** Who may use the services of the list; `null` where it was not asked. */
  usable!: ServiceUses | null;
}

export enum ServiceFacetKey {
  OWNER = "OWNER",
  TYPE = "TYPE",
  STATUS = "STATUS",
  AVAILABLE_FOR = "AVAILABLE_FOR",
  THEMATIC_AREA = "THEMATIC_AREA",
  LIFE_EVENT = "LIFE_EVENT",
}

registerEnumType(ServiceFacetKey, {
  name: "ServiceFacetKey",
  description: "What services can be counted by.",
  valuesConfig: {
    OWNER: { description: "The agency that offers it, by its code." },
    TYPE: { description: "What kind of thing it is." },
    STATUS: { description: "Where it is in its life." },
    AVAILABLE_FOR: { description: "Whom it is for; a service for everyone counts for each." },
    THEMATIC_AREA: { description: "What it is about." },
    LIFE_EVENT: { description: "The life event that it is a step of." },
  },
});

@ObjectType("ServiceFacetValue", {
  description: "How many services have one value.",
  simpleResolvers: true,
})
export class ServiceFacetValue {
  @Field(() => ID, { description: "The value: choose by it." })
  key!: string;

  @Field(() => Int, { description: "How many services of the list have it." })
  count!: number;

  @Field(() => ServiceOwner, { nullable: true, description: "The agency, where it is counted by owner." })
  serviceOwner!: Pick<ServiceOwner, "code"> | null;

  @Field(() => LifeEvent, { nullable: true, description: "The life event, where it is counted by that." })
  lifeEvent!: LifeEvent | null;
}

@ObjectType("ServiceFacet", {
  description: "The services of a list, counted by one of their traits.",
  simpleResolvers: true,
})
export class ServiceFacet {
  @Field(() => ServiceFacetKey, { description: "What they are counted by." })
  by!: ServiceFacetKey;

  @Field(() => [ServiceFacetValue], { description: "The values that occur, most services first." })
  values!: ServiceFacetValue[];
}

export enum ServiceOrder {
  RELEVANCE = "RELEVANCE",
  TITLE = "TITLE",
  RECENTLY_CHANGED = "RECENTLY_CHANGED",
  URN = "URN",
}

registerEnumType(ServiceOrder, {
  name: "ServiceOrder",
  description: "The order of services in a list; always the same for the same services.",
  valuesConfig: {
    RELEVANCE: {
      description: "Those first that answer the search best; by title where nothing is searched for.",
    },
    TITLE: { description: "By title in bokmål." },
    RECENTLY_CHANGED: { description: "Those first whose entry was changed last." },
    URN: { description: "By URN." },
  },
});

@ObjectType("ServiceResourceConnection", { description: "A page of services.", simpleResolvers: true })
export class ServiceResourceConnection {
  @Field(() => [ServiceResourceEdge], { description: "The services of this page." })
  edges!: ServiceResourceEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  selection!: ServiceSelection;
}
