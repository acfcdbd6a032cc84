import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import { encodeWorkspaceId, workspaceScope } from "../../../schema/workspace-id.js";
import type { AuthorizationContext } from "../context.js";
import type { Connections } from "../rules/connections.js";
import {
  listParties,
  MAX_PAGE_SIZE,
  organizationNumberIn,
  partyIdsOf,
  positionOf,
  startingAfter,
} from "../rules/parties.js";
import { mainUnitIdsToRead, withoutSubunits } from "../rules/party-tree.js";
import type { Party } from "../types/party.js";
import { PartyConnection } from "../types/party-connection.js";
import { VIEWER_ID, Viewer, type ViewerKind } from "../types/viewer.js";
import { Workspace } from "../types/workspace.js";

/** Whoever asks. */
export const viewerOf = async ({ call, authorization }: AuthorizationContext): Promise<Viewer> => {
  const { viewer } = call;
  const party = (await authorization.connections(call)).viewer as Party | null;
  return {
    id: VIEWER_ID,
    kind: viewer.kind as ViewerKind,
    name: party?.name ?? null,
    party,
    authenticationLevel: viewer.level,
    clientId: viewer.clientId,
    scopes: viewer.scopes,
    organizationNumber: organizationNumberIn(viewer.organization),
    supplierOrganizationNumber: organizationNumberIn(viewer.supplier),
  };
};

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
  viewer(@Ctx() context: AuthorizationContext): Promise<Viewer> {
    return viewerOf(context);
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
    @Arg("asTree", () => Boolean, {
      defaultValue: false,
      description: "Whether a main unit stands for its subunits too, which are then found in its `subunits`.",
    })
    asTree: boolean,
    @Ctx() { call, authorization, cursors, loaders }: AuthorizationContext,
  ): Promise<PartyConnection> {
    const list = JSON.stringify(["parties", workspace.id, call.viewer.party, search ?? null, asTree]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_PAGE_SIZE, list });
    const [connections, scope] = await Promise.all([
      authorization.connections(call),
      authorization.scope(call),
    ]);
    const viewerId = connections.viewer?.id ?? null;
    const found = listParties(connections, workspaceScope(scope, workspace.id), search ?? null);
    const all = asTree
      ? withoutSubunits(found, connections, await mainUnitsOf(found, connections, loaders))
      : found;
    const rows = startingAfter(all, page.after, viewerId).slice(0, page.take) as Party[];
    return { ...page.connection(rows, (party) => positionOf(party, viewerId)), totalCount: all.length };
  }
}

/** Main units that no connection is to, of subunits that are acted for. */
const mainUnitsOf = async (
  parties: readonly PartyRow[],
  connections: Connections,
  { partyById }: AuthorizationContext["loaders"],
): Promise<PartyRow[]> => {
  const loaded = await Promise.all(mainUnitIdsToRead(parties, connections).map((id) => partyById.load(id)));
  return loaded.filter((row) => row !== null);
};
