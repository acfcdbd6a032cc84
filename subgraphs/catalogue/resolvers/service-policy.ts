import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { PolicyInForce } from "../../../schema/policies-port.js";
import type { CatalogueContext } from "../context.js";
import { ServicePolicy } from "../types/service-policy.js";
import { ServiceResource } from "../types/service-resource.js";

@Resolver(() => ServiceResource)
export class ServicePolicyResolver {
  @FieldResolver(() => ServicePolicy, {
    nullable: true,
    description:
      "The policy in force, for everybody to read: whoever gives access must be able to know what they give. Null where " +
      "it has none, and of a service that was taken out of the catalogue.",
  })
  policy(
    @Root() { id }: ServiceResource,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<PolicyInForce | null> {
    return loaders.policyByServiceId.load(id);
  }
}
