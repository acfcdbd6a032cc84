import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { PartyUrnScalar } from "../../../schema/scalars.js";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import type { AuthorizationContext } from "../context.js";
import { ACTION_ARGUMENT, accessDecisionOf } from "../rules/access-decision.js";
import { organizationNumberIn, publicUrn } from "../rules/parties.js";
import { partyTreeOf } from "../rules/party-tree.js";
import { READ } from "../rules/scope.js";
import { AccessDecision } from "../types/access-decision.js";
import { Party } from "../types/party.js";

@Resolver(() => Party)
export class PartyResolver {
  @FieldResolver(() => PartyUrnScalar, {
    description: "The name to give back as an argument: the organisation number's URN, or that of the UUID.",
  })
  urn(@Root() party: Party): string {
    return publicUrn(party);
  }

  @FieldResolver(() => String, { nullable: true, description: "Nine digits; organisations only." })
  organizationNumber(@Root() party: Party): string | null {
    return organizationNumberIn(party.urn);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether it is deleted from its register. What it received can still be read.",
  })
  isDeleted(@Root() party: Party): boolean {
    return party.deletedAt !== null;
  }

  @FieldResolver(() => Boolean, { description: "Whether it is the viewer's own party." })
  async isViewer(
    @Root() party: Party,
    @Ctx() { call, authorization }: AuthorizationContext,
  ): Promise<boolean> {
    return (await authorization.connections(call)).viewer?.id === party.id;
  }

  @FieldResolver(() => AccessDecision, {
    nullable: true,
    description:
      "Whether you may do something in a service on the party's behalf, why, and with which login.",
  })
  async access(
    @Root() party: Party,
    @Arg("service", () => ID, { description: "URN of the service." }) service: string,
    @Arg("action", () => String, { defaultValue: READ, description: ACTION_ARGUMENT }) action: string,
    @Arg("instanceRef", () => String, {
      nullable: true,
      description: "The one thing that it is about: `urn:altinn:instance-id:…` or `urn:altinn:dialog-id:…`.",
    })
    instanceRef: string | null,
    @Ctx() { call, loaders }: AuthorizationContext,
  ): Promise<AccessDecision> {
    const decision = await loaders.decision.load({
      party: PARTY_UUID_PREFIX + party.id,
      service: service.toLowerCase(),
      action,
      instanceRef: instanceRef?.toLowerCase() ?? null,
    });
    return accessDecisionOf(action, decision, call.viewer.level);
  }

  @FieldResolver(() => [Party], { description: "Its subunits that you may act for, by name." })
  async subunits(
    @Root() party: Party,
    @Ctx() { call, authorization }: AuthorizationContext,
  ): Promise<Party[]> {
    const [connections, scope] = await Promise.all([
      authorization.connections(call),
      authorization.scope(call),
    ]);
    return [...partyTreeOf(connections, scope).subunitsOf(party.id)] as Party[];
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether you may act for it; a main unit is shown without that, where you may act for one of its subunits.",
  })
  async isActedFor(
    @Root() party: Party,
    @Ctx() { call, authorization }: AuthorizationContext,
  ): Promise<boolean> {
    const [connections, scope] = await Promise.all([
      authorization.connections(call),
      authorization.scope(call),
    ]);
    return partyTreeOf(connections, scope).isActedFor(party.id);
  }

  @FieldResolver(() => Party, { nullable: true, description: "The main unit of a subunit." })
  parent(@Root() party: Party, @Ctx() { loaders }: AuthorizationContext) {
    return party.parentId === null ? null : loaders.partyById.load(party.parentId);
  }
}
