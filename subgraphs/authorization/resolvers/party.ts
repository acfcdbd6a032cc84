import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { PartyUrnScalar } from "../../../schema/scalars.js";
import type { AuthorizationContext } from "../context.js";
import { organizationNumberIn, publicUrn } from "../rules/parties.js";
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

  @FieldResolver(() => Party, { nullable: true, description: "The main unit of a subunit." })
  parent(@Root() party: Party, @Ctx() { loaders }: AuthorizationContext) {
    return party.parentId === null ? null : loaders.partyById.load(party.parentId);
  }
}
