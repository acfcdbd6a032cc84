import type { DialogsContext } from "../context.js";
import type { HistoryRow } from "../store/selection.js";

/** Dialogs that the viewer names, as far as lists show them; and the first one that none does. */
export const visibleDialogs = async (
  ids: readonly string[],
  { loaders }: DialogsContext,
): Promise<{ readonly rows: readonly HistoryRow[]; readonly missing: string | null }> => {
  const named = [...new Set(ids)];
  const found = await Promise.all(named.map((id) => loaders.listedById.load(id)));
  return {
    rows: found.flatMap((row) => (row === null ? [] : [row])),
    missing: named.find((_, index) => found[index] === null) ?? null,
  };
};
