import type { DialogAccess } from "../store/selection.js";

/** Whether a dialog may be opened, and why not. */
export type Opening =
  | { readonly outcome: "OPEN" }
  | { readonly outcome: "NOT_FOUND" }
  | { readonly outcome: "FORBIDDEN" }
  | { readonly outcome: "DELETED" }
  | { readonly outcome: "NOT_VISIBLE"; readonly visibleFrom: number }
  | { readonly outcome: "EXPIRED"; readonly expiredAt: number }
  | { readonly outcome: "LEVEL_TOO_LOW"; readonly requiredLevel: number };

/**
 * Of a party that the viewer has nothing to do with, no dialog exists; of a party that they act for, one that is not
 * theirs is forbidden. What has become of a dialog is told only to those who may read it.
 */
export const openingOf = (access: DialogAccess | null, viewer: { level: number; now: number }): Opening => {
  if (access === null) return { outcome: "NOT_FOUND" };
  const { requiredLevel, deletedAt, visibleFrom, expiresAt } = access;
  if (requiredLevel === null) return { outcome: access.isPartyKnown ? "FORBIDDEN" : "NOT_FOUND" };
  if (deletedAt !== null) return { outcome: "DELETED" };
  if (visibleFrom !== null && visibleFrom > viewer.now) return { outcome: "NOT_VISIBLE", visibleFrom };
  if (expiresAt !== null && expiresAt <= viewer.now) return { outcome: "EXPIRED", expiredAt: expiresAt };
  if (requiredLevel > viewer.level) return { outcome: "LEVEL_TOO_LOW", requiredLevel };
  return { outcome: "OPEN" };
};
