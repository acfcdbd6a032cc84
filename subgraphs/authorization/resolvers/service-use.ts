import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import type { AuthorizationContext } from "../context.js";
import { authorizationError } from "../errors.js";
import { evidenceOf } from "../rules/evidence.js";
import { READ } from "../rules/scope.js";
import { AccessEvidence } from "../types/access-evidence.js";
import { ServiceUse } from "../types/service-use.js";

@Resolver(() => ServiceUse)
export class ServiceUseResolver {
  @Directive('@requires(fields: "party { id } serviceResource { id } instanceRef")')
  @FieldResolver(() => AccessEvidence, {
    nullable: true,
    description: "By what right you may use it; an error where you no longer may.",
  })
  async access(
    @Root() { party, serviceResource, instanceRef }: ServiceUse,
    @Ctx() { call, loaders }: AuthorizationContext,
  ): Promise<AccessEvidence> {
    const decision = await loaders.decision.load({
      party: PARTY_UUID_PREFIX + party.id,
      service: serviceResource.id,
      action: READ,
      instanceRef: instanceRef ?? null,
    });
    if (decision.decision === "PERMIT") return evidenceOf(decision, call.viewer.level);
    throw authorizationError(
      "ACCESS_NOT_FOUND",
      "You have no access to this service now, so there is no reason to give; fetch the list again.",
    );
  }
}
