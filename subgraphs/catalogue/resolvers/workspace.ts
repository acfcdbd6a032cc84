import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { restrictScope } from "../../../schema/scope.js";
import { pageInfoOf } from "../../../schema/types/page-info.js";
import { decodeWorkspaceId } from "../../../schema/workspace-id.js";
import type { CatalogueContext } from "../context.js";
import { checkPageSize, readCursor, servicesOf } from "../rules.js";
import type { ServiceResource } from "../types/service-resource.js";
import { ServiceResourceConnection } from "../types/service-resource-connection.js";
import { Workspace } from "../types/workspace.js";

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @FieldResolver(() => ServiceResourceConnection, {
    description: "The services that the viewer may use on behalf of the workspace's parties, by URN.",
  })
  async services(
    @Root() workspace: Workspace,
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 200." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() { call, store, authorization, cursors }: CatalogueContext,
  ): Promise<ServiceResourceConnection> {
    const limit = checkPageSize(first);
    const query = `services ${workspace.id} ${call.viewer.party}`;
    const position = after ? readCursor(() => cursors.decode(query, after)) : null;
    const scope = restrictScope(await authorization.scope(call), decodeWorkspaceId(workspace.id) ?? null);
    const within = servicesOf(scope);
    const [rows, totalCount] = await Promise.all([
      store.visibleServiceResources({ within, after: position, limit: limit + 1 }),
      store.countVisibleServiceResources(within),
    ]);
    const edges = rows
      .slice(0, limit)
      .map((row) => ({ cursor: cursors.encode(query, [row.id]), node: row as ServiceResource }));
    return {
      edges,
      totalCount,
      pageInfo: pageInfoOf(edges, { hasNextPage: rows.length > limit, hasPreviousPage: position !== null }),
    };
  }
}
