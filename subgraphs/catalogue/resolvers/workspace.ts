import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { workspaceScope } from "../../../schema/workspace-id.js";
import type { CatalogueContext } from "../context.js";
import { ofParties, servicesOf, usesIn } from "../rules/usable.js";
import { ServiceListArguments } from "../types/service-list-arguments.js";
import { ServiceResourceConnection } from "../types/service-resource-connection.js";
import { Workspace } from "../types/workspace.js";
import { listServices } from "./listed-services.js";

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @FieldResolver(() => ServiceResourceConnection, {
    nullable: true,
    description:
      "The services that the viewer may use on behalf of the workspace's parties, by URN; also those that ask for a " +
      "stronger login. Null, with an error, where they can't be listed.",
  })
  async services(
    @Root() workspace: Workspace,
    @Args(() => ServiceListArguments) args: ServiceListArguments,
    @Ctx() context: CatalogueContext,
  ): Promise<ServiceResourceConnection> {
    const { call, authorization } = context;
    const named = args.usableBy == null ? null : [args.usableBy];
    const scope = ofParties(workspaceScope(await authorization.scope(call), workspace.id), named);
    return listServices(context, args, {
      list: `services ${workspace.id} ${call.viewer.party}`,
      fallbackOrder: "URN",
      usable: { within: servicesOf(scope), uses: usesIn(scope) },
    });
  }
}

@Resolver()
export class ServicesResolver {
  @Query(() => ServiceResourceConnection, {
    nullable: true,
    description:
      "The public catalogue of services, whoever may use them; with `usableBy`, those that you may use for a party. Null, " +
      "with an error, where it can't be listed.",
  })
  async services(
    @Args(() => ServiceListArguments) args: ServiceListArguments,
    @Ctx() context: CatalogueContext,
  ): Promise<ServiceResourceConnection> {
    const { call, authorization } = context;
    if (args.usableBy == null) {
      return listServices(context, args, { list: "all services", fallbackOrder: "TITLE", usable: null });
    }
    const scope = ofParties(await authorization.scope(call), [args.usableBy]);
    return listServices(context, args, {
      list: `usable services ${call.viewer.party}`,
      fallbackOrder: "TITLE",
      usable: { within: servicesOf(scope), uses: usesIn(scope) },
    });
  }
}
