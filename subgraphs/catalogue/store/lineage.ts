import { type SQL, sql } from "drizzle-orm";
import type { CatalogueTables } from "../../../drizzle/catalogue/tables.js";
import type { Database } from "../../../drizzle/database.js";
import { jsonList } from "../../../drizzle/json-rows.js";
import type { LineageRow } from "../rules/lineage.js";

/**
 * Everything that these services were before they moved, and have become since: one statement, however often they moved.
 * Services that have the same origin and are not one another's are not each other's lineage.
 */
export const lineagesOf = async (
  database: Database,
  { serviceResources }: CatalogueTables,
  ids: readonly string[],
): Promise<LineageRow[]> => {
  const roots: SQL = sql`SELECT s.id, s.id, s.replaces_id FROM ${serviceResources} AS s
    WHERE s.id IN ${jsonList(database.dialect, ids)}`;
  const rows = await database.read.rows<{ root: string; id: string; replaces_id: string | null }>(
    sql`WITH RECURSIVE
      before(root, id, replaces_id) AS (
        ${roots} UNION
        SELECT before.root, s.id, s.replaces_id FROM before JOIN ${serviceResources} AS s ON s.id = before.replaces_id
      ),
      after(root, id, replaces_id) AS (
        ${roots} UNION
        SELECT after.root, s.id, s.replaces_id FROM after JOIN ${serviceResources} AS s ON s.replaces_id = after.id
          WHERE s.deleted_at IS NULL
      )
      SELECT root, id, replaces_id FROM before UNION SELECT root, id, replaces_id FROM after ORDER BY 1, 2`,
  );
  return rows.map(({ root, id, replaces_id }) => ({ root, id, replacesId: replaces_id }));
};
