import { isLive, type LiveHistory, type Sought, soughtOf, thingOfDialog, thingOfLive } from "./live/index.js";
import { type Thing, type Twin, twinsOf } from "./rules/twins.js";
import type { HistoryRow, View } from "./store/selection.js";
import type { DialogStore } from "./store.js";

/** A row as one that others may be the same as. */
export type RowThing = Thing & { readonly row: HistoryRow };

/** A row's twins: the same thing on other platforms, by which name, in a fixed order. */
export type RowTwin = Twin<RowThing>;

/**
 * The twins of rows, as far as the viewer may see them: two statements, and a question to each live source that may know
 * the parties. In the order of the rows.
 */
export const twinsOfRows = async (
  rows: readonly HistoryRow[],
  view: View,
  { store, live }: { readonly store: Pick<DialogStore, "twins">; readonly live: LiveHistory | null },
): Promise<RowTwin[][]> => {
  const names = await store.twins.namesOf(rows.filter((row) => !isLive(row)));
  const things = rows.map((row) =>
    isLive(row) ? thingOfLive(row) : thingOfDialog(row, names.get(row.seq) ?? []),
  );
  const sought = things.map(
    ({ row, party, identifiers }): Sought => (isLive(row) ? soughtOf(row) : { party, names: identifiers }),
  );
  const [dialogs, liveRows] = await Promise.all([
    store.twins.named(
      { ...view, filter: {}, search: null },
      things.flatMap(({ party, identifiers }) => identifiers.map((identifier) => ({ party, identifier }))),
    ),
    live?.named(sought, view) ?? [],
  ]);
  const byId = new Map<string, RowThing>();
  for (const { row, identifiers } of dialogs) byId.set(row.id, thingOfDialog(row, identifiers));
  for (const row of liveRows) byId.set(row.id, thingOfLive(row));
  return things.map((thing) => twinsOf<RowThing>(thing, byId.values()));
};
