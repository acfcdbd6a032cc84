import { isUuid } from "../lib/ids.js";

const EVERYONE = "everyone";

/**
 * The id of a workspace: whom it acts for. Holds party UUIDs only, so it may be seen by browsers; every room checks it
 * against the viewer's scope, so it gives no access by itself.
 * @param partyIds UUIDs; `null` for everyone that the viewer may act for
 */
export const encodeWorkspaceId = (partyIds: readonly string[] | null): string =>
  partyIds === null ? EVERYONE : Buffer.from([...new Set(partyIds)].sort().join(",")).toString("base64url");

/** @returns party UUIDs, `null` for everyone, or `undefined` where the text is no workspace id */
export const decodeWorkspaceId = (id: string): ReadonlySet<string> | null | undefined => {
  if (id === EVERYONE) return null;
  const partyIds = Buffer.from(id, "base64url").toString("utf8").split(",");
  return partyIds.every(isUuid) ? new Set(partyIds) : undefined;
};
