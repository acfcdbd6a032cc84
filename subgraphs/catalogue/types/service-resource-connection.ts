import { Field, Int, ObjectType } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResource } from "./service-resource.js";

@ObjectType("ServiceResourceEdge", { description: "A service in a list.", simpleResolvers: true })
export class ServiceResourceEdge {
  @Field(() => CursorScalar, { description: "This service's position in the list." })
  cursor!: string;

  @Field(() => ServiceResource, { description: "The service." })
  node!: ServiceResource;
}

@ObjectType("ServiceResourceConnection", {
  description: "A page of services, by URN.",
  simpleResolvers: true,
})
export class ServiceResourceConnection {
  @Field(() => [ServiceResourceEdge], { description: "The services of this page." })
  edges!: ServiceResourceEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many services the whole list has." })
  totalCount!: number;
}
