import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage, type Position } from "../../../schema/paging.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { workspaceScope } from "../../../schema/workspace-id.js";
import type { FormsContext } from "../context.js";
import type { FormsList, FormsPosition } from "../store.js";
import type { FormInstance } from "../types/form-instance.js";
import { FormInstanceConnection } from "../types/form-instance-connection.js";
import { Workspace } from "../types/workspace.js";

const MAX_INSTANCES = 200;
const FIRST = `How many, from 1 to ${MAX_INSTANCES}.`;
/** So that forms that can't be listed take no other part of the workspace with them. */
const FAILING = "Null, with an error, where they can't be listed.";
const AFTER = "`endCursor` of the page before.";

const positionOf = ({ lastChangedAt, id }: FormInstance): Position => [lastChangedAt, id];

const readPosition = (position: Position | null): FormsPosition | null =>
  position && { lastChangedAt: Number(position[0]), id: String(position[1]) };

const listInstances = async (
  kind: FormsList["kind"],
  workspace: Workspace,
  { first, after }: { first: number; after: string | null },
  { call, store, loaders, cursors, clock }: FormsContext,
): Promise<FormInstanceConnection> => {
  const page = openPage(cursors, {
    first,
    after,
    maxFirst: MAX_INSTANCES,
    list: `${kind} ${workspace.id} ${call.viewer.party}`,
  });
  const scope = workspaceScope(await loaders.scope(), workspace.id);
  const list: FormsList = { kind, scope, now: clock() };
  const [rows, totalCount] = await Promise.all([
    store.instances(list, { after: readPosition(page.after), take: page.take }),
    store.countInstances(list),
  ]);
  return { ...page.connection<FormInstance>(rows, positionOf), totalCount };
};

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @FieldResolver(() => FormInstanceConnection, {
    nullable: true,
    description: `Submissions of the workspace's parties that are under way, newest change first. ${FAILING}`,
  })
  drafts(
    @Root() workspace: Workspace,
    @Arg("first", () => Int, { defaultValue: 50, description: FIRST }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: AFTER }) after: string | null,
    @Ctx() context: FormsContext,
  ): Promise<FormInstanceConnection> {
    return listInstances("DRAFTS", workspace, { first, after }, context);
  }

  @FieldResolver(() => FormInstanceConnection, {
    nullable: true,
    description: `Submissions of the workspace's parties that were sent for good, newest change first. ${FAILING}`,
  })
  receipts(
    @Root() workspace: Workspace,
    @Arg("first", () => Int, { defaultValue: 50, description: FIRST }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: AFTER }) after: string | null,
    @Ctx() context: FormsContext,
  ): Promise<FormInstanceConnection> {
    return listInstances("RECEIPTS", workspace, { first, after }, context);
  }
}
