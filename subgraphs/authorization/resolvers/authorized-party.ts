import { Ctx, Query, Resolver } from "type-graphql";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { AuthorizationContext } from "../context.js";
import { authorizedPartyTrees, missingMainUnitIds } from "../rules/authorized-parties.js";
import { AuthorizedParty } from "../types/authorized-party.js";

const isRow = (loaded: PartyRow | Error | null): loaded is PartyRow =>
  loaded !== null && !(loaded instanceof Error);

@Resolver(() => AuthorizedParty)
export class AuthorizedPartyResolver {
  @Query(() => [AuthorizedParty], {
    description:
      "Everyone whom you may act for, you first, in Dialogporten's shape and unpaged; `workspace.parties` has pages.",
  })
  async parties(@Ctx() { call, authorization, loaders }: AuthorizationContext): Promise<AuthorizedParty[]> {
    const connections = await authorization.connections(call);
    const mainUnits = await loaders.partyById.loadMany(missingMainUnitIds(connections));
    for (const loaded of mainUnits) if (loaded instanceof Error) throw loaded;
    return authorizedPartyTrees(connections, mainUnits.filter(isRow)) as AuthorizedParty[];
  }
}
