import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { CursorScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import { pageInfoOf } from "../../../schema/types/page-info.js";
import { decodeWorkspaceId, encodeWorkspaceId } from "../../../schema/workspace-id.js";
import type { AuthorizationContext } from "../context.js";
import {
  checkPageSize,
  listParties,
  organizationNumberIn,
  partyIdsOf,
  positionOf,
  readCursor,
  startingAfter,
} from "../rules/parties.js";
import type { Party } from "../types/party.js";
import { PartyConnection } from "../types/party-connection.js";
import { Viewer, type ViewerKind } from "../types/viewer.js";
import { Workspace } from "../types/workspace.js";

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @Query(() => Workspace, {
    description: "What you have to do with public services, for yourself and for those whom you may act for.",
  })
  async workspace(
    @Arg("parties", () => [PartyUrnScalar], {
      nullable: true,
      description: "Whom to act for, from 1 to 1,000; omitted = everyone whom you may act for.",
    })
    parties: string[] | null | undefined,
    @Ctx() { call, authorization }: AuthorizationContext,
  ): Promise<Workspace> {
    const urns = parties ?? null;
    const partyIds = urns === null ? null : partyIdsOf(urns, await authorization.scope(call));
    return { id: encodeWorkspaceId(partyIds) };
  }

  @FieldResolver(() => Viewer, { description: "Who is asking." })
  async viewer(@Ctx() { call, authorization }: AuthorizationContext): Promise<Viewer> {
    const { viewer } = call;
    const party = (await authorization.connections(call)).viewer as Party | null;
    return {
      kind: viewer.kind as ViewerKind,
      name: party?.name ?? null,
      party,
      authenticationLevel: viewer.level,
      clientId: viewer.clientId,
      scopes: viewer.scopes,
      organizationNumber: organizationNumberIn(viewer.organization),
      supplierOrganizationNumber: organizationNumberIn(viewer.supplier),
    };
  }

  @FieldResolver(() => PartyConnection, {
    description: "Those whom the viewer may act for in this workspace: the viewer first, then by name.",
  })
  async parties(
    @Root() workspace: Workspace,
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 1,000." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Arg("search", () => String, {
      nullable: true,
      description: "Words of the name, or the beginning of the organisation number.",
    })
    search: string | null,
    @Ctx() { call, authorization, cursors }: AuthorizationContext,
  ): Promise<PartyConnection> {
    const limit = checkPageSize(first);
    const query = JSON.stringify(["parties", workspace.id, call.viewer.party, search ?? null]);
    const position = after ? readCursor(() => cursors.decode(query, after)) : null;
    const [connections, scope] = await Promise.all([
      authorization.connections(call),
      authorization.scope(call),
    ]);
    const viewerId = connections.viewer?.id ?? null;
    const partyIds = decodeWorkspaceId(workspace.id) ?? null;
    const all = listParties(connections, scope, partyIds, search ?? null);
    const rest = startingAfter(all, position, viewerId);
    const edges = rest.slice(0, limit).map((party) => ({
      cursor: cursors.encode(query, positionOf(party, viewerId)),
      node: party as Party,
    }));
    return {
      edges,
      totalCount: all.length,
      pageInfo: pageInfoOf(edges, { hasNextPage: rest.length > limit, hasPreviousPage: position !== null }),
    };
  }
}
