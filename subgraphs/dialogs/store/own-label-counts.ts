import { type SQL, sql } from "drizzle-orm";
import { isVisible } from "./conditions.js";
import type { DialogsDialect } from "./dialect.js";
import {
  fromDialogs,
  fromGranted,
  fromHits,
  isGivenByGroup,
  ofGranted,
  relationsOf,
  unionAll,
  withRelations,
} from "./scope-sql.js";
import type { View } from "./selection.js";

/** Rows (label_id, n): on how many dialogs that the owner may see each of their labels is. */
export const ownLabelCountStatement = (dialect: DialogsDialect, view: View, owner: string): SQL => {
  const { scope } = view;
  const start = fromDialogs(
    sql`SELECT DISTINCT l.dialog_seq AS seq FROM own_labeling l WHERE l.owner = ${owner}`,
  );
  const isThere = isVisible(view.now);
  const byGroup = sql`SELECT x.seq FROM ${fromHits(dialect)} AND ${isThere} AND ${isGivenByGroup(dialect, scope, start)}`;
  const granted = ofGranted(
    scope,
    () => sql`SELECT x.seq FROM ${fromGranted(dialect, scope.level, start)} AND ${isThere}`,
  );
  return withRelations(
    [
      ...relationsOf(dialect, view, start),
      {
        name: "matching",
        body: sql`(seq) AS MATERIALIZED (
          ${unionAll(byGroup, granted)})`,
      },
    ],
    sql`SELECT l.label_id, count(*) AS n FROM own_labeling l JOIN matching m ON m.seq = l.dialog_seq
      WHERE l.owner = ${owner} GROUP BY l.label_id`,
  );
};
