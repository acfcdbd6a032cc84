import { isUuid } from "../lib/ids.js";
import { restrictScope, type Scope } from "./scope.js";

const EVERYONE = "everyone";
const NOBODY = "nobody";

/**
 * The id of a workspace: whom it acts for. Holds party UUIDs only, so it may be seen by browsers; every room checks it
 * against the viewer's scope, so it gives no access by itself.
 * @param partyIds UUIDs; `null` for everyone that the viewer may act for
 */
export const encodeWorkspaceId = (partyIds: readonly string[] | null): string => {
  if (partyIds === null) return EVERYONE;
  if (partyIds.length === 0) return NOBODY;
  return Buffer.from([...new Set(partyIds)].sort().join(",")).toString("base64url");
};

/** @returns party UUIDs, `null` for everyone, or `undefined` where the text is no workspace id */
export const decodeWorkspaceId = (id: string): ReadonlySet<string> | null | undefined => {
  if (id === EVERYONE) return null;
  if (id === NOBODY) return new Set();
  const partyIds = Buffer.from(id, "base64url").toString("utf8").split(",");
  return partyIds.every(isUuid) ? new Set(partyIds) : undefined;
};

/** The part of a scope that a workspace acts for; nothing of it where the id is none of a workspace. */
export const workspaceScope = (scope: Scope, workspaceId: string): Scope => {
  const partyIds = decodeWorkspaceId(workspaceId);
  return restrictScope(scope, partyIds === undefined ? new Set() : partyIds);
};
