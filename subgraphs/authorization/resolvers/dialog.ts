import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { AuthorizationContext } from "../context.js";
import { ACTION_ARGUMENT, accessDecisionOf } from "../rules/access-decision.js";
import { READ } from "../rules/scope.js";
import { decideOnThing, referencesTo } from "../rules/thing-access.js";
import { AccessDecision } from "../types/access-decision.js";
import { Dialog } from "../types/dialog.js";

const decisionOn = async (
  { id, party, serviceResource: service, instanceRef }: Dialog,
  action: string,
  { call, loaders }: AuthorizationContext,
): Promise<AccessDecision> => {
  const decision = await decideOnThing(referencesTo(id, instanceRef ?? null), (ref) =>
    loaders.decision.load({ party, service, action, instanceRef: ref }),
  );
  return accessDecisionOf(action, decision, call.viewer.level);
};

@Resolver(() => Dialog)
export class DialogResolver {
  @Directive('@requires(fields: "party serviceResource instanceRef")')
  @FieldResolver(() => AccessDecision, { nullable: true, description: "Whether you may read it, and why." })
  access(@Root() dialog: Dialog, @Ctx() context: AuthorizationContext): Promise<AccessDecision> {
    return decisionOn(dialog, READ, context);
  }

  @Directive('@requires(fields: "party serviceResource instanceRef")')
  @FieldResolver(() => AccessDecision, {
    nullable: true,
    description: "Whether you may do something with it, e.g. `write` or `sign`, and why.",
  })
  accessTo(
    @Root() dialog: Dialog,
    @Arg("action", () => String, { description: ACTION_ARGUMENT }) action: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessDecision> {
    return decisionOn(dialog, action, context);
  }
}
