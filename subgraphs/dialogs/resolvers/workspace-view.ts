import { workspaceScope } from "../../../schema/workspace-id.js";
import type { DialogsContext } from "../context.js";
import type { View } from "../store/selection.js";
import type { Workspace } from "../types/workspace.js";

/** What the viewer may read of a workspace's parties. */
export const viewOf = async (workspace: Workspace, { view }: DialogsContext): Promise<View> => {
  const { scope, now } = await view();
  return { scope: workspaceScope(scope, workspace.id), now };
};
