import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { workspaceScope } from "../../../schema/workspace-id.js";
import type { CatalogueContext } from "../context.js";
import { servicesOf } from "../rules.js";
import type { ServiceResource } from "../types/service-resource.js";
import { ServiceResourceConnection } from "../types/service-resource-connection.js";
import { Workspace } from "../types/workspace.js";

const MAX_SERVICES = 200;

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
    @Arg("first", () => Int, { defaultValue: 50, description: `How many, from 1 to ${MAX_SERVICES}.` })
    first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() { call, store, authorization, cursors }: CatalogueContext,
  ): Promise<ServiceResourceConnection> {
    const page = openPage(cursors, {
      first,
      after,
      maxFirst: MAX_SERVICES,
      list: `services ${workspace.id} ${call.viewer.party}`,
    });
    const scope = workspaceScope(await authorization.scope(call), workspace.id);
    const within = servicesOf(scope);
    const [rows, totalCount] = await Promise.all([
      store.visibleServiceResources({ within, after: page.after && String(page.after[0]), limit: page.take }),
      store.countVisibleServiceResources(within),
    ]);
    return { ...page.connection(rows as ServiceResource[], ({ id }) => [id]), totalCount };
  }
}
